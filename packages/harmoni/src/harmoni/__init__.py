"""Harmoni: where patients wait between hospital, intermediate care, nursing home and home care, and what helps."""

__version__ = "0.1.0"
