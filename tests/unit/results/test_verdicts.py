"""Judging a value against a target: what holds for all targets and numbers. The examples are in tests/spec."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fixtures.strategies import YEARS

from brobygger.results.rules.verdicts import (
    Evidence,
    Level,
    TargetKind,
    TargetVersion,
    Verdict,
    YearValue,
    judge_period,
    judge_year,
    jumps,
    period_total,
    target_in,
)

numbers = st.integers(0, 60).map(Decimal)
maybe = st.one_of(st.none(), numbers)


@st.composite
def targets(draw: st.DrawFn, kinds: tuple[TargetKind, ...] = tuple(TargetKind)) -> TargetVersion:
    """A target of any kind."""
    kind = draw(st.sampled_from(kinds))
    baseline = draw(maybe)
    return TargetVersion(
        kind,
        draw(st.integers(2020, 2026)),
        draw(numbers) if kind in {TargetKind.YEARLY, TargetKind.PERIOD_TOTAL} else None,
        baseline_year=2021 if baseline is not None else None,
        baseline_value=baseline,
        due_years=draw(st.sampled_from([(), (2023, 2025)])),
        criteria=("a", "b") if kind is TargetKind.QUALITATIVE else (),
        up_is_better=draw(st.booleans()),
    )


@st.composite
def evidences(draw: st.DrawFn) -> Evidence:
    """What is known, some of it provisional."""
    this_year = draw(st.integers(2021, 2028))
    values = {
        year: YearValue(draw(maybe), draw(st.booleans()), draw(st.integers(0, 2)))
        for year in draw(st.sets(st.sampled_from(YEARS)))
    }
    levels = {code: draw(st.sampled_from(Level)) for code in draw(st.sets(st.sampled_from(["a", "b", "c"])))}
    return Evidence(YEARS, this_year, values, draw(st.one_of(st.none(), numbers)), draw(st.booleans()), levels)


versions = st.lists(targets(), max_size=3, unique_by=lambda version: version.valid_from)


@given(versions, evidences())
def test_there_is_always_a_verdict(held: list[TargetVersion], evidence: Evidence) -> None:
    for judged in [*(judge_year(held, evidence, year) for year in YEARS), judge_period(held, evidence)]:
        assert judged.verdict in set(Verdict)


@given(versions, evidences(), st.randoms(use_true_random=False))
def test_the_order_of_versions_never_matters(held: list[TargetVersion], evidence: Evidence, chance: object) -> None:
    shuffled = list(held)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert judge_period(held, evidence) == judge_period(shuffled, evidence)
    assert [target_in(held, year) for year in YEARS] == [target_in(shuffled, year) for year in YEARS]


@given(targets((TargetKind.YEARLY,)), evidences())
def test_a_reached_year_is_never_missed(target: TargetVersion, evidence: Evidence) -> None:
    for year in YEARS:
        value = evidence.value(year)
        judged = judge_year([target], evidence, year)
        if target.valid_from <= year and value is not None:
            reached = value >= target.value if target.up_is_better else value <= target.value
            assert reached is (judged.verdict in {Verdict.MET, Verdict.ON_TRACK})
            assert not reached or judged.verdict is not Verdict.MISSED


@given(targets((TargetKind.PERIOD_TOTAL,)), evidences())
def test_a_reached_total_is_never_missed(target: TargetVersion, evidence: Evidence) -> None:
    total = period_total(evidence)
    if total is None or target.valid_from > max(YEARS):
        return
    reached = total >= target.value if target.up_is_better else total <= target.value
    verdict = judge_period([target], evidence).verdict
    waits = any(value.pending and not value.is_final for value in evidence.values.values())
    is_lost = (evidence.period_is_over and not waits) or not target.up_is_better
    assert (verdict is Verdict.MISSED) is (not reached and is_lost)
    if target.up_is_better or evidence.period_is_over:
        assert (verdict is Verdict.MET) is reached


@given(st.integers(2020, 2024), evidences(), versions)
def test_discontinued_is_discontinued(year: int, evidence: Evidence, before: list[TargetVersion]) -> None:
    held = [version for version in before if version.valid_from < year]
    held.append(TargetVersion(TargetKind.DISCONTINUED, year))
    assert judge_period(held, evidence).verdict is Verdict.DISCONTINUED
    for each in YEARS:
        if each >= year:
            assert judge_year(held, evidence, each).verdict is Verdict.DISCONTINUED


@given(evidences(), st.booleans())
def test_without_a_baseline_there_is_no_growth(evidence: Evidence, up: bool) -> None:
    held = [TargetVersion(TargetKind.INCREASE, 2022, up_is_better=up)]
    verdicts = {judge_period(held, evidence).verdict, *(judge_year(held, evidence, year).verdict for year in YEARS)}
    assert verdicts == {Verdict.NOT_COMPARABLE}


@given(versions, evidences())
def test_the_period_is_met_year_by_year_only_if_no_year_was_missed(
    held: list[TargetVersion], evidence: Evidence
) -> None:
    if target_in(held, 2025).kind in {TargetKind.YEARLY, TargetKind.RECURRING}:
        years = {judge_year(held, evidence, year).verdict for year in YEARS}
        if Verdict.MISSED in years:
            assert judge_period(held, evidence).verdict is Verdict.MISSED
        if judge_period(held, evidence).verdict is Verdict.MET:
            assert Verdict.MET in years


@given(evidences(), maybe)
def test_no_target_is_no_verdict(evidence: Evidence, value: Decimal | None) -> None:
    for held in ([], [TargetVersion(TargetKind.NONE, 2020, value)]):
        assert judge_period(held, evidence).verdict is Verdict.NO_TARGET
        assert all(judge_year(held, evidence, year).verdict is Verdict.NO_TARGET for year in YEARS)


def test_the_period_is_what_was_stated_or_the_years_together() -> None:
    values = {year: YearValue(Decimal(year - 2020)) for year in YEARS}
    assert period_total(Evidence(YEARS, 2026, values)) == 14
    assert period_total(Evidence(YEARS, 2026, values, Decimal(9))) == 9
    assert period_total(Evidence(YEARS, 2026, values, is_additive=False)) is None
    assert period_total(Evidence(YEARS, 2026, values | {2023: YearValue(None)})) is None


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([1, 2, 3, 4], []),
        ([5, 15, 14, 4], [(2022, 2023), (2024, 2025)]),
        ([1, 9, 1, 9], []),
        ([0, 10, None, 100], [(2022, 2023), (2023, 2025)]),
        ([100, 0, 100, 100], [(2022, 2023), (2023, 2024)]),
        ([20, 31, 20, 59], []),
        ([20, 60, 20, 10], [(2022, 2023), (2023, 2024)]),
        ([], []),
    ],
)
def test_jumps(values: list[int | None], found: list[tuple[int, int]]) -> None:
    series = {2022 + n: None if value is None else Decimal(value) for n, value in enumerate(values)}
    assert jumps(series) == found


@given(st.dictionaries(st.sampled_from(YEARS), maybe))
def test_jumps_are_the_same_backwards(series: dict[int, Decimal | None]) -> None:
    backwards = {-year: value for year, value in series.items()}
    assert sorted((-b, -a) for a, b in jumps(backwards)) == sorted(jumps(series))


def _judged(target: TargetVersion, values: dict[int, YearValue], this_year: int, year: int) -> Verdict:
    return judge_year([target], Evidence(years=YEARS, this_year=this_year, values=values), year).verdict


def test_an_edition_still_to_be_held_is_not_missed() -> None:
    target = TargetVersion(TargetKind.RECURRING, 2022, baseline_year=2021, baseline_value=Decimal(120))
    counted = {2024: YearValue(Decimal(0), is_final=False, pending=3), 2025: YearValue(Decimal(0), is_final=False)}
    assert _judged(target, counted, 2024, 2024) is Verdict.TOO_EARLY
    assert _judged(target, counted, 2024, 2025) is Verdict.TOO_EARLY
    assert _judged(target, {2024: YearValue(Decimal(0))}, 2026, 2024) is Verdict.MISSED


def test_a_fall_is_not_seen_in_a_year_to_come() -> None:
    target = TargetVersion(TargetKind.INCREASE, 2022, baseline_year=2021, baseline_value=Decimal(9), up_is_better=False)
    counted = {2025: YearValue(Decimal(0), is_final=False)}
    assert _judged(target, counted, 2023, 2025) is Verdict.TOO_EARLY
    assert _judged(target, counted, 2025, 2025) is Verdict.TOO_EARLY
    assert judge_period([target], Evidence(YEARS, 2025, counted)).verdict is not Verdict.MET


def test_a_period_that_still_waits_for_answers_is_too_early() -> None:
    target = TargetVersion(TargetKind.PERIOD_TOTAL, 2022, value=Decimal(30))
    values = {year: YearValue(Decimal(9)) for year in (2022, 2023, 2024)}
    values[2025] = YearValue(Decimal(0), is_final=False, pending=9)
    assert judge_period([target], Evidence(YEARS, 2026, values)).verdict is Verdict.TOO_EARLY


def test_a_correction_of_the_same_year_holds() -> None:
    versions = [
        TargetVersion(TargetKind.YEARLY, 2022, value=Decimal(5)),
        TargetVersion(TargetKind.YEARLY, 2022, value=Decimal(7), version=2),
    ]
    assert target_in(versions, 2023).value == 7
    assert target_in(versions[::-1], 2023).value == 7
