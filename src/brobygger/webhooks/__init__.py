"""Telling other systems what changed: a signed message to an address the partnership has chosen."""
