"""Meetings for pages and for paper."""
