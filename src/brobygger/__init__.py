"""Brobygger: what a university and a municipality do together, registered once and counted honestly."""

__version__ = "0.1.0"
