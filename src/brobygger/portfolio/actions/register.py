"""Registering activities: one or thousands, the same way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F

from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.partnerships.models import FocusArea, Partnership
from brobygger.portfolio.actions import index
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
from brobygger.portfolio.queries.places import Places
from brobygger.portfolio.rules.drafts import ActivityDraft, DraftFault, faults_of
from brobygger.portfolio.rules.facets import Described, Facets, facets_of
from brobygger.portfolio.rules.lifecycle import Life, life_of, years_of
from brobygger.portfolio.rules.text import sort_key, stems

BATCH = 1000


class RegistrationRefused(ValueError):
    """The drafts cannot be registered; `faults` lists all that is wrong as (slug, fault, field)."""

    def __init__(self, faults: list[tuple[str, str, str]]) -> None:
        super().__init__(faults)
        self.faults = faults


@transaction.atomic
def register_activities(
    *, partnership: Partnership, drafts: Sequence[ActivityDraft], by: Actor, now: datetime
) -> list[Activity]:
    """Register activities with everything that belongs to them, their history and their index rows.

    All or nothing. Raises RegistrationRefused when a draft is faulty, its slug is taken, or a relation leads nowhere.
    """
    _refuse_faulty(partnership, drafts)
    places = Places(partnership)
    horizon_year = max(partnership.periods.values_list("last_year", flat=True), default=0)
    areas = dict(FocusArea.objects.filter(partnership=partnership).values_list("pk", "slug"))
    registered: list[Activity] = []
    for at in range(0, len(drafts), BATCH):
        registered += _register_batch(partnership, drafts[at : at + BATCH], by, now, places, areas, horizon_year)
    _relate(partnership, registered, drafts)
    Partnership.objects.filter(pk=partnership.pk).update(data_version=F("data_version") + 1)
    return registered


def _refuse_faulty(partnership: Partnership, drafts: Sequence[ActivityDraft]) -> None:
    faults = [(draft.slug, fault.value, field) for draft in drafts for fault, field in faults_of(draft)]
    slugs = [draft.slug for draft in drafts]
    taken = set(
        slug
        for at in range(0, len(slugs), BATCH)
        for slug in Activity.objects.filter(partnership=partnership, slug__in=slugs[at : at + BATCH]).values_list(
            "slug", flat=True
        )
    )
    seen: set[str] = set()
    for slug in slugs:
        if slug in taken or slug in seen:
            faults.append((slug, DraftFault.SAID_TWICE.value, "id"))
        seen.add(slug)
    if faults:
        raise RegistrationRefused(faults)


def _register_batch(
    partnership: Partnership,
    drafts: Sequence[ActivityDraft],
    by: Actor,
    now: datetime,
    places: Places,
    areas: dict[int, str],
    horizon_year: int,
) -> list[Activity]:
    lives = [life_of(draft.milestones) for draft in drafts]
    activities = Activity.objects.bulk_create(
        [_activity(partnership, draft, life, by, now) for draft, life in zip(drafts, lives, strict=True)]
    )
    pairs = list(zip(activities, drafts, strict=True))
    insert_rows(
        Activity.focus_areas.through,
        ("activity", "focusarea"),
        [(a.pk, pk) for a, d in pairs for pk in d.focus_area_ids],
    )
    insert_rows(Milestone, MILESTONE, (m for a, d in pairs for m in _milestones(a.pk, d)))
    insert_rows(Participation, PARTICIPATION, (p for a, d in pairs for p in _participations(a.pk, d)))
    insert_rows(Funding, FUNDING, (f for a, d in pairs for f in _fundings(a.pk, d)))
    insert_rows(Quantity, QUANTITY, (q for a, d in pairs for q in _quantities(a.pk, d)))
    insert_rows(
        ExternalId, ("activity", "scheme", "value"), [(a.pk, s.value, v) for a, d in pairs for s, v in d.external_ids]
    )
    audit.record(
        verb="registered",
        subject_type="activity",
        subjects=[(activity.pk, {"title": activity.title}) for activity in activities],
        by=by,
        now=now,
        partnership_id=partnership.pk,
    )
    index.add(
        partnership.pk,
        [
            indexed(activity.pk, draft, life, places, [areas[pk] for pk in draft.focus_area_ids], horizon_year)
            for (activity, draft), life in zip(pairs, lives, strict=True)
        ],
    )
    return activities


def _activity(partnership: Partnership, draft: ActivityDraft, life: Life, by: Actor, now: datetime) -> Activity:
    amounts = [funding.amount_nok for funding in draft.fundings if funding.amount_nok is not None]
    return Activity(
        partnership=partnership,
        slug=draft.slug,
        kind=draft.kind.value,
        form=draft.form,
        title=draft.title,
        title_en=draft.title_en,
        acronym=draft.acronym,
        title_key=sort_key(draft.title),
        description=draft.description,
        purposes=[purpose.value for purpose in draft.purposes],
        disciplines=list(draft.disciplines),
        places=list(draft.places),
        plans=list(draft.plans),
        value=dict(draft.value),
        source=draft.source,
        state=life.state.value,
        start=life.start,
        end=life.end,
        start_key=life.start_date.isoformat() if life.start_date else "",
        start_date=life.start_date,
        end_date=life.end_date,
        amount_nok=sum(amounts, Decimal(0)) if amounts else None,
        registered_at=now,
        registered_by=by.label,
    )


MILESTONE = ("activity", "kind", "date", "year", "is_planned", "quantity", "note", "source")
PARTICIPATION = ("activity", "organisation", "unit", "role", "start", "end", "note", "source")
FUNDING = ("activity", "funder", "funder_unit", "kind", "amount_nok", "note", "source")
QUANTITY = ("activity", "label", "before", "value", "unit", "certainty", "note", "source")
Row = tuple[object, ...]


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


def _relate(partnership: Partnership, registered: Sequence[Activity], drafts: Sequence[ActivityDraft]) -> None:
    """Second pass: relations may lead to activities of the same batch."""
    ids = {activity.slug: activity.pk for activity in registered}
    missing = sorted({r.to for draft in drafts for r in draft.relations} - ids.keys())
    for at in range(0, len(missing), BATCH):
        ids |= dict(
            Activity.objects.filter(partnership=partnership, slug__in=missing[at : at + BATCH]).values_list(
                "slug", "pk"
            )
        )
    nowhere = [
        (draft.slug, "leads_nowhere", "relations") for draft in drafts for r in draft.relations if r.to not in ids
    ]
    if nowhere:
        raise RegistrationRefused(nowhere)
    insert_rows(
        Relation,
        ("activity", "other", "kind", "source"),
        [(ids[draft.slug], ids[r.to], r.kind.value, r.source) for draft in drafts for r in draft.relations],
    )


def indexed(
    activity_id: int, draft: ActivityDraft, life: Life, places: Places, areas: Sequence[str], horizon_year: int
) -> index.Indexed:
    """An activity as the index sees it."""
    parties = list(dict.fromkeys(participant.party for participant in draft.participants))
    funders = list(dict.fromkeys(funding.funder for funding in draft.fundings))
    facets: Facets = facets_of(
        Described(
            kind=draft.kind.value,
            state=life.state.value,
            focus_areas=areas,
            purposes=[purpose.value for purpose in draft.purposes],
            disciplines=draft.disciplines,
            years=years_of(draft.milestones, life, horizon_year=horizon_year),
            parties=[places.path(party) for party in parties],
            funders=[key for funder in funders for key in places.path(funder).keys],
        )
    )
    rest = " ".join(
        [
            draft.description,
            *draft.places,
            *draft.plans,
            *(q.label for q in draft.quantities),
            *(value for _, value in draft.external_ids),
        ]
    )
    return index.Indexed(
        activity_id,
        facets,
        title=stems(f"{draft.title} {draft.title_en} {draft.acronym}"),
        names=list(dict.fromkeys(word for party in [*parties, *funders] for word in places.words(party))),
        body=list(dict.fromkeys(stems(rest))),
    )
