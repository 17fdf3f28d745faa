"""A figures report as it is printed: every text finished and in the reader's language, nothing left to work out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Labelled:
    """A text with a name in front. `is_own`: written down in one language only, whatever the report's."""

    label: str
    text: str
    is_own: bool = False


@dataclass(frozen=True)
class Look:
    """How one verdict is printed: a word, a sign of 12 by 12 units, and colours. `meaning` is for the legend."""

    code: str
    label: str
    meaning: str
    mark: str
    fill: str
    stroke: str


@dataclass(frozen=True)
class Picture:
    """A drawing (SVG) and what it shows in words."""

    svg: str
    alt: str


@dataclass(frozen=True)
class YearLine:
    """One year, or the period, of an indicator. `counted` is empty where the register has nothing to add."""

    label: str
    value: str
    has_value: bool
    is_provisional: bool
    pending: int
    counted: str
    verdict: str
    reason: str


@dataclass(frozen=True)
class CriterionLine:
    """One criterion of a qualitative target: how far it is fulfilled, and by what evidence."""

    text: str
    level: str
    evidence: str


@dataclass(frozen=True)
class OwnWords:
    """What the source itself claims, kept apart from our verdicts."""

    when: str
    judgement: str
    words: str


@dataclass(frozen=True)
class IndicatorPart:
    """Everything that is told of one indicator.

    `years` has each year for itself, `lines` the same with like years in one. `picture` None: no number to draw.
    """

    name: str
    short_name: str
    target: str
    definition: str
    facts: Sequence[Labelled]
    lacks_how: str
    years: Sequence[YearLine]
    lines: Sequence[YearLine]
    period: YearLine
    picture: Picture | None
    criteria: Sequence[CriterionLine]
    notes: Sequence[Labelled]
    own_words: Sequence[OwnWords]
    sources: str


@dataclass(frozen=True)
class PartnerValue:
    """What one partner expects of a goal area."""

    partner: str
    texts: Sequence[str]


@dataclass(frozen=True)
class AreaPart:
    """One goal area. `counts` are the verdicts for the period, by code."""

    name: str
    objective: str
    values: Sequence[PartnerValue]
    counts: Mapping[str, int]
    indicators: Sequence[IndicatorPart]


@dataclass(frozen=True)
class MethodPart:
    """One paragraph of how the report is to be read."""

    heading: str
    text: str


@dataclass(frozen=True)
class Standing:
    """Whether the numbers are the adopted ones, in a word and in sentences. `checksum` is of the snapshot, in groups."""

    label: str
    text: str
    is_adopted: bool
    checksum: str = ""


@dataclass(frozen=True)
class ChangeLine:
    """How one total was changed by an erratum. `note` where the adopted number stays all the same."""

    indicator: str
    year: str
    before: str
    after: str
    note: str


@dataclass(frozen=True)
class ErratumPart:
    """What was found wrong after the numbers were adopted."""

    heading: str
    reason: str
    facts: Sequence[Labelled]
    changes: Sequence[ChangeLine]


@dataclass(frozen=True)
class DoubtLine:
    """Something that was doubted when the numbers were adopted, and what had been said to it."""

    subject: str
    sentence: str
    evidence: Sequence[str]
    answer: str


@dataclass(frozen=True)
class DoubtPart:
    """All that was doubted: how many, and each."""

    sentence: str
    lines: Sequence[DoubtLine]


@dataclass(frozen=True)
class FiguresReport:
    """The report «Måltall». `own_language` is the language of texts that were written down in one language only."""

    language: str
    own_language: str
    made_on: date
    title: str
    partnership: str
    short_partnership: str
    footer: str
    standing: Standing
    facts: Sequence[Labelled]
    lead: Sequence[str]
    overview: Picture | None
    looks: Sequence[Look]
    counts: Mapping[str, int]
    table_years: Sequence[str]
    charts_in_a_row: int
    areas: Sequence[AreaPart]
    errata: Sequence[ErratumPart]
    doubts: DoubtPart | None
    method: Sequence[MethodPart]
    words: Mapping[str, str]
