"""Pages of what is alike."""
