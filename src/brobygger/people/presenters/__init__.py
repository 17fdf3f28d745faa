"""People on screen and in files."""
