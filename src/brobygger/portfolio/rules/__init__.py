"""What an activity is, as pure functions."""
