"""Sending suggestions in, deciding on them, and the links they come by."""
