"""Organisations, their units through time, and every name they go by."""
