"""Saying what the collaboration meant."""
