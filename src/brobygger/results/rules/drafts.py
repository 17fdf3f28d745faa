"""A framework and what is reported under it, as somebody writes it down. Texts are `{nb, nn, en}`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from brobygger.results.rules.verdicts import Level, TargetKind

Text = Mapping[str, str]


class Judgement(StrEnum):
    """What a source says of a target."""

    MET = "met"
    MISSED = "missed"
    TOO_EARLY = "too_early"
    PARTLY = "partly"
    NONE = "none"


@dataclass(frozen=True)
class DefinitionDraft:
    version: int
    valid_from: int
    text: Text
    unit: Text
    counting: Mapping[str, Any] | None = None
    reason: Text | None = None
    source: str = ""


@dataclass(frozen=True)
class TargetDraft:
    version: int
    valid_from: int
    kind: TargetKind
    value: Decimal | None = None
    baseline_year: int | None = None
    baseline_value: Decimal | None = None
    baseline_source: str = ""
    due_years: tuple[int, ...] = ()
    criteria: tuple[Mapping[str, Any], ...] = ()
    owner: Text | None = None
    method: Text | None = None
    mandate: Text | None = None
    # Why it is set without all of the three above; None when it is not.
    exception: Text | None = None
    decision: str = ""
    reason: Text | None = None
    source: str = ""


@dataclass(frozen=True)
class IndicatorDraft:
    code: str
    group: str
    name: Text
    direction: str = "up"
    definitions: tuple[DefinitionDraft, ...] = ()
    targets: tuple[TargetDraft, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class GoalAreaDraft:
    code: str
    name: Text
    objective: Text
    expected_value: Mapping[str, list[Text]] = field(default_factory=dict)
    indicators: tuple[IndicatorDraft, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class FrameworkDraft:
    slug: str
    name: Text
    years: tuple[int, ...]
    goal_areas: tuple[GoalAreaDraft, ...] = ()
    source: str = ""


@dataclass(frozen=True)
class ReportedDraft:
    """`year` None is the period."""

    indicator: str
    year: int | None
    value: Decimal | None
    pending: int = 0
    state: str = "final"
    as_of: str = ""
    quality: str = ""
    source: str = ""


@dataclass(frozen=True)
class JudgementDraft:
    indicator: str
    year: int | None
    judgement: Judgement
    words: str
    source: str = ""


@dataclass(frozen=True)
class AssessmentDraft:
    indicator: str
    criterion: str
    year: int | None
    level: Level
    text: Text
    activities: tuple[str, ...] = ()
    source: str = ""
