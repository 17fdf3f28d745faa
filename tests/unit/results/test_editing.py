"""What a new version must say before it may be added."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from brobygger.results.rules.drafts import DefinitionDraft, IndicatorDraft, TargetDraft
from brobygger.results.rules.editing import (
    Wrong,
    faults_of_definition,
    faults_of_indicator,
    faults_of_target,
    lacks_how,
    next_version,
)
from brobygger.results.rules.verdicts import TargetKind

YEARS = (2022, 2023, 2024, 2025)
A = {"nb": "a", "nn": "a", "en": "a"}
RULE = {
    "kinds": ["application"],
    "purposes": [],
    "milestone": "sent",
    "year_from": "sent",
    "unique": "activity",
    "time": "first",
    "measure": "count",
    "pending": "",
}
FIRST = DefinitionDraft(1, 2022, A, A, RULE)
NEXT = DefinitionDraft(2, 2024, {**A, "nb": "b"}, A, RULE, reason=A)
AIM = TargetDraft(1, 2022, TargetKind.YEARLY, Decimal(20))
HOW = {"owner": A, "method": A, "mandate": A}
NEXT_AIM = TargetDraft(2, 2024, TargetKind.YEARLY, Decimal(25), reason=A, **HOW)


def wrongs(found) -> set[tuple[str, Wrong]]:
    return {(fault.field, fault.wrong) for fault in found}


def test_a_proper_version_may_be_added() -> None:
    assert faults_of_definition(NEXT, [FIRST], YEARS) == []
    assert faults_of_target(NEXT_AIM, [AIM], YEARS) == []
    assert faults_of_definition(FIRST, [], YEARS) == []
    assert next_version([FIRST, NEXT]) == 3


@pytest.mark.parametrize(
    ("change", "field", "wrong"),
    [
        ({"valid_from": 2021}, "valid_from", Wrong.BEFORE_THE_NEWEST),
        ({"valid_from": 2030}, "valid_from", Wrong.OUTSIDE_THE_YEARS),
        ({"reason": None}, "reason", Wrong.WITHOUT_REASON),
        ({"reason": {"nb": "  "}}, "reason", Wrong.WITHOUT_REASON),
        ({"text": {}}, "text", Wrong.WITHOUT_TEXT),
        ({"unit": {"nb": ""}}, "unit", Wrong.WITHOUT_TEXT),
        ({"counting": RULE | {"kinds": []}}, "kinds", Wrong.WITHOUT_KINDS),
        ({"counting": RULE | {"milestone": ""}}, "milestone", Wrong.WITHOUT_MILESTONE),
        ({"counting": RULE | {"unique": "person"}}, "measure", Wrong.PERSONS_ARE_ADDED_UP),
        ({"counting": RULE | {"pending": "sent"}}, "pending", Wrong.WAITS_FOR_ITSELF),
        ({"valid_from": 2022, "text": A}, "text", Wrong.NOTHING_NEW),
    ],
)
def test_a_definition_that_may_not(change, field, wrong) -> None:
    assert wrongs(faults_of_definition(replace(NEXT, **change), [FIRST], YEARS)) == {(field, wrong)}


@pytest.mark.parametrize(
    ("change", "field", "wrong"),
    [
        ({"value": None}, "value", Wrong.WITHOUT_VALUE),
        ({"value": Decimal("1.005")}, "value", Wrong.TOO_EXACT),
        ({"baseline_year": 2021}, "baseline_value", Wrong.BASELINE_IN_PART),
        ({"baseline_value": Decimal(1)}, "baseline_year", Wrong.BASELINE_IN_PART),
        ({"kind": TargetKind.QUALITATIVE}, "criteria", Wrong.WITHOUT_CRITERIA),
        ({"due_years": (2031,)}, "due_years", Wrong.DUE_OUTSIDE_THE_YEARS),
        ({"mandate": None}, "mandate", Wrong.WITHOUT_HOW),
        ({"kind": TargetKind.DISCONTINUED}, "decision", Wrong.WITHOUT_DECISION),
        (
            {"kind": TargetKind.INCREASE, "baseline_year": 2030, "baseline_value": Decimal(1)},
            "baseline_year",
            Wrong.BASELINE_TOO_LATE,
        ),
    ],
)
def test_a_target_that_may_not(change, field, wrong) -> None:
    assert wrongs(faults_of_target(replace(NEXT_AIM, **change), [AIM], YEARS)) == {(field, wrong)}


def test_a_target_needs_its_how_or_the_reason_why_not() -> None:
    bare = replace(NEXT_AIM, owner=None, method=None, mandate=None)
    assert lacks_how(bare) == ("owner", "method", "mandate")
    assert {each.wrong for each in faults_of_target(bare, [AIM], YEARS)} == {Wrong.WITHOUT_HOW}
    assert faults_of_target(replace(bare, exception=A), [AIM], YEARS) == []
    assert lacks_how(replace(bare, kind=TargetKind.NONE)) == ()


def test_a_target_ends_once() -> None:
    end = TargetDraft(2, 2024, TargetKind.DISCONTINUED, decision="d", reason=A)
    assert faults_of_target(end, [AIM], YEARS) == []
    again = replace(end, version=3)
    assert wrongs(faults_of_target(again, [AIM, end], YEARS)) == {("kind", Wrong.ALREADY_DISCONTINUED)}
    assert faults_of_target(replace(NEXT_AIM, version=3), [AIM, end], YEARS) == []


@pytest.mark.parametrize(
    ("code", "wrong"),
    [("Æ", Wrong.CODE_NOT_ONE), ("nytt", Wrong.CODE_RESERVED), ("there", Wrong.CODE_TAKEN), ("", Wrong.CODE_NOT_ONE)],
)
def test_a_code_that_may_not(code, wrong) -> None:
    draft = IndicatorDraft(code, "g", A, definitions=(FIRST,))
    assert wrongs(faults_of_indicator(draft, {"there"}, YEARS)) == {("code", wrong)}
