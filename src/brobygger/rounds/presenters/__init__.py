"""Rounds in words."""
