"""Discussions and notices on screen."""
