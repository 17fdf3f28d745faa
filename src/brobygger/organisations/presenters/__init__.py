"""Organisations, units and names as a reader sees them."""
