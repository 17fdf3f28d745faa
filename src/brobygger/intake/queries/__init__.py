"""Reading imports, and what they need to know of the register."""
