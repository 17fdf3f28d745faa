"""Figures: what was reported, what was counted, and which of them holds."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from tests.fixtures.strategies import YEARS

from brobygger.results.rules.counting import CountingRule, Measure, TimeRule
from brobygger.results.rules.figures import Basis, IndicatorFacts, Reported, Series, Sums, series_of, sums_of_years
from brobygger.results.rules.verdicts import TargetKind, TargetVersion, Verdict, Why

RULE = CountingRule(frozenset({"application"}), "sent", "sent")
YEARLY = (TargetVersion(TargetKind.YEARLY, 2022, Decimal(20)),)


def sums(*values: int, period: int | None = None, undated: int = 0, pending: tuple[int, ...] = (0, 0, 0, 0)) -> Sums:
    """What the register counts in the four years."""
    by_year = {year: Decimal(value) for year, value in zip(YEARS, values, strict=True)}
    total = Decimal(sum(values) if period is None else period)
    return Sums(by_year, total, undated, dict(zip(YEARS, pending, strict=True)))


def series(this_year: int = 2026, **facts: object) -> Series:
    """The figures of an indicator with these facts."""
    default: dict[str, object] = {"targets": YEARLY, "rule": None, "reported": {}, "sums": None, "levels": {}}
    return series_of(IndicatorFacts("x", **default | facts), YEARS, this_year=this_year)  # type: ignore[arg-type]


def reported(*values: int | None) -> dict[int | None, Reported]:
    """Numbers for the four years."""
    return {y: Reported(None if v is None else Decimal(v)) for y, v in zip(YEARS, values, strict=True)}


def test_nothing_is_known() -> None:
    found = series()
    assert {figure.value for figure in found.by_year.values()} == {None}
    assert found.period.value is None
    assert found.period.basis is None
    assert found.period.judged.verdict is Verdict.NOT_COMPARABLE
    assert (found.jumps, found.undated, found.baseline) == ([], 0, None)


def test_what_was_reported_holds_and_the_count_stands_beside_it() -> None:
    found = series(reported=reported(20, 15, 30, 18), rule=RULE, sums=sums(20, 12, 31, 0))
    figure = found.by_year[2023]
    assert (figure.value, figure.basis, figure.counted, figure.difference) == (15, Basis.REPORTED, 12, 3)
    assert found.by_year[2024].difference == -1
    assert found.period.value == 83
    assert found.period.counted == 63
    assert found.period.difference is None


def test_where_nothing_was_reported_the_register_counts() -> None:
    found = series(rule=RULE, sums=sums(20, 15, 30, 18, undated=2, pending=(0, 0, 0, 4)), this_year=2025)
    assert found.by_year[2024].basis is Basis.COUNTED
    assert found.by_year[2024].is_final
    assert not found.by_year[2025].is_final
    assert found.by_year[2025].judged.why is Why.PENDING
    assert (found.period.value, found.period.pending, found.period.is_final, found.undated) == (83, 4, False, 2)


def test_the_register_takes_over_after_the_last_reported_year() -> None:
    found = series(reported={2023: Reported(Decimal(7))}, rule=RULE, sums=sums(1, 2, 3, 4))
    assert [found.by_year[year].value for year in YEARS] == [None, 7, 3, 4]
    assert [found.by_year[year].counted for year in YEARS] == [1, 2, 3, 4]
    assert found.period.value is None
    whole = series(reported={2022: Reported(Decimal(7))}, rule=RULE, sums=sums(1, 2, 3, 4))
    assert whole.period.value == 16


def test_years_counted_under_different_definitions_keep_their_own() -> None:
    other = replace(RULE, milestone="granted")
    what = {RULE: sums(1, 2, 3, 4, undated=1), other: sums(9, 9, 9, 9, undated=2)}
    both = sums_of_years({2022: RULE, 2023: RULE, 2024: other}, what.__getitem__, lambda rules: Decimal(10))
    assert both is not None
    assert (both.by_year, both.period, both.undated) == ({2022: 1, 2023: 2, 2024: 9}, 10, 2)
    assert sums_of_years({2022: RULE, 2023: RULE}, what.__getitem__, lambda rules: Decimal(10)) == what[RULE]
    assert sums_of_years({2022: None}, what.__getitem__, lambda rules: Decimal(10)) is None
    part = sums_of_years({2022: None, 2023: RULE}, what.__getitem__, lambda rules: Decimal(10))
    assert part is not None
    assert (part.by_year, part.period, part.pending) == ({2022: None, 2023: 2}, None, {2022: 0, 2023: 0})


def test_what_two_years_have_in_common_is_in_the_period_once() -> None:
    """Then the years do not add up to the period, and nobody may add them."""
    other = replace(RULE, milestone="granted")
    whole = series(rule=RULE, earlier={2022: other}, sums=sums(5, 5, 5, 5, period=17))
    assert (whole.period.value, whole.period.counted) == (17, 17)
    # Of years that count different things there is no number for the period.
    counted = replace(sums(5, 5, 5, 5), period=None)
    assert series(rule=RULE, earlier={2022: other}, sums=counted).period.value is None


def test_what_waits_holds_a_year_open_by_the_rule_of_that_year() -> None:
    cohort = CountingRule(frozenset({"application"}), "granted", "sent", pending="sent")
    counted = sums(1, 2, 3, 4, pending=(1, 1, 1, 1))
    changed = series(rule=RULE, earlier={2022: cohort, 2023: cohort}, sums=counted)
    assert [changed.by_year[year].is_final for year in YEARS] == [False, False, True, True]
    back = series(rule=cohort, earlier={2022: RULE, 2023: RULE}, sums=counted)
    assert [back.by_year[year].is_final for year in YEARS] == [True, True, False, False]


def test_the_period_without_a_disputed_year_is_by_the_rules_of_the_years_left() -> None:
    yearly, granted = replace(RULE, time=TimeRule.YEARLY), replace(RULE, milestone="granted")
    shared = sums(3, 3, 3, 3, period=9)
    # What is left is under one rule: then that rule says whether it adds up, whatever the disputed year shared with it.
    left = {"rule": granted, "earlier": {2022: yearly}, "sums": shared}
    assert series(**left, disputed=frozenset({2022})).period.value == 9
    assert series(**left, disputed=frozenset({2023})).period.value is None
    back = {"rule": granted, "earlier": dict.fromkeys((2022, 2023, 2024), yearly), "sums": shared}
    assert series(**back, disputed=frozenset({2025})).period.value is None


def test_the_last_level_of_two_definitions_is_no_sum_though_it_may_look_like_one() -> None:
    level = replace(RULE, measure=Measure.LATEST)
    other = replace(level, milestone="granted")
    counted = replace(sums(5, 0, 0, 0, period=5), by_year={2022: Decimal(5), 2023: None, 2024: None, 2025: None})
    facts = {"rule": level, "earlier": {2022: other}, "sums": counted}
    assert series(**facts).period.value == 5
    assert series(**facts, disputed=frozenset({2022})).period.value is None


def test_a_year_that_could_not_be_counted_yet_has_what_was_reported() -> None:
    counted = Sums({2022: None, 2023: None, 2024: Decimal(3), 2025: Decimal(4)}, None, 0, dict.fromkeys(YEARS, 0))
    found = series(rule=RULE, reported={2022: Reported(Decimal(7))}, sums=counted, uncounted=frozenset({2022, 2023}))
    assert [found.by_year[year].value for year in YEARS] == [7, None, 3, 4]
    assert found.period.value is None


def test_years_that_were_only_reported_are_added_to_those_that_are_counted() -> None:
    counted = Sums({2022: None, 2023: None, 2024: Decimal(3), 2025: Decimal(4)}, None, 0, dict.fromkeys(YEARS, 0))
    facts = {
        "sums": counted,
        "uncounted": frozenset({2022, 2023}),
        "reported": {2022: Reported(Decimal(7)), 2023: Reported(Decimal(5))},
    }
    assert series(rule=RULE, **facts).period.value == 19
    assert series(rule=replace(RULE, time=TimeRule.YEARLY), **facts).period.value is None


def test_a_number_stated_for_the_period_wins() -> None:
    facts = reported(1, 2, 3, 4) | {None: Reported(Decimal(99), pending=3, is_final=False)}
    found = series(reported=facts)
    assert (found.period.value, found.period.pending, found.period.is_final) == (99, 3, False)
    assert found.period.reported == facts[None]


def test_reported_before_the_first_year_is_what_an_edition_is_compared_with() -> None:
    target = (TargetVersion(TargetKind.RECURRING, 2022, due_years=(2023,)),)
    facts = {2021: Reported(Decimal(50)), 2020: Reported(None), 2023: Reported(Decimal(60))}
    found = series(targets=target, reported=facts)
    assert found.by_year[2023].judged.verdict is Verdict.MET
    assert found.period.value is None


def test_editions_are_never_added_up() -> None:
    rule = CountingRule(frozenset({"event"}), "held", "held", measure=Measure.SUM, time=TimeRule.EACH)
    target = (TargetVersion(TargetKind.RECURRING, 2022, baseline_year=2021, baseline_value=Decimal(9)),)
    found = series(targets=target, rule=rule, reported=reported(10, 11, 12, 13))
    assert found.period.value is None
    assert found.baseline == (2021, 9)


def test_one_thing_in_several_years_is_not_added_up() -> None:
    yearly = CountingRule(frozenset({"meeting_place"}), "held", "held", time=TimeRule.YEARLY)
    assert series(rule=yearly, sums=sums(3, 3, 3, 3, period=4)).period.value == 4
    assert series(rule=yearly, reported=reported(3, 3, 3, 3)).period.value is None


def test_a_year_to_come_is_no_fall() -> None:
    target = (TargetVersion(TargetKind.INCREASE, 2022, baseline_year=2021, baseline_value=Decimal(9)),)
    rule = CountingRule(frozenset({"network"}), "held", "held", measure=Measure.LATEST)
    counted = Sums({2022: Decimal(10), 2023: Decimal(12), 2024: None, 2025: None}, None, 0, dict.fromkeys(YEARS, 0))
    found = series(targets=target, rule=rule, sums=counted, this_year=2023)
    assert found.period.judged.verdict is Verdict.ON_TRACK
    assert found.by_year[2024].judged.verdict is Verdict.TOO_EARLY
    no_period = Sums(
        {2022: Decimal(10), 2023: Decimal(12), 2024: Decimal(0), 2025: Decimal(0)}, None, 0, dict.fromkeys(YEARS, 0)
    )
    found = series(targets=target, rule=yearly_rule(), sums=no_period, this_year=2024)
    assert found.by_year[2023].judged.verdict is Verdict.ON_TRACK
    assert found.by_year[2025].judged.verdict is Verdict.TOO_EARLY


def yearly_rule() -> CountingRule:
    """A rule whose years do not add up."""
    return CountingRule(frozenset({"meeting_place"}), "held", "held", time=TimeRule.YEARLY)


def test_all_the_years_together_are_no_growth() -> None:
    target = (TargetVersion(TargetKind.INCREASE, 2022, baseline_year=2021, baseline_value=Decimal(9)),)
    found = series(targets=target, rule=RULE, sums=sums(8, 8, 8, 8))
    assert found.period.value == 32
    assert found.period.judged.verdict is Verdict.MISSED
    assert series(targets=target, reported=reported(8, 8, 8, 10)).period.judged.verdict is Verdict.MET


def test_a_year_whose_cases_still_wait_is_not_final() -> None:
    cohort = CountingRule(frozenset({"application"}), "granted", "sent", pending="sent")
    flow = CountingRule(frozenset({"application"}), "granted", "granted", pending="sent")
    counted = sums(18, 20, 20, 20, pending=(3, 0, 0, 0))
    assert series(rule=cohort, sums=counted).by_year[2022].judged.why is Why.PENDING
    assert series(rule=flow, sums=counted).by_year[2022].judged.why is Why.BELOW


def test_jumps_leave_out_years_that_still_wait_and_the_one_that_is_not_over() -> None:
    assert series(rule=RULE, sums=sums(20, 20, 70, 0), this_year=2025).jumps == [(2023, 2024)]
    assert series(rule=RULE, sums=sums(20, 70, 20, 1, pending=(0, 0, 0, 5))).jumps == [(2022, 2023), (2023, 2024)]


@given(st.lists(st.one_of(st.none(), st.integers(0, 99)), min_size=4, max_size=4), st.integers(2021, 2028))
def test_a_figure_is_what_it_is_said_to_rest_on(values: list[int | None], this_year: int) -> None:
    found = series(reported=reported(*values), this_year=this_year)
    for year, value in zip(YEARS, values, strict=True):
        figure = found.by_year[year]
        assert figure.value == value
        assert (figure.basis is None) is (value is None)
        assert (figure.year, figure.target, figure.target_kind) == (year, 20, TargetKind.YEARLY)
