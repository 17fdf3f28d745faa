"""Writing what an activity consists of: its own columns and the rows of its parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.insert import insert_rows
from brobygger.portfolio.models import (
    Activity,
    ExternalId,
    Funding,
    Milestone,
    Participation,
    Quantity,
    Relation,
)
from brobygger.portfolio.rules.drafts import ActivityDraft
from brobygger.portfolio.rules.lifecycle import Life
from brobygger.portfolio.rules.text import sort_key

IDS_A_QUERY = 500
MILESTONE = ("activity", "kind", "date", "year", "is_planned", "quantity", "note", "source")
PARTICIPATION = ("activity", "organisation", "unit", "role", "start", "end", "note", "source")
FUNDING = ("activity", "funder", "funder_unit", "kind", "amount_nok", "note", "source")
QUANTITY = ("activity", "label", "before", "value", "unit", "certainty", "note", "source")
Row = tuple[object, ...]
Pair = tuple[int, ActivityDraft]


class LeadsNowhere(LookupError):
    """Relations lead to activities that are not there; `faults` says which, as (slug, fault, field)."""

    def __init__(self, faults: list[tuple[str, str, str]]) -> None:
        super().__init__(faults)
        self.faults = faults


def columns_of(draft: ActivityDraft, life: Life) -> dict[str, Any]:
    """The values of an activity's own columns."""
    amounts = [funding.amount_nok for funding in draft.fundings if funding.amount_nok is not None]
    return {
        "kind": draft.kind.value,
        "form": draft.form,
        "title": draft.title,
        "title_en": draft.title_en,
        "acronym": draft.acronym,
        "title_key": sort_key(draft.title),
        "description": draft.description,
        "purposes": [purpose.value for purpose in draft.purposes],
        "disciplines": list(draft.disciplines),
        "places": list(draft.places),
        "plans": list(draft.plans),
        "value": dict(draft.value),
        "source": draft.source,
        "state": life.state.value,
        "start": life.start,
        "end": life.end,
        "start_key": life.start_date.isoformat() if life.start_date else "",
        "start_date": life.start_date,
        "end_date": life.end_date,
        "amount_nok": sum(amounts, Decimal(0)) if amounts else None,
    }


def write_parts(pairs: Sequence[Pair]) -> None:
    """Insert the parts of activities that have none. Relations come after, with `relate`."""
    insert_rows(
        Activity.focus_areas.through,
        ("activity", "focusarea"),
        [(pk, area) for pk, draft in pairs for area in draft.focus_area_ids],
    )
    insert_rows(Milestone, MILESTONE, (row for pk, draft in pairs for row in _milestones(pk, draft)))
    insert_rows(Participation, PARTICIPATION, (row for pk, draft in pairs for row in _participations(pk, draft)))
    insert_rows(Funding, FUNDING, (row for pk, draft in pairs for row in _fundings(pk, draft)))
    insert_rows(Quantity, QUANTITY, (row for pk, draft in pairs for row in _quantities(pk, draft)))
    insert_rows(
        ExternalId,
        ("activity", "scheme", "value"),
        [(pk, scheme.value, value) for pk, draft in pairs for scheme, value in draft.external_ids],
    )


def clear_parts(activity_ids: Sequence[int]) -> None:
    """Take out all parts of activities, and the relations that go out from them."""
    for at in range(0, len(activity_ids), IDS_A_QUERY):
        some = activity_ids[at : at + IDS_A_QUERY]
        Activity.focus_areas.through.objects.filter(activity_id__in=some).delete()
        for part in (Milestone, Participation, Funding, Quantity, ExternalId, Relation):
            rows = part.objects.filter(activity_id__in=some)
            rows._raw_delete(rows.db)


def relate(partnership: Partnership, pairs: Sequence[Pair]) -> None:
    """Insert the relations of activities; they may lead to each other. Raises LeadsNowhere."""
    ids = {draft.slug: pk for pk, draft in pairs}
    missing = sorted({r.to for _, draft in pairs for r in draft.relations} - ids.keys())
    for at in range(0, len(missing), IDS_A_QUERY):
        ids |= dict(
            Activity.every.filter(partnership=partnership, slug__in=missing[at : at + IDS_A_QUERY]).values_list(
                "slug", "pk"
            )
        )
    nowhere = [
        (draft.slug, "leads_nowhere", "relations") for _, draft in pairs for r in draft.relations if r.to not in ids
    ]
    if nowhere:
        raise LeadsNowhere(nowhere)
    insert_rows(
        Relation,
        ("activity", "other", "kind", "source"),
        [(pk, ids[r.to], r.kind.value, r.source) for pk, draft in pairs for r in draft.relations],
    )


def _milestones(activity_id: int, draft: ActivityDraft) -> Iterable[Row]:
    for m in draft.milestones:
        yield activity_id, m.kind.value, m.date, m.when.year, m.planned, m.quantity, m.note, m.source


def _participations(activity_id: int, draft: ActivityDraft) -> Iterable[Row]:
    for p in draft.participants:
        yield activity_id, p.party.organisation_id, p.party.unit_id, p.role.value, p.start, p.end, p.note, p.source


def _fundings(activity_id: int, draft: ActivityDraft) -> Iterable[Row]:
    for f in draft.fundings:
        yield activity_id, f.funder.organisation_id, f.funder.unit_id, f.kind.value, f.amount_nok, f.note, f.source


def _quantities(activity_id: int, draft: ActivityDraft) -> Iterable[Row]:
    for q in draft.quantities:
        certainty = q.certainty.value if q.certainty else ""
        yield activity_id, q.label, q.before, q.value, q.unit, certainty, q.note, q.source
