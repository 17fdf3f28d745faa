"""Models that ship with Harmoni. Every number in them is invented; none describes a real place."""

from pathlib import Path

from harmoni.texts import say

NAMES = ("small", "fjordby")


def folder(name: str) -> Path:
    """Where an example lies."""
    if name not in NAMES:
        raise ValueError(say("«{name}» is not one of: {names}.", name=name, names=", ".join(NAMES)))
    return Path(__file__).parent / name
