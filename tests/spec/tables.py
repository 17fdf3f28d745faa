"""Specifications as small text tables: read by the tests, and written into docs/reference by `python -m tests.spec`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MADE = "<!-- Written by `python -m tests.spec` from tests/spec. Change it there. -->"


def rows_of(text: str) -> list[list[str]]:
    """The cells of a table: one row a line, `|` between the cells."""
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]


def markdown(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [header, ["---"] * len(header), *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)
