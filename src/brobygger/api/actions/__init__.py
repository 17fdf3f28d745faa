"""Writing what belongs to the API itself: tokens, and answers that are given only once."""
