"""Talking about activities, following them, and being told what is new."""
