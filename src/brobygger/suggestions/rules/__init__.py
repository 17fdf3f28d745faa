"""Pure: what may be sent, how often, and the words of suggestions."""
