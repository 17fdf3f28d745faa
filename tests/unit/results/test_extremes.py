"""What a report leads with: the furthest misses and the largest changes."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from tests.fixtures.strategies import YEARS

from brobygger.results.rules.extremes import changes, shortfalls
from brobygger.results.rules.figures import IndicatorFacts, Reported, Series, series_of
from brobygger.results.rules.verdicts import TargetKind, TargetVersion, Verdict


def series(
    code: str,
    *values: int | None,
    kind: TargetKind = TargetKind.YEARLY,
    aim: int | None = 10,
    period: int | None = None,
    pending: int = 0,
) -> Series:
    """Reported values of the four years; the last may wait for some cases."""
    reported: dict[int | None, Reported] = {
        year: Reported(
            None if value is None else Decimal(value), pending if year == YEARS[-1] else 0, is_final=not pending
        )
        for year, value in zip(YEARS, values, strict=False)
    }
    if period is not None:
        reported[None] = Reported(Decimal(period))
    target = TargetVersion(kind, 2022, None if aim is None else Decimal(aim))
    return series_of(IndicatorFacts(code, (target,), None, reported, None, {}), YEARS, this_year=2026)


def test_the_furthest_from_its_target_stands_first() -> None:
    found = shortfalls(
        [
            series("met", 10, 10, 10, 10),
            series("half", 5, 5, 5, 5),
            series("tenth", 1, 1, 1, 1),
            series("some", 10, None, None, 2),
            series("whole", kind=TargetKind.PERIOD_TOTAL, aim=40, period=10),
            series("nothing", kind=TargetKind.NONE, aim=None, period=1),
            series("unknown", kind=TargetKind.QUALITATIVE, aim=None),
        ]
    )
    assert [(each.code, each.value, each.aim, each.share) for each in found] == [
        ("tenth", 4, 40, 0.1),
        ("whole", 10, 40, 0.25),
        ("half", 20, 40, 0.5),
        ("some", 12, 20, 0.6),
    ]


def test_a_miss_without_a_number_or_a_target_to_miss_is_none() -> None:
    grown = TargetVersion(TargetKind.INCREASE, 2022, None, 2021, Decimal(50))
    fewer = TargetVersion(TargetKind.YEARLY, 2022, Decimal(0), up_is_better=False)
    editions = TargetVersion(TargetKind.RECURRING, 2022, Decimal(60), 2021, Decimal(50))
    for target in (grown, fewer, editions):
        reported: dict[int | None, Reported] = {year: Reported(Decimal(9)) for year in YEARS}
        judged = series_of(IndicatorFacts("x", (target,), None, reported, None, {}), YEARS, this_year=2026)
        assert judged.period.judged.verdict is Verdict.MISSED
        assert shortfalls([judged]) == []


def test_the_largest_change_by_ratio_stands_first() -> None:
    found = changes(
        [
            series("doubled", 1, 1, 10, 20),
            series("tenfold", 1, 1, 100, 10),
            series("same", 1, 2, 5, 5),
            series("once", 5),
            series("gap", 4, None, None, 8),
            series("waiting", 2, 3, 6, 0, pending=4),
            series("gone", 9, 9, 50, 0),
        ]
    )
    assert [(each.code, each.before_year, each.year) for each in found] == [
        ("gone", 2024, 2025),
        ("tenfold", 2024, 2025),
        ("doubled", 2024, 2025),
        ("gap", 2022, 2025),
        ("waiting", 2023, 2024),
    ]


@given(st.lists(st.lists(st.one_of(st.none(), st.integers(0, 50)), min_size=4, max_size=4), max_size=5))
def test_both_lists_are_sorted_and_hold_each_indicator_once(values: list[list[int | None]]) -> None:
    found = [series(f"i{number}", *each) for number, each in enumerate(values)]
    shares = [each.share for each in shortfalls(found)]
    assert shares == sorted(shares)
    assert len({each.code for each in changes(found)}) == len(changes(found))
    assert all(each.before != each.value for each in changes(found))
