"""Suggestions and forms on screen."""
