"""Suggestions from outside: a public form, and one for each partner, that make a draft for the coordinators."""
