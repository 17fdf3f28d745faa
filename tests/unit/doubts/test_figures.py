"""What is doubted about figures, and what is not."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.doubts.rules.figures import Followed, Said, doubts_of
from brobygger.doubts.rules.kinds import Doubt, Kind
from brobygger.results.rules.counting import CountingRule
from brobygger.results.rules.figures import IndicatorFacts, Reported, Sums, series_of
from brobygger.results.rules.verdicts import Level, TargetKind, TargetVersion

YEARS = (2022, 2023, 2024, 2025)
SENT = CountingRule(frozenset({"application"}), "sent", "sent")
GRANTED = CountingRule(frozenset({"application"}), "granted", "sent", pending="sent")


def followed(
    values: Mapping[int | None, Any],
    *,
    code: str = "theses",
    target: TargetVersion | None = None,
    counted: Mapping[int, int] | None = None,
    rule: CountingRule | None = SENT,
    captions: tuple[str, ...] = ("Oppgaver",),
    said: tuple[Said, ...] = (),
    this_year: int = 2026,
) -> Followed:
    reported = {
        year: value if isinstance(value, Reported) else Reported(Decimal(value)) for year, value in values.items()
    }
    targets = (target or TargetVersion(TargetKind.YEARLY, 2022, Decimal(10)),)
    sums = None
    if counted is not None:
        by_year = {year: Decimal(counted.get(year, 0)) for year in YEARS}
        sums = Sums(by_year, sum(by_year.values(), Decimal(0)), 0, dict.fromkeys(YEARS, 0))
    levels = {"known": Level.NOT_FULFILLED}
    facts = IndicatorFacts(code, targets, rule, reported, sums, levels)
    series = series_of(facts, YEARS, this_year=this_year)
    return Followed(code, captions, series, rule, targets, has_owner=True, has_method=True, said=said)


def kinds(*indicators: Followed, this_year: int = 2026) -> dict[Kind, Doubt]:
    return {doubt.kind: doubt for doubt in doubts_of(indicators, YEARS, this_year=this_year)}


STEADY: Mapping[int | None, Any] = {2022: 12, 2023: 11, 2024: 13, 2025: 12}


def test_steady_and_settled_figures_leave_no_doubt() -> None:
    assert kinds(followed(STEADY, counted={2022: 12, 2023: 11, 2024: 13, 2025: 12})) == {}


def test_a_text_that_says_otherwise_is_told_once_with_all_its_places() -> None:
    said = (Said(2022, "met", "12"), Said(2022, "met", "90"), Said(2023, "missed", "13"), Said(2024, "none", "14"))
    found = kinds(followed({2022: 3, 2023: 4, 2024: 3, 2025: 3}, said=said))[Kind.STATED_OTHERWISE]
    assert found.facts == {"said": [[2022, "met", "missed", "12; 90"]]}


def test_a_target_of_the_period_is_compared_with_what_was_said_of_a_year() -> None:
    target = TargetVersion(TargetKind.QUALITATIVE, 2022, criteria=("known",))
    found = kinds(followed({}, target=target, rule=None, said=(Said(2023, "met", "71"),)))
    assert found[Kind.STATED_OTHERWISE].facts == {"said": [[2023, "met", "missed", "71"]]}


def test_a_jump_is_told_with_both_numbers() -> None:
    found = kinds(followed({2022: 20, 2023: 133, 2024: 138, 2025: 130}))[Kind.JUMP]
    assert found.facts == {"jumps": [[2022, "20", 2023, "133"]]}


def test_cases_that_wait_are_doubted_when_the_year_is_over_and_not_before() -> None:
    values = {**STEADY, 2025: Reported(Decimal(1), pending=13, is_final=False)}
    assert kinds(followed(values))[Kind.WAITING].facts == {"waiting": [[2025, 13]]}
    assert Kind.PROVISIONAL not in kinds(followed(values))
    assert Kind.WAITING not in kinds(followed(values, this_year=2025), this_year=2025)


def test_a_provisional_number_is_doubted_when_the_year_is_over() -> None:
    values = {**STEADY, 2025: Reported(Decimal(12), is_final=False)}
    assert kinds(followed(values))[Kind.PROVISIONAL].facts == {"years": [2025]}


def test_a_year_with_a_target_and_no_number() -> None:
    assert kinds(followed({2022: 12, 2023: 11, 2025: 12}))[Kind.NO_VALUE].facts == {"years": [2024]}


def test_an_indicator_nobody_feeds() -> None:
    assert Kind.NOT_FED in kinds(followed({}, rule=None))
    assert Kind.NOT_FED in kinds(followed({}, counted={}))
    assert Kind.NOT_FED not in kinds(followed({2022: 0, 2023: 0, 2024: 0, 2025: 0}))


@pytest.mark.parametrize(("stated", "doubted"), [(48, False), (47, True), (49, True)])
def test_years_that_do_not_add_up_to_the_period(stated: int, doubted: bool) -> None:
    found = kinds(followed({**STEADY, None: stated}))
    assert (Kind.SUM_OF_PARTS in found) is doubted


def test_years_that_are_not_all_known_may_be_less_than_the_period_but_not_more() -> None:
    assert Kind.SUM_OF_PARTS not in kinds(followed({2022: 12, None: 40}))
    assert Kind.SUM_OF_PARTS in kinds(followed({2022: 12, 2023: 30, None: 40}))


@pytest.mark.parametrize(
    ("caption", "kind", "doubted"),
    [
        ("Nye møteplasser", TargetKind.INCREASE, True),
        ("Møteplasser", TargetKind.INCREASE, False),
        ("Økning i antall oppgaver", TargetKind.YEARLY, True),
        ("More theses", TargetKind.PERIOD_TOTAL, True),
        ("Nynorsk i skulen", TargetKind.INCREASE, False),
        ("Bøker om økologi", TargetKind.YEARLY, False),
    ],
)
def test_a_caption_that_says_another_target(caption: str, kind: TargetKind, doubted: bool) -> None:
    target = TargetVersion(kind, 2022, Decimal(10), baseline_year=2021, baseline_value=Decimal(5))
    assert (Kind.CAPTION in kinds(followed(STEADY, target=target, captions=(caption,)))) is doubted


def test_growth_without_a_baseline_and_a_target_nobody_owns() -> None:
    each = followed(STEADY, target=TargetVersion(TargetKind.INCREASE, 2022))
    each = Followed(each.code, each.captions, each.series, each.rule, each.targets, has_owner=False, has_method=True)
    found = kinds(each)
    assert Kind.NO_BASELINE in found
    assert found[Kind.UNOWNED].facts == {"missing": ["owner"]}


def test_a_number_after_the_indicator_ended() -> None:
    each = followed(STEADY)
    targets = (*each.targets, TargetVersion(TargetKind.DISCONTINUED, 2024, version=2))
    found = kinds(Followed(each.code, each.captions, each.series, each.rule, targets, has_owner=True, has_method=True))
    assert found[Kind.AFTER_END].facts == {"values": [[2024, "13"], [2025, "12"]]}


def test_reported_and_registered_are_held_against_each_other_both_ways() -> None:
    found = kinds(followed(STEADY, counted={2022: 15, 2023: 11, 2024: 2, 2025: 12}))
    assert found[Kind.REPORTED_BELOW].facts == {"values": [[2022, "12", "15"]]}
    assert found[Kind.REPORTED_ABOVE].facts == {"values": [[2024, "13", "2"]]}


def test_more_granted_than_sent_counts_those_that_wait() -> None:
    sent = followed({2022: 10, 2023: 10, 2024: 10, 2025: 14}, code="sent")
    granted = {2022: 11, 2023: 9, 2024: 10, 2025: Reported(Decimal(2), pending=13)}
    found = kinds(sent, followed(granted, code="granted", rule=GRANTED))[Kind.MORE_GRANTED]
    assert found.subject == "granted"
    assert found.facts == {"sent": "sent", "values": [[2022, "11", 0, "10"], [2025, "2", 13, "14"]]}


NUMBERS = st.dictionaries(st.sampled_from([*YEARS, None]), st.integers(0, 300))


@given(NUMBERS, NUMBERS, st.sampled_from(list(TargetKind)), st.integers(2022, 2028))
def test_doubts_have_their_own_keys_and_never_break(
    reported: dict[int | None, int], counted: dict[int | None, int], kind: TargetKind, this_year: int
) -> None:
    target = TargetVersion(kind, 2022, Decimal(10), due_years=(2023, 2025))
    held = {year: count for year, count in counted.items() if year is not None}
    found = doubts_of(
        [followed(reported, counted=held, target=target, this_year=this_year)], YEARS, this_year=this_year
    )
    assert len({doubt.key for doubt in found}) == len(found)
    again = doubts_of(
        [followed(reported, counted=held, target=target, this_year=this_year)], YEARS, this_year=this_year
    )
    assert [doubt.fingerprint for doubt in again] == [doubt.fingerprint for doubt in found]
