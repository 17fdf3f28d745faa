"""The content of an activity as plain JSON values: what a version keeps, and what two versions are compared by.

A party is written `[organisation_id, unit_id]`, a number as text (so that 1.10 stays 1.10), a row of a list as an
object without its empty fields. The same draft always gives the same content.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from decimal import Decimal
from enum import Enum
from typing import Any

from brobygger.organisations.rules.names import Party
from brobygger.portfolio.rules.drafts import (
    ActivityDraft,
    FundingDraft,
    ParticipantDraft,
    QuantityDraft,
    RelationDraft,
)
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

Content = Mapping[str, Any]

# In the order they are shown. `slug` is the activity's own name and never changes.
FIELDS = (
    "kind",
    "form",
    "title",
    "title_en",
    "acronym",
    "description",
    "focus_area_ids",
    "purposes",
    "milestones",
    "participants",
    "fundings",
    "quantities",
    "value",
    "places",
    "plans",
    "disciplines",
    "external_ids",
    "relations",
    "source",
)
LISTS = frozenset(
    {
        "focus_area_ids",
        "purposes",
        "milestones",
        "participants",
        "fundings",
        "quantities",
        "places",
        "plans",
        "disciplines",
        "external_ids",
        "relations",
    }
)


def content_of(draft: ActivityDraft) -> dict[str, Any]:
    """The content of a draft, without its slug."""
    return {name: _plain(getattr(draft, name)) for name in FIELDS}


def draft_from(content: Content, *, slug: str) -> ActivityDraft:
    """The draft a content was written from. Raises ValueError or KeyError for what no `content_of` wrote."""
    return ActivityDraft(
        slug=slug,
        kind=Kind(content["kind"]),
        form=content["form"],
        title=content["title"],
        title_en=content["title_en"],
        acronym=content["acronym"],
        description=content["description"],
        focus_area_ids=tuple(content["focus_area_ids"]),
        purposes=tuple(map(Purpose, content["purposes"])),
        milestones=tuple(_milestone(row) for row in content["milestones"]),
        participants=tuple(_participant(row) for row in content["participants"]),
        fundings=tuple(_funding(row) for row in content["fundings"]),
        quantities=tuple(_quantity(row) for row in content["quantities"]),
        value=dict(content["value"]),
        places=tuple(content["places"]),
        plans=tuple(content["plans"]),
        disciplines=tuple(content["disciplines"]),
        external_ids=tuple((IdScheme(scheme), value) for scheme, value in content["external_ids"]),
        relations=tuple(
            RelationDraft(RelationKind(row["kind"]), row["to"], row.get("source", "")) for row in content["relations"]
        ),
        source=content["source"],
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, Party):
        return [value.organisation_id, value.unit_id]
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in sorted(value.items())}
    if hasattr(value, "__dataclass_fields__"):
        told = ((field.name, getattr(value, field.name)) for field in fields(value))
        return {name: _plain(each) for name, each in told if not (each == "" or each is None or each is False)}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_plain(each) for each in value]
    return value


def _number(value: Decimal) -> str:
    """A number without trailing zeros: the database pads to its own number of decimals."""
    return format(value.normalize(), "f") if value else "0"


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _milestone(row: Content) -> MilestoneFact:
    return MilestoneFact(
        MilestoneKind(row["kind"]),
        row["date"],
        row.get("planned", False),
        _decimal(row.get("quantity")),
        row.get("note", ""),
        row.get("source", ""),
    )


def _participant(row: Content) -> ParticipantDraft:
    return ParticipantDraft(
        Party(*row["party"]),
        ParticipantRole(row["role"]),
        row.get("start", ""),
        row.get("end", ""),
        row.get("note", ""),
        row.get("source", ""),
    )


def _funding(row: Content) -> FundingDraft:
    return FundingDraft(
        Party(*row["funder"]),
        FundingKind(row["kind"]),
        _decimal(row.get("amount_nok")),
        row.get("note", ""),
        row.get("source", ""),
    )


def _quantity(row: Content) -> QuantityDraft:
    return QuantityDraft(
        row["label"],
        Decimal(row["value"]),
        _decimal(row.get("before")),
        row.get("unit", ""),
        Certainty(row["certainty"]) if row.get("certainty") else None,
        row.get("note", ""),
        row.get("source", ""),
    )
