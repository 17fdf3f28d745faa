"""Which rows are the same thing, which are related, and why."""
