"""Dates as people know them: a year, a season, a month or a day."""
