"""Roles, bodies and sides."""
