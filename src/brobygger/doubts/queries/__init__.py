"""Reading doubts, and what a snapshot keeps of them."""
