"""Rounds on screen."""
