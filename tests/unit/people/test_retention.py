"""How long contact data are kept."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from brobygger.people.rules.retention import YEARS_AT_MOST, is_sensible, kept_until

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


@given(DAYS, st.integers(1, YEARS_AT_MOST))
def test_kept_that_many_years_and_no_day_longer(day: date, years: int) -> None:
    until = kept_until(day, years)
    assert until.year == day.year + years
    assert abs((until.replace(year=2000) - day.replace(year=2000)).days) <= 1 if day.month != 2 else True


@given(DAYS, DAYS)
def test_later_use_never_shortens(one: date, other: date) -> None:
    assert (one <= other) <= (kept_until(one) <= kept_until(other))


def test_the_29th_of_february() -> None:
    assert kept_until(date(2024, 2, 29)) == date(2026, 2, 28)


def test_neither_past_nor_for_ever() -> None:
    today = date(2026, 11, 22)
    assert is_sensible(today, today=today)
    assert is_sensible(kept_until(today, YEARS_AT_MOST), today=today)
    assert not is_sensible(today - timedelta(days=1), today=today)
    assert not is_sensible(kept_until(today, YEARS_AT_MOST) + timedelta(days=1), today=today)
