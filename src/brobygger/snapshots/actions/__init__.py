"""Freezing, errata, and the one way to remove a snapshot."""
