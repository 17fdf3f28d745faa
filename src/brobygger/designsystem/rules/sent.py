"""What somebody sent in an address, or in a field that has no form of its own: anything at all."""

from __future__ import annotations

from typing import TypeVar

Otherwise = TypeVar("Otherwise")

# As large a number as this has digits can be the id of something in every database.
ID_DIGITS = 18


def number_in(text: str | None, otherwise: Otherwise, *, digits: int = 8) -> int | Otherwise:
    """A number of so many digits at most, pages and versions when not told; `otherwise` for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= digits else otherwise


def text_in(text: str | None, *, at_most: int) -> str:
    """A text without what stands around it, cut, and without the one character that PostgreSQL cannot keep."""
    return (text or "").replace("\x00", "").strip()[:at_most]
