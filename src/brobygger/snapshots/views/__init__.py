"""Pages of what was adopted."""
