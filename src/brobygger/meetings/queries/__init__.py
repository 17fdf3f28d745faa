"""Reading meetings, and what a meeting is shown."""
