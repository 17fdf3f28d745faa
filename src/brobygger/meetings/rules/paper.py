"""The paper of a meeting as it is printed: every text finished and in the reader's language, nothing left to work out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from brobygger.reports.rules.document import Labelled, Look, Picture, Standing


@dataclass(frozen=True)
class CasePart:
    """One case. `decided` says what it came to, empty while nothing is written down."""

    heading: str
    about: str
    paragraphs: Sequence[str]
    proposal: Sequence[str]
    decided: str
    decision: Sequence[str]
    follow_up: str


@dataclass(frozen=True)
class AreaLine:
    """One area in the year."""

    name: str
    stage: str
    held_by: str
    missing: str


@dataclass(frozen=True)
class YearPart:
    """The reporting year."""

    heading: str
    sentence: str
    facts: Sequence[Labelled]
    areas: Sequence[AreaLine]


@dataclass(frozen=True)
class DoubtLine:
    """One doubt that waits."""

    subject: str
    sentence: str
    evidence: Sequence[str]


@dataclass(frozen=True)
class EarlierLine:
    """One case of the meeting before."""

    title: str
    outcome: str
    decision: str
    follow_up: str


@dataclass(frozen=True)
class TrendLine:
    """One indicator: its numbers, its chart and its verdict."""

    name: str
    target: str
    picture: Picture | None
    value: str
    verdict: str


@dataclass(frozen=True)
class TrendPart:
    """The indicators of one goal area."""

    name: str
    lines: Sequence[TrendLine]


@dataclass(frozen=True)
class MeetingPaper:
    """The whole paper. `own_language` is the language of what was written down in one language only."""

    language: str
    own_language: str
    made_on: date
    title: str
    partnership: str
    short_partnership: str
    footer: str
    standing: Standing
    facts: Sequence[Labelled]
    cases: Sequence[CasePart]
    year: YearPart | None
    doubts_sentence: str
    doubts: Sequence[DoubtLine]
    earlier_title: str
    earlier: Sequence[EarlierLine]
    trends: Sequence[TrendPart]
    looks: Sequence[Look]
    words: Mapping[str, str]
