"""Bringing things in and taking them out: data sets, and exports."""
