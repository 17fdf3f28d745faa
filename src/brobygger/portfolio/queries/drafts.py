"""An activity of the register, as it could be written down again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from brobygger.organisations.rules.names import Party
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity
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


def with_parts(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """Activities with all that belongs to them, in one query a part."""
    return activities.prefetch_related(
        "focus_areas", "milestones", "participations", "fundings", "quantities", "external_ids", "relations__other"
    )


def facts_of(activity: Activity) -> tuple[MilestoneFact, ...]:
    """The milestones as values, in the order they were written down."""
    return tuple(
        MilestoneFact(MilestoneKind(m.kind), m.date, m.is_planned, m.quantity, m.note, m.source)
        for m in sorted(activity.milestones.all(), key=_pk)
    )


def draft_of(partnership: Partnership, slug: str) -> tuple[Activity, ActivityDraft] | None:
    """An activity of the register with the draft it could be written down as; None when there is none of that slug."""
    activity = with_parts(Activity.objects.filter(partnership=partnership, slug=slug)).first()
    return (activity, _draft(activity)) if activity else None


def _pk(row: Any) -> int:
    return int(row.pk)


def drafts_of(activities: Iterable[Activity]) -> list[ActivityDraft]:
    """The drafts activities would be registered from; give them `with_parts`."""
    return [_draft(activity) for activity in activities]


def _draft(activity: Activity) -> ActivityDraft:
    return ActivityDraft(
        slug=activity.slug,
        kind=Kind(activity.kind),
        title=activity.title,
        title_en=activity.title_en,
        acronym=activity.acronym,
        form=activity.form,
        description=activity.description,
        purposes=tuple(Purpose(purpose) for purpose in activity.purposes),
        focus_area_ids=tuple(area.pk for area in sorted(activity.focus_areas.all(), key=_pk)),
        value=activity.value,
        milestones=facts_of(activity),
        participants=tuple(
            ParticipantDraft(
                Party(p.organisation_id, p.unit_id), ParticipantRole(p.role), p.start, p.end, p.note, p.source
            )
            for p in sorted(activity.participations.all(), key=_pk)
        ),
        fundings=tuple(
            FundingDraft(Party(f.funder_id, f.funder_unit_id), FundingKind(f.kind), f.amount_nok, f.note, f.source)
            for f in sorted(activity.fundings.all(), key=_pk)
        ),
        quantities=tuple(
            QuantityDraft(
                q.label, q.value, q.before, q.unit, Certainty(q.certainty) if q.certainty else None, q.note, q.source
            )
            for q in sorted(activity.quantities.all(), key=_pk)
        ),
        places=tuple(activity.places),
        plans=tuple(activity.plans),
        disciplines=tuple(activity.disciplines),
        external_ids=tuple((IdScheme(e.scheme), e.value) for e in sorted(activity.external_ids.all(), key=_pk)),
        relations=tuple(
            RelationDraft(RelationKind(r.kind), r.other.slug, r.source)
            for r in sorted(activity.relations.all(), key=_pk)
        ),
        source=activity.source,
    )
