"""Reading other people's files, as pure functions."""
