"""Reading what is exchanged."""
