"""Counting and judging, as pure functions. Nothing here reads a clock or a database."""
