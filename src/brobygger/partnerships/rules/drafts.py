"""A partnership's standing structure as somebody writes it down. Everything is named by slug."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from brobygger.organisations.rules.names import Party
from brobygger.partnerships.rules.kinds import BodyKind, Position, SeatStatus, Side


@dataclass(frozen=True)
class PartnerDraft:
    party: Party
    side: Side
    source: str = ""


@dataclass(frozen=True)
class PeriodDraft:
    slug: str
    name: str
    first_year: int
    last_year: int
    framework: str = ""
    source: str = ""


@dataclass(frozen=True)
class FocusAreaDraft:
    slug: str
    name: str
    definition: str = ""
    value: Mapping[str, str] = field(default_factory=dict)
    start: str = ""
    end: str = ""
    source: str = ""


@dataclass(frozen=True)
class SeatDraft:
    slug: str
    office: str
    position: Position
    status: SeatStatus
    party: Party | None = None
    focus_areas: tuple[str, ...] = ()
    start: str = ""
    end: str = ""
    source: str = ""


@dataclass(frozen=True)
class BodyDraft:
    slug: str
    kind: BodyKind
    name: str
    focus_area: str = ""
    start: str = ""
    end: str = ""
    source: str = ""
    seats: tuple[SeatDraft, ...] = ()


@dataclass(frozen=True)
class DecisionDraft:
    slug: str
    date: str
    title: str
    body: str = ""
    text: str = ""
    source: str = ""


@dataclass(frozen=True)
class PartnershipDraft:
    """A whole partnership without its activities."""

    slug: str
    name: str
    description: str = ""
    source: str = ""
    partners: tuple[PartnerDraft, ...] = ()
    periods: tuple[PeriodDraft, ...] = ()
    focus_areas: tuple[FocusAreaDraft, ...] = ()
    bodies: tuple[BodyDraft, ...] = ()
    decisions: tuple[DecisionDraft, ...] = ()
