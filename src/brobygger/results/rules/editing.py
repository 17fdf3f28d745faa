"""What a new version of a definition or a target must say before it may be added (R25–R28, docs/adr/0020).

Nothing is changed: a version is added, holds from a year on, and says why. Pure: existing versions come as drafts.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from brobygger.results.rules.drafts import DefinitionDraft, IndicatorDraft, TargetDraft, Text
from brobygger.results.rules.verdicts import TargetKind

CODE = re.compile(r"^[a-z0-9][a-z0-9-]{0,79}$")
# Addresses below `/maltall/` that are not indicators.
RESERVED_CODES = frozenset({"nytt", "kvalitet", "rammeverk"})
WITHOUT_HOW = frozenset({TargetKind.NONE, TargetKind.DISCONTINUED})
GROWING = frozenset({TargetKind.INCREASE, TargetKind.RECURRING})
NUMBERED = frozenset({TargetKind.YEARLY, TargetKind.PERIOD_TOTAL})


class Wrong(StrEnum):
    """Why a version cannot be added; `results.presenters.editing` says it in words."""

    CODE_TAKEN = "code_taken"
    CODE_RESERVED = "code_reserved"
    CODE_NOT_ONE = "code_not_one"
    BEFORE_THE_NEWEST = "before_the_newest"
    OUTSIDE_THE_YEARS = "outside_the_years"
    WITHOUT_REASON = "without_reason"
    WITHOUT_TEXT = "without_text"
    NOTHING_NEW = "nothing_new"
    NOT_THE_NEXT = "not_the_next"
    WITHOUT_KINDS = "without_kinds"
    WITHOUT_MILESTONE = "without_milestone"
    PERSONS_ARE_ADDED_UP = "persons_are_added_up"
    WAITS_FOR_ITSELF = "waits_for_itself"
    WITHOUT_VALUE = "without_value"
    TOO_EXACT = "too_exact"
    BASELINE_IN_PART = "baseline_in_part"
    BASELINE_TOO_LATE = "baseline_too_late"
    DUE_OUTSIDE_THE_YEARS = "due_outside_the_years"
    WITHOUT_CRITERIA = "without_criteria"
    WITHOUT_HOW = "without_how"
    WITHOUT_DECISION = "without_decision"
    ALREADY_DISCONTINUED = "already_discontinued"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, and with which field of the draft."""

    field: str
    wrong: Wrong


def next_version(existing: Sequence[DefinitionDraft] | Sequence[TargetDraft]) -> int:
    """The number of the version after those there are."""
    return max((each.version for each in existing), default=0) + 1


def lacks_how(target: TargetDraft) -> tuple[str, ...]:
    """Which of owner, method and mandate nobody has said, where something is aimed at (R27)."""
    if target.kind in WITHOUT_HOW:
        return ()
    return tuple(name for name in ("owner", "method", "mandate") if not said(getattr(target, name)))


def said(text: Text | None) -> bool:
    """Whether there is something in a text."""
    return bool(text and text.get("nb", "").strip())


def faults_of_definition(
    draft: DefinitionDraft, existing: Sequence[DefinitionDraft], years: Sequence[int]
) -> list[Fault]:
    """What is wrong with a new version of a definition; nothing when it may be added. `existing` empty: the first."""
    found = _faults_of_version(draft, existing, years)
    found += [Fault(name, Wrong.WITHOUT_TEXT) for name in ("text", "unit") if not said(getattr(draft, name))]
    found += _faults_of_counting(draft.counting) if draft.counting is not None else []
    newest = max(existing, key=lambda each: each.version, default=None)
    if newest and not found and _content(newest) == _content(draft):
        found.append(Fault("text", Wrong.NOTHING_NEW))
    return found


def _content(draft: DefinitionDraft) -> tuple[Any, ...]:
    return (draft.valid_from, dict(draft.text), dict(draft.unit), dict(draft.counting) if draft.counting else None)


