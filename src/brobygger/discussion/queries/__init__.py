"""Reading discussions, who follows what, and what is new to somebody."""
