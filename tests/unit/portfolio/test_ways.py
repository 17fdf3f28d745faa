"""Bars over years, months in weeks, dots on a map."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from brobygger.portfolio.rules.dots import LARGEST, REGION, TOWN, WIDTH, dots_of
from brobygger.portfolio.rules.gazetteer import gazetteer
from brobygger.portfolio.rules.months import Month
from brobygger.portfolio.rules.timeline import WIDTH as BAR_WIDTH
from brobygger.portfolio.rules.timeline import YEARS_AT_MOST, Lasting, bar_of, years_shown

TODAY = date(2026, 11, 22)
DAYS = st.none() | st.dates(date(1500, 1, 1), date(2200, 12, 31))


def test_a_bar_stands_where_its_years_are() -> None:
    years = range(2020, 2024)
    bar = bar_of(Lasting(date(2021, 1, 1), date(2022, 12, 31)), years)
    assert bar is not None
    assert (round(bar.x / BAR_WIDTH, 2), round(bar.width / BAR_WIDTH, 2)) == (0.25, 0.5)
    assert (bar.before, bar.after) == (False, False)


def test_what_has_no_known_end_goes_on_to_the_edge() -> None:
    bar = bar_of(Lasting(date(2022, 1, 1), None, is_open=True), range(2020, 2024))
    assert bar is not None
    assert bar.x + bar.width == BAR_WIDTH
    assert bar.after


def test_what_is_outside_or_undated_has_no_bar() -> None:
    assert bar_of(Lasting(None, None), range(2020, 2024)) is None
    assert bar_of(Lasting(date(2010, 1, 1), date(2011, 1, 1)), range(2020, 2024)) is None


@given(st.lists(st.builds(Lasting, DAYS, DAYS, st.booleans()), max_size=8))
def test_bars_never_leave_the_drawing(lastings: list[Lasting]) -> None:
    years = years_shown(lastings, this_year=2026)
    assert 1 <= len(years) <= YEARS_AT_MOST
    for each in lastings:
        bar = bar_of(each, years)
        assert bar is None or (bar.x >= 0 and bar.width > 0 and bar.x + bar.width <= BAR_WIDTH)


@given(st.integers(1500, 2200), st.integers(1, 12))
def test_a_month_has_its_days_once_and_the_one_after_comes_back(year: int, number: int) -> None:
    month = Month(year, number)
    assert Month.read(month.text, today=TODAY) == month
    days = [day.isoformat() for week in month.weeks() for day in week if day]
    assert days == month.days()
    after = month.moved(1)
    assert after is None or after.moved(-1) == month
    assert all(len(week) == 7 for week in month.weeks())


def test_a_month_that_cannot_be_read_is_this_one() -> None:
    for text in ("", "2024-13", "0000-01", "9999-01", "2024", "２０２４-03", "2024-3"):
        assert Month.read(text, today=TODAY) == Month(2026, 11)
    assert Month(1500, 1).moved(-1) is None


@given(st.dictionaries(st.sampled_from(sorted(gazetteer())), st.integers(1, 10_000), max_size=30))
def test_dots_stay_on_the_map_and_names_do_not_cover_each_other(counts: dict[str, int]) -> None:
    for window in (TOWN, REGION):
        dots = dots_of(gazetteer(), counts, window)
        assert {dot.name for dot in dots} <= set(counts)
        for dot in dots:
            assert 0 <= dot.x <= WIDTH
            assert 0 <= dot.y <= window.height
            assert 0 < dot.radius <= LARGEST
        assert [dot.count for dot in dots] == sorted((dot.count for dot in dots), reverse=True)


def test_every_place_lies_in_the_region() -> None:
    assert all(REGION.holds(place) for place in gazetteer().values())
