"""Models that ship with Harmoni. Every number in them is invented; none describes a real place."""

from pathlib import Path

NAMES = ("small", "fjordby")


def folder(name: str) -> Path:
    """Where an example lies."""
    if name not in NAMES:
        raise ValueError(f"«{name}» is not one of the examples: {', '.join(NAMES)}.")
    return Path(__file__).parent / name