def _faults_of_counting(rule: Any) -> list[Fault]:
    found = []
    if not rule["kinds"]:
        found.append(Fault("kinds", Wrong.WITHOUT_KINDS))
    if not rule["milestone"]:
        found.append(Fault("milestone", Wrong.WITHOUT_MILESTONE))
    if rule["unique"] == "person" and rule["measure"] != "sum":
        found.append(Fault("measure", Wrong.PERSONS_ARE_ADDED_UP))
    if rule["pending"] and rule["pending"] == rule["milestone"]:
        found.append(Fault("pending", Wrong.WAITS_FOR_ITSELF))
    return found


def faults_of_target(draft: TargetDraft, existing: Sequence[TargetDraft], years: Sequence[int]) -> list[Fault]:
    """What is wrong with a new version of a target; nothing when it may be added.

    A target needs its how: who owns it, how it is reached, with what mandate; or the reason why it is set without. One
    that ends needs the decision that ended it.
    """
    found = _faults_of_version(draft, existing, years)
    if draft.kind in NUMBERED and draft.value is None:
        found.append(Fault("value", Wrong.WITHOUT_VALUE))
    found += [Fault(name, Wrong.TOO_EXACT) for name in ("value", "baseline_value") if _too_exact(getattr(draft, name))]
    if (draft.baseline_year is None) != (draft.baseline_value is None):
        missing = "baseline_year" if draft.baseline_year is None else "baseline_value"
        found.append(Fault(missing, Wrong.BASELINE_IN_PART))
    if draft.kind in GROWING and draft.baseline_year is not None and draft.baseline_year > max(years):
        found.append(Fault("baseline_year", Wrong.BASELINE_TOO_LATE))
    if not set(draft.due_years) <= set(years):
        found.append(Fault("due_years", Wrong.DUE_OUTSIDE_THE_YEARS))
    if draft.kind is TargetKind.QUALITATIVE and not draft.criteria:
        found.append(Fault("criteria", Wrong.WITHOUT_CRITERIA))
    if lacks_how(draft) and not said(draft.exception):
        found += [Fault(name, Wrong.WITHOUT_HOW) for name in lacks_how(draft)]
    if draft.kind is TargetKind.DISCONTINUED:
        newest = max(existing, key=lambda each: (each.valid_from, each.version), default=None)
        if not draft.decision:
            found.append(Fault("decision", Wrong.WITHOUT_DECISION))
        if newest is not None and newest.kind is TargetKind.DISCONTINUED:
            found.append(Fault("kind", Wrong.ALREADY_DISCONTINUED))
    return found


def _too_exact(value: Decimal | None) -> bool:
    """Whether a number has more decimals than are kept."""
    return value is not None and value != value.quantize(Decimal("0.01"))


def faults_of_indicator(draft: IndicatorDraft, taken: Collection[str], years: Sequence[int]) -> list[Fault]:
    """What is wrong with a new indicator and its first definition. `taken` are the codes of the framework."""
    found = []
    if not CODE.match(draft.code):
        found.append(Fault("code", Wrong.CODE_NOT_ONE))
    elif draft.code in RESERVED_CODES:
        found.append(Fault("code", Wrong.CODE_RESERVED))
    elif draft.code in taken:
        found.append(Fault("code", Wrong.CODE_TAKEN))
    if not said(draft.name):
        found.append(Fault("name", Wrong.WITHOUT_TEXT))
    for definition in draft.definitions:
        found += faults_of_definition(definition, (), years)
    return found


def _faults_of_version(
    draft: DefinitionDraft | TargetDraft,
    existing: Sequence[DefinitionDraft] | Sequence[TargetDraft],
    years: Sequence[int],
) -> list[Fault]:
    """A later version may hold from the same year as the newest, which it then replaces, but from no earlier one.

    Otherwise the older would come back in the years after.
    """
    found = []
    newest = max((each.valid_from for each in existing), default=None)
    if newest is not None and draft.valid_from < newest:
        found.append(Fault("valid_from", Wrong.BEFORE_THE_NEWEST))
    elif draft.valid_from not in years:
        found.append(Fault("valid_from", Wrong.OUTSIDE_THE_YEARS))
    if existing and not said(draft.reason):
        found.append(Fault("reason", Wrong.WITHOUT_REASON))
    return found
