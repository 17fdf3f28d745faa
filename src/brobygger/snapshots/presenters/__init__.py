"""Snapshots as pages show them."""
