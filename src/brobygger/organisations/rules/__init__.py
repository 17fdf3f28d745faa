"""Names and trees, as pure functions."""
