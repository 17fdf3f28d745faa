"""Answering, the worklist, and how often the parties agree."""
