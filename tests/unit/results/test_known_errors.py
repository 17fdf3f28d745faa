"""What other systems for results got wrong, each error by name. Here they stay away.

The errors are those that users of Akvo RSR reported; the rest of each stands in tests/integration/results/test_known_errors.py.
"""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fixtures.strategies import YEARS

from brobygger.results.rules.counting import CountingRule, Entry, Happening, Measure, TimeRule, Unique, tally
from brobygger.results.rules.figures import IndicatorFacts, Reported, series_of
from brobygger.results.rules.verdicts import TargetKind, TargetVersion

MEMBERS = CountingRule(
    frozenset({"network"}), "counted", "counted", time=TimeRule.EACH, measure=Measure.LATEST, unique=Unique.ACTIVITY
)
NUMBERS = st.integers(0, 10**6).map(Decimal)


def network(number: int, values: dict[str, int]) -> Entry:
    """A network that was counted on some days."""
    happenings = tuple(Happening("counted", day, int(day[:4]), Decimal(value)) for day, value in values.items())
    return Entry(number, "network", frozenset(), happenings)


def reported_only(kind: TargetKind, values: list[Decimal]) -> IndicatorFacts:
    """An indicator that is reported and not counted."""
    reported: dict[int | None, Reported] = {year: Reported(value) for year, value in zip(YEARS, values, strict=True)}
    return IndicatorFacts("x", (TargetVersion(kind, 2022, Decimal(10)),), None, reported, None, {})


def test_cumulative_values_are_not_added_over_periods() -> None:
    """A running number is what it was last: 100, 120, 150 and 160 members are 160, not 530."""
    told = network(1, {"2022-12-31": 100, "2023-12-31": 120, "2024-12-31": 150, "2025-12-31": 160})
    found = tally(MEMBERS, [told], YEARS)
    assert [found.by_year[year].value for year in YEARS] == [100, 120, 150, 160]
    assert found.period.value == 160


def test_cumulative_values_of_two_who_report_the_same_are_not_added() -> None:
    """Both sides tell the same running number on the same day: it is told once more, not doubled."""
    both = [network(1, {"2024-12-31": 150}), network(2, {"2024-12-31": 150})]
    assert tally(MEMBERS, both, YEARS).period.value == 150


@pytest.mark.parametrize("kind", [TargetKind.INCREASE, TargetKind.NONE, TargetKind.DISCONTINUED, TargetKind.RECURRING])
@given(values=st.lists(NUMBERS, min_size=4, max_size=4))
def test_reported_values_are_not_added_where_nobody_said_that_they_may(kind: TargetKind, values: list[Decimal]) -> None:
    """Followers, a share of sick leave: four years together are no number of anything."""
    assert series_of(reported_only(kind, values), YEARS, this_year=2026).period.value is None


@given(st.lists(NUMBERS, min_size=4, max_size=4))
def test_reported_values_are_added_where_the_target_is_their_sum(values: list[Decimal]) -> None:
    found = series_of(reported_only(TargetKind.PERIOD_TOTAL, values), YEARS, this_year=2026)
    assert found.period.value == sum(values)
