"""Writing frameworks, what is reported under them, and what is left out."""
