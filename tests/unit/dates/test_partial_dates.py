"""Partial dates: as exact as the source and no more."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fixtures.strategies import dates

from brobygger.dates.rules import UNKNOWN, DateRefused, PartialDate, Precision, covers

days = st.dates(date(1500, 1, 1), date(2200, 12, 31))


@given(dates())
def test_what_is_read_is_what_was_written(text: str) -> None:
    assert PartialDate.parse(f"  {text}\n").text == text
    assert PartialDate.parse(PartialDate.parse(text).text) == PartialDate(text)


@given(days)
def test_every_day_is_a_date_of_its_own(day: date) -> None:
    partial = PartialDate.parse(day.isoformat())
    assert partial.earliest == partial.latest == day
    assert partial.precision is Precision.DAY


@given(dates(unknown=False))
def test_a_date_ends_after_it_starts_in_its_own_year(text: str) -> None:
    partial = PartialDate.parse(text)
    assert partial.earliest <= partial.latest
    assert partial.earliest.year == partial.latest.year == partial.year


@given(dates(), dates())
def test_one_of_two_dates_is_before_the_other_or_neither(first: str, second: str) -> None:
    one, other = PartialDate(first), PartialDate(second)
    assert not (one.surely_before(other) and other.surely_before(one))
    assert not one.surely_before(one)


@given(dates(unknown=False), dates(unknown=False), dates(unknown=False))
def test_before_is_handed_on(a: str, b: str, c: str) -> None:
    if PartialDate(a).surely_before(PartialDate(b)) and PartialDate(b).surely_before(PartialDate(c)):
        assert PartialDate(a).surely_before(PartialDate(c))


@pytest.mark.parametrize(
    ("text", "precision", "earliest", "latest"),
    [
        ("2024", Precision.YEAR, date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", Precision.MONTH, date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-02", Precision.MONTH, date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-21", Precision.SEASON, date(2024, 3, 1), date(2024, 5, 31)),
        ("2024-22", Precision.SEASON, date(2024, 6, 1), date(2024, 8, 31)),
        ("2024-23", Precision.SEASON, date(2024, 9, 1), date(2024, 11, 30)),
        ("2024-24", Precision.SEASON, date(2024, 12, 1), date(2024, 12, 31)),
        ("2024-02-29", Precision.DAY, date(2024, 2, 29), date(2024, 2, 29)),
        ("1500", Precision.YEAR, date(1500, 1, 1), date(1500, 12, 31)),
        ("2200-12-31", Precision.DAY, date(2200, 12, 31), date(2200, 12, 31)),
        (UNKNOWN, Precision.UNKNOWN, None, None),
    ],
)
def test_what_a_written_date_can_mean(
    text: str, precision: Precision, earliest: date | None, latest: date | None
) -> None:
    partial = PartialDate.parse(text)
    assert (partial.precision, partial.earliest, partial.latest) == (precision, earliest, latest)


@pytest.mark.parametrize(
    "text",
    "|24|2024-|2024-1|2024-13|2024-00|2024-20|2024-25|2024-24-01|2023-02-29|2024-06-31|2024-06-00|1499|2201|20240601|"
    "2024/06|2024-06-01T12:00|-2024|2024-2025|i fjor|UNKNOWN|２０２４|2024-06-01-01|0000".split("|"),
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(DateRefused):
        PartialDate.parse(text)


@given(st.text())
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        partial = PartialDate.parse(text)
    except DateRefused:
        return
    assert partial.text == UNKNOWN or partial.earliest is not None


def test_unknown_has_no_parts() -> None:
    partial = PartialDate.parse(UNKNOWN)
    assert (partial.year, partial.part) == (None, 0)
    assert not partial.surely_before(PartialDate("2024"))
    assert not PartialDate("2024").surely_before(partial)


@pytest.mark.parametrize(
    ("start", "end", "day", "expected"),
    [
        ("", "", date(2024, 1, 1), True),
        ("2024", "", date(2023, 12, 31), False),
        ("2024", "", date(2024, 1, 1), True),
        ("", "2024-06", date(2024, 6, 30), True),
        ("", "2024-06", date(2024, 7, 1), False),
        (UNKNOWN, UNKNOWN, date(1, 1, 1), True),
    ],
)
def test_a_time_covers_its_days_and_is_open_where_nothing_is_said(
    start: str, end: str, day: date, expected: bool
) -> None:
    assert covers(start, end, day) is expected
