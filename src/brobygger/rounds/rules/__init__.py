"""What may follow what, who may do it, and what a change undoes."""
