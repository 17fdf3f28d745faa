"""Reading rounds, worklists, reviews and disputes."""
