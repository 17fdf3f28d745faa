"""Tests read English, whatever the machine they run on speaks."""

import os

os.environ["HARMONI_LANGUAGE"] = "en"
