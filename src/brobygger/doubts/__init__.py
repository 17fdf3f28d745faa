"""Doubts: what somebody should look at before the year is adopted, each with its evidence, and what was said to it."""
