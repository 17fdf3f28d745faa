"""Years told together."""

from __future__ import annotations

import pytest

from brobygger.reports.rules.document import YearLine
from brobygger.reports.rules.years import grouped, merged, spans


@pytest.mark.parametrize(
    ("years", "told"),
    [
        ([], ""),
        ([2022], "2022"),
        ([2024, 2022, 2023, 2026], "2022–2024, 2026"),
        ([2022, 2022, 2023], "2022–2023"),
    ],
)
def test_spans(years: list[int], told: str) -> None:
    assert spans(years) == told


def test_grouped_tells_the_same_thing_once() -> None:
    rows = [(2022, "a"), (2023, "b"), (2024, "a"), (None, "a"), (None, "c")]
    assert grouped(rows) == [([2022, 2024], True, "a"), ([2023], False, "b"), ([], True, "c")]


def line(label: str, value: str = "–", verdict: str = "no_target") -> YearLine:
    return YearLine(label, value, value != "–", is_provisional=False, pending=0, counted="", verdict=verdict, reason="")


def test_years_without_a_number_share_a_line() -> None:
    lines = merged([line("2022"), line("2023"), line("2024", verdict="met"), line("2025", verdict="met")])
    assert [each.label for each in lines] == ["2022–2023", "2024–2025"]


def test_years_with_the_same_number_keep_their_own_line() -> None:
    lines = merged([line("2022", "9"), line("2023", "9")])
    assert [each.label for each in lines] == ["2022", "2023"]
