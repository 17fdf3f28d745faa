"""Years told together."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TypeVar

from brobygger.reports.rules.document import YearLine

Content = TypeVar("Content", bound=Hashable)


def spans(years: Iterable[int]) -> str:
    """2022, 2023, 2024 and 2026 become «2022–2024, 2026»."""
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)


def grouped(rows: Sequence[tuple[int | None, Content]]) -> list[tuple[list[int], bool, Content]]:
    """Rows with the same content told once: its years, whether it also holds for the period, and the content.

    In the order they first occur.
    """
    found: dict[Content, tuple[list[int], bool]] = {}
    for year, content in rows:
        years, for_period = found.get(content, ([], False))
        found[content] = (years, True) if year is None else ([*years, year], for_period)
    return [(years, for_period, content) for content, (years, for_period) in found.items()]


def merged(lines: Sequence[YearLine]) -> list[YearLine]:
    """Neighbouring years without a number, of which exactly the same is told, in one line.

    Years with a number are never put together: «2022–2023: 9» would be read as nine in two years.
    """
    runs = [
        list(run) for _same, run in groupby(lines, key=lambda line: line if line.has_value else replace(line, label=""))
    ]
    return [run[0] if len(run) == 1 else replace(run[0], label=f"{run[0].label}–{run[-1].label}") for run in runs]
