"""An activity as somebody writes it down, before it is in the register; and what may be wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from brobygger.organisations.rules.names import Party
from brobygger.portfolio.rules.kinds import (
    Certainty,
    FundingKind,
    IdScheme,
    Kind,
    ParticipantRole,
    Purpose,
    RelationKind,
)
from brobygger.portfolio.rules.lifecycle import MilestoneFact, MilestoneKind

TITLE_LENGTH = 500


@dataclass(frozen=True)
class ParticipantDraft:
    party: Party
    role: ParticipantRole = ParticipantRole.PARTNER
    start: str = ""
    end: str = ""
    note: str = ""
    source: str = ""


@dataclass(frozen=True)
class FundingDraft:
    funder: Party
    kind: FundingKind = FundingKind.CASH
    amount_nok: Decimal | None = None
    note: str = ""
    source: str = ""


@dataclass(frozen=True)
class QuantityDraft:
    label: str
    value: Decimal
    before: Decimal | None = None
    unit: str = ""
    certainty: Certainty | None = None
    note: str = ""
    source: str = ""


@dataclass(frozen=True)
class RelationDraft:
    kind: RelationKind
    to: str
    source: str = ""


@dataclass(frozen=True)
class ActivityDraft:
    """One activity with everything that belongs to it. Parties are resolved; other activities are named by slug."""

    slug: str
    kind: Kind
    title: str
    title_en: str = ""
    acronym: str = ""
    form: str = ""
    description: str = ""
    purposes: tuple[Purpose, ...] = ()
    focus_area_ids: tuple[int, ...] = ()
    value: Mapping[str, str] = field(default_factory=dict)
    milestones: tuple[MilestoneFact, ...] = ()
    participants: tuple[ParticipantDraft, ...] = ()
    fundings: tuple[FundingDraft, ...] = ()
    quantities: tuple[QuantityDraft, ...] = ()
    places: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    disciplines: tuple[str, ...] = ()
    external_ids: tuple[tuple[IdScheme, str], ...] = ()
    relations: tuple[RelationDraft, ...] = ()
    source: str = ""


class DraftFault(StrEnum):
    """What can be wrong with a draft as a whole; single fields are checked where they are read."""

    TITLE_MISSING = "field_missing"
    TITLE_TOO_LONG = "too_long"
    END_BEFORE_START = "end_before_start"
    RELATES_TO_ITSELF = "relates_to_itself"
    SAID_TWICE = "said_twice"
    LEADS_BACK = "leads_back"


ONE_WAY = frozenset(
    {
        RelationKind.PART_OF,
        RelationKind.EVENT_OF,
        RelationKind.THESIS_OF,
        RelationKind.NEXT_EDITION,
        RelationKind.SUCCESSOR,
    }
)


def circles(relations: Iterable[tuple[str, RelationDraft]]) -> list[str]:
    """Slugs that a one-way relation leads back to by way of others, one for each circle, in the order they are met."""
    ways: dict[tuple[RelationKind, str], list[str]] = {}
    for slug, relation in relations:
        if relation.kind in ONE_WAY and relation.to != slug:
            ways.setdefault((relation.kind, slug), []).append(relation.to)
    found: list[str] = []
    settled: set[tuple[RelationKind, str]] = set()
    for start in ways:
        path: list[tuple[RelationKind, str]] = []
        stack = [(start, iter(ways[start]))]
        path.append(start)
        while stack:
            here, rest = stack[-1]
            to = next(rest, None)
            if to is None:
                stack.pop()
                settled.add(path.pop())
                continue
            step = (here[0], to)
            if step in path:
                found.append(to)
            elif step not in settled and step in ways:
                path.append(step)
                stack.append((step, iter(ways[step])))
    return list(dict.fromkeys(found))


def faults_of(draft: ActivityDraft) -> list[tuple[DraftFault, str]]:
    """All that is wrong with a draft, as (fault, field)."""
    faults: list[tuple[DraftFault, str]] = []
    if not draft.title.strip():
        faults.append((DraftFault.TITLE_MISSING, "title"))
    if len(draft.title) > TITLE_LENGTH:
        faults.append((DraftFault.TITLE_TOO_LONG, "title"))
    starts = [fact.when for fact in draft.milestones if fact.kind is MilestoneKind.STARTED]
    ends = [fact.when for fact in draft.milestones if fact.kind in {MilestoneKind.FINISHED, MilestoneKind.STOPPED}]
    if starts and any(all(end.surely_before(start) for start in starts) for end in ends):
        faults.append((DraftFault.END_BEFORE_START, "milestones"))
    if any(relation.to == draft.slug for relation in draft.relations):
        faults.append((DraftFault.RELATES_TO_ITSELF, "relations"))
    if len({(relation.kind, relation.to) for relation in draft.relations}) < len(draft.relations):
        faults.append((DraftFault.SAID_TWICE, "relations"))
    if len(set(draft.external_ids)) < len(draft.external_ids):
        faults.append((DraftFault.SAID_TWICE, "external_ids"))
    return faults
