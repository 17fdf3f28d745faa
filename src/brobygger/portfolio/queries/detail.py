"""One activity with everything that is told on its page: a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from brobygger.audit.models import Event
from brobygger.audit.queries import history_of
from brobygger.organisations.models import Organisation, Placement
from brobygger.organisations.queries import discipline_names
from brobygger.partnerships.models import FocusArea, Partner, Partnership
from brobygger.portfolio.models import (
    Activity,
    ExternalId,
    Facet,
    Funding,
    Milestone,
    Participation,
    Quantity,
    Relation,
)
from brobygger.portfolio.rules.facets import Dimension


@dataclass(frozen=True)
class ActivityDetail:
    """All of an activity.

    `participations` carry `side` (of the partner, else None) and `parent_name` (of the unit above, else None). In
    `relations` the activity stands on either side. `names` are the organisations named in `Activity.value`, by slug.
    """

    activity: Activity
    focus_areas: Sequence[FocusArea]
    milestones: Sequence[Milestone]
    participations: Sequence[Participation]
    fundings: Sequence[Funding]
    quantities: Sequence[Quantity]
    external_ids: Sequence[ExternalId]
    relations: Sequence[Relation]
    disciplines: Sequence[tuple[str, str]]
    names: Mapping[str, str]
    history: Sequence[Event]


def activity_detail(partnership: Partnership, slug: str, language: str) -> ActivityDetail | None:
    """An activity by slug; None when the partnership has none. At most thirteen queries; six where it has few parts."""
    activity = Activity.objects.filter(partnership=partnership, slug=slug).first()
    if activity is None:
        return None
    has = _parts_of(activity)
    return ActivityDetail(
        activity=activity,
        focus_areas=list(activity.focus_areas.order_by("pk")),
        milestones=list(activity.milestones.order_by("pk")),
        participations=list(_participations(activity, partnership)),
        fundings=list(activity.fundings.select_related("funder", "funder_unit").order_by("pk"))
        if "fundings" in has
        else [],
        quantities=list(activity.quantities.order_by("pk")) if "quantities" in has else [],
        external_ids=list(activity.external_ids.order_by("pk")) if "external_ids" in has else [],
        relations=_relations(activity) if "relations" in has else [],
        disciplines=_disciplines(activity, language),
        names=_names(partnership, activity.value),
        history=history_of("activity", activity.pk),
    )


# What few activities have. Asked at once, so that only what is there is read.
_PARTS = """
SELECT EXISTS(SELECT 1 FROM portfolio_funding WHERE activity_id = %s),
    EXISTS(SELECT 1 FROM portfolio_quantity WHERE activity_id = %s),
    EXISTS(SELECT 1 FROM portfolio_externalid WHERE activity_id = %s),
    EXISTS(SELECT 1 FROM portfolio_relation WHERE activity_id = %s)
    OR EXISTS(SELECT 1 FROM portfolio_relation WHERE other_id = %s)
"""


def _parts_of(activity: Activity) -> frozenset[str]:
    with connection.cursor() as cursor:
        cursor.execute(_PARTS, [activity.pk] * 5)
        there = cursor.fetchone()
    return frozenset(
        name
        for name, is_there in zip(("fundings", "quantities", "external_ids", "relations"), there, strict=True)
        if is_there
    )


def _relations(activity: Activity) -> list[Relation]:
    either_side = Q(activity=activity) | Q(other=activity)
    return list(Relation.objects.filter(either_side).select_related("activity", "other").order_by("pk"))


def _participations(activity: Activity, partnership: Partnership) -> QuerySet[Participation]:
    side = Partner.objects.filter(partnership=partnership, organisation_id=OuterRef("organisation_id"))
    placed = Placement.objects.filter(unit_id=OuterRef("unit_id")).order_by("-valid_from", "-pk")
    return (
        activity.participations.select_related("organisation", "unit")
        .annotate(side=Subquery(side.values("side")[:1]), parent_name=Subquery(placed.values("parent__name")[:1]))
        .order_by("pk")
    )


def _disciplines(activity: Activity, language: str) -> list[tuple[str, str]]:
    """Codes and names, as the register counts them: the activity's own, else those of the units that take part."""
    codes = list(
        Facet.objects.filter(activity_id=activity.pk, term__dimension=Dimension.DISCIPLINE.value)
        .annotate(key=F("term__key"))
        .values_list("key", flat=True)
    )
    names = discipline_names(language) if codes else {}
    return sorted(((code, names.get(code, code)) for code in codes), key=lambda pair: pair[1])


def _names(partnership: Partnership, slugs: Mapping[str, str]) -> dict[str, str]:
    if not slugs:
        return {}
    return dict(
        Organisation.objects.filter(directory_id=partnership.directory_id, slug__in=list(slugs)).values_list(
            "slug", "name"
        )
    )
