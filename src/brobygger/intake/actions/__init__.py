"""Bringing things in: data sets, and other people's tables."""

from brobygger.intake.actions.datasets import DataSetRefused, check_data_set, load_data_set, set_of

__all__ = ["DataSetRefused", "check_data_set", "load_data_set", "set_of"]
