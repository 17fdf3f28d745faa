"""What a careful reader would ask of a framework: each question once, and none of a good one."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from brobygger.results.rules.drafts import DefinitionDraft, FrameworkDraft, GoalAreaDraft, IndicatorDraft, TargetDraft
from brobygger.results.rules.quality import Flaw, remarks_on
from brobygger.results.rules.verdicts import TargetKind

HOW = dict.fromkeys(("owner", "method", "mandate"), {"nb": "noen"})
RULE = {
    "kinds": ["master_thesis"],
    "purposes": [],
    "milestone": "finished",
    "year_from": "finished",
    "unique": "activity",
    "time": "first",
    "measure": "count",
    "pending": "",
}
DEFINITION = DefinitionDraft(1, 2022, {"nb": "Én masteroppgave"}, {"nb": "oppgave"}, RULE)
TARGET = TargetDraft(1, 2022, TargetKind.YEARLY, Decimal(10), source="10", **HOW)
GOOD = IndicatorDraft("theses", "g", {"nb": "Masteroppgaver"}, "up", (DEFINITION,), (TARGET,))
AREA = GoalAreaDraft(
    "education",
    {"nb": "Utdanning"},
    {"nb": "Flere masteroppgaver skal skrives sammen med kommunen"},
    {"ntnu": [{"nb": "Relevante masteroppgaver"}]},
)


def flaws(*indicators: IndicatorDraft, area: GoalAreaDraft = AREA) -> list[tuple[Flaw, str]]:
    framework = FrameworkDraft("f", {"nb": "f"}, (2022, 2023, 2024, 2025), (replace(area, indicators=indicators),))
    return [(each.flaw, each.facts.get("why", "")) for each in remarks_on(framework)]


def with_target(**change) -> IndicatorDraft:
    return replace(GOOD, targets=(replace(TARGET, **change),))


def with_definition(**change) -> IndicatorDraft:
    return replace(GOOD, definitions=(replace(DEFINITION, **change),))


def test_nothing_is_said_of_a_good_one() -> None:
    assert flaws(GOOD) == []


@pytest.mark.parametrize(
    ("indicator", "flaw", "why"),
    [
        (with_target(kind=TargetKind.INCREASE), Flaw.NO_BASELINE, ""),
        (with_target(owner=None, exception={"nb": "avtalt"}), Flaw.UNOWNED, ""),
        (with_target(method=None), Flaw.NO_HOW, ""),
        (with_target(source=""), Flaw.IN_NO_TEXT, "no_source"),
        (replace(GOOD, name={"nb": "Konferanser"}), Flaw.IN_NO_TEXT, "no_word"),
        (with_definition(unit={"nb": "student"}), Flaw.OTHER_UNIT, "counts_things"),
        (with_definition(counting=RULE | {"unique": "person", "measure": "sum"}), Flaw.OTHER_UNIT, "counts_people"),
        (replace(GOOD, name={"nb": "Studenter med masteroppgave"}), Flaw.OTHER_UNIT, "name"),
        (with_definition(text={"nb": "Masteroppgave, holdes annethvert år"}), Flaw.RARE_EVENT, ""),
        (
            with_target(
                kind=TargetKind.INCREASE, baseline_year=2021, baseline_value=Decimal(1), due_years=(2023, 2025)
            ),
            Flaw.RARE_EVENT,
            "",
        ),
    ],
)
def test_each_flaw_is_found(indicator: IndicatorDraft, flaw: Flaw, why: str) -> None:
    assert flaws(indicator) == [(flaw, why)]


def test_a_target_set_before_the_unit_was_another() -> None:
    later = replace(DEFINITION, version=2, valid_from=2024, unit={"nb": "studiepoeng"}, counting=None)
    assert flaws(replace(GOOD, definitions=(DEFINITION, later))) == [(Flaw.OTHER_UNIT, "changed")]
    anew = replace(TARGET, version=2, valid_from=2024)
    assert flaws(replace(GOOD, definitions=(DEFINITION, later), targets=(TARGET, anew))) == []


def test_an_event_with_its_years_is_no_flaw() -> None:
    indicator = with_target(
        kind=TargetKind.RECURRING, baseline_year=2021, baseline_value=Decimal(1), due_years=(2023, 2025)
    )
    assert flaws(indicator) == []


def test_two_that_count_the_same() -> None:
    assert flaws(GOOD, replace(GOOD, code="other")) == [(Flaw.OVERLAP, "")]
    sent = replace(GOOD, code="other", definitions=(replace(DEFINITION, counting=RULE | {"milestone": "sent"}),))
    assert flaws(GOOD, sent) == []
    apart = [
        replace(GOOD, code=each, definitions=(replace(DEFINITION, counting=RULE | {"purposes": [each]}),))
        for each in ("research", "education")
    ]
    assert flaws(*apart) == []


def test_a_promise_nothing_follows() -> None:
    promised = replace(AREA, expected_value={"ntnu": [{"nb": "Tilgang til pasientdata"}]})
    assert flaws(GOOD, area=promised) == [(Flaw.NO_INDICATOR, "")]


def test_what_is_only_followed_or_has_ended_is_left_alone() -> None:
    for kind in (TargetKind.NONE, TargetKind.DISCONTINUED):
        assert flaws(with_target(kind=kind, owner=None, method=None, source="")) == []
