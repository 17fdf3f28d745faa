"""Activities: listed, read, registered, changed, removed and brought back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from ninja import Query, Router
from pydantic import BaseModel

from brobygger.api.forms.activities import draft_from_json, patched_content
from brobygger.api.presenters.activities import activity_as_json, content_as_json, listed_as_json
from brobygger.api.queries.entries import rows_with_versions, whole_entries
from brobygger.api.queries.slugs import slugs_for
from brobygger.api.rules.faults import Fault, FieldFault, Refusal
from brobygger.api.rules.tags import tag_of
from brobygger.api.schemas.activities import (
    ActivityContent,
    ActivityFilter,
    ActivityList,
    ActivityOut,
    ActivityPatch,
    ActivityQuestion,
    Order,
    Shape,
    Wastebasket,
)
from brobygger.api.schemas.values import Slug
from brobygger.api.views.door import Request, actor_of, answer, not_modified, reading, version_read, writing
from brobygger.api.views.paging import page, place_in
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.change import ChangedMeanwhile, change_activities
from brobygger.portfolio.actions.change import Order as ChangeOrder
from brobygger.portfolio.actions.entries import register_entry
from brobygger.portfolio.actions.register import Registrar
from brobygger.portfolio.actions.standing import bring_back, remove_activities
from brobygger.portfolio.models import Activity
from brobygger.portfolio.permissions import may_write
from brobygger.portfolio.queries.drafts import draft_of
from brobygger.portfolio.queries.editing import entry_named, form_reading, in_basket
from brobygger.portfolio.queries.keyset import stretch_by_change, stretch_by_id
from brobygger.portfolio.rules.content import content_of
from brobygger.portfolio.rules.drafts import ActivityDraft
from brobygger.portfolio.rules.filters import Filter
from brobygger.portfolio.rules.kinds import Standing, Via

router = Router(tags=["Activities"])
ALL = "/activities"
# Read with all their parts, more would keep the others waiting.
WHOLE_AT_MOST = 20
ONE = "/activities/{slug:slug}"


@router.get(ALL, **reading({200: ActivityList}))
def list_activities(request: Request, partnership: Slug, question: Query[ActivityQuestion]) -> HttpResponse:
    """Every activity in the register that matches a filter, a page at a time.

    With order=changed and changed_since one reads what is new since last time.
    """
    wanted = asked_filter(request, ActivityQuestion)
    scope, place = request.scope, place_in(request, question.cursor)
    limit = min(question.limit, WHOLE_AT_MOST) if question.shape is Shape.WHOLE else question.limit
    since = timezone.make_aware(since) if (since := question.changed_since) and timezone.is_naive(since) else since
    following: Any
    if question.order is Order.CHANGED:
        if wanted.text:
            raise Refusal(Fault.INVALID, errors=[FieldFault("order", "not_with_q", "Search in the order of ids.")])
        after = (datetime.fromisoformat(place[0]), int(place[1])) if place else None
        changed = stretch_by_change(scope.partnership, wanted, after=after, limit=limit, since=since)
        ids, following = changed.ids, changed.read_to and [changed.read_to[0].isoformat(), changed.read_to[1]]
    else:
        found = stretch_by_id(scope.partnership, wanted, after=place or 0, limit=limit, since=since)
        ids, following = found.ids, found.read_to
    if question.shape is Shape.WHOLE:
        entries = whole_entries(scope.partnership, ids)
        slugs = slugs_for(scope.partnership, [content for _, content in entries])
        return page(request, [activity_as_json(each, content, slugs) for each, content in entries], following)
    return page(request, [listed_as_json(*row) for row in rows_with_versions(scope.partnership, ids)], following)


@router.post(ALL, **writing({201: ActivityOut}, may=may_write, takes_key=True))
def register_activity(request: Request, partnership: Slug, content: ActivityContent) -> HttpResponse:
    """Register an activity. It gets an id made of its title."""
    scope = request.scope
    activity = register_entry(
        partnership=scope.partnership,
        draft=_draft(scope.partnership, content, slug=""),
        proposals={},
        registrar=Registrar(scope.membership.organisation_id, Via.API),
        unfinished=None,
        by=actor_of(request),
        now=timezone.now(),
    )
    place = reverse("api:activity", kwargs={"partnership": scope.partnership.slug, "slug": activity.slug})
    return _whole(scope.partnership, activity.pk, status=201, location=request.build_absolute_uri(place))


@router.get(ONE, url_name="activity", **reading({200: ActivityOut, 304: None}))
def read_activity(request: Request, partnership: Slug, slug: Slug) -> HttpResponse:
    """One activity, also when it is merged or in the wastebasket (see its standing)."""
    activity = entry_of(request, slug)
    return not_modified(request, _tag(activity)) or _whole(request.scope.partnership, activity.pk)


@router.put(ONE, **writing({200: ActivityOut}, may=may_write, takes_version=True))
def replace_activity(request: Request, partnership: Slug, slug: Slug, content: ActivityContent) -> HttpResponse:
    """Replace the whole content. What is left out becomes empty. Without a difference there is no new version."""
    activity = entry_of(request, slug)
    base = version_read(request, activity)
    return _change(request, activity, base, _draft(request.scope.partnership, content, slug=slug))


@router.patch(ONE, **writing({200: ActivityOut}, may=may_write, takes_version=True))
def change_activity(request: Request, partnership: Slug, slug: Slug, patch: ActivityPatch) -> HttpResponse:
    """Change some fields (JSON merge patch): what is left out stays, null empties, a list replaces the whole list."""
    base = version_read(request, entry_of(request, slug))
    found = draft_of(request.scope.partnership, slug)
    if found is None:
        raise ChangedMeanwhile([slug])
    activity, draft = found
    present = content_of(draft)
    outside = content_as_json(present, slugs_for(request.scope.partnership, [present]))
    content = patched_content(outside, patch.model_dump(exclude_unset=True, mode="json"))
    return _change(request, activity, base, _draft(request.scope.partnership, content, slug=slug))


@router.delete(ONE, **writing({204: None}, may=may_write, takes_version=True))
def remove_activity(request: Request, partnership: Slug, slug: Slug) -> HttpResponse:
    """Throw an activity in the wastebasket. Nothing is deleted."""
    activity = entry_of(request, slug)
    base = version_read(request, activity)
    remove_activities(
        partnership=request.scope.partnership, versions=[(activity.pk, base)], by=actor_of(request), now=timezone.now()
    )
    return answer(None)


@router.post(f"{ONE}/bring-back", **writing({200: ActivityOut}, may=may_write, takes_key=True))
def bring_activity_back(request: Request, partnership: Slug, slug: Slug) -> HttpResponse:
    """Take an activity out of the wastebasket. One that is not in it stays as it is."""
    activity = entry_of(request, slug)
    if activity.standing == Standing.REMOVED:
        bring_back(
            partnership=request.scope.partnership,
            activity_ids=[activity.pk],
            by=actor_of(request),
            now=timezone.now(),
        )
    return _whole(request.scope.partnership, activity.pk)


@router.get("/wastebasket", **reading({200: Wastebasket}))
def read_wastebasket(request: Request, partnership: Slug) -> HttpResponse:
    """What is in the wastebasket, the latest registered first, at most fifty."""
    rows = in_basket(request.scope.partnership)
    return answer({"items": [{"id": each.slug, "title": each.title, "version": each.version} for each in rows]})


def entry_of(request: Request, slug: str) -> Activity:
    """An activity of the partnership in whatever standing. Raises Refusal."""
    activity = entry_named(request.scope.partnership, slug)
    if activity is None:
        raise Refusal(Fault.NOT_FOUND)
    return activity


def asked_filter(request: HttpRequest, question: type[ActivityFilter]) -> Filter:
    """The filter that is asked for. Raises Refusal for parameters nobody knows."""
    refuse_unknown(request, question)
    return Filter.read(dict(request.GET.lists()))


def refuse_unknown(request: HttpRequest, question: type[BaseModel]) -> None:
    """Raises Refusal for parameters nobody knows: a misspelt one would find everything."""
    unknown = sorted(set(request.GET) - set(question.model_fields))
    if unknown:
        faults = [FieldFault(name[:80], "unknown", "There is no such parameter.") for name in unknown[:20]]
        raise Refusal(Fault.INVALID, errors=faults)


def changed_activity(request: Request, activity: Activity) -> HttpResponse:
    """An activity as it is after something was done to it."""
    return _whole(request.scope.partnership, activity.pk)


def _draft(partnership: Partnership, content: ActivityContent, *, slug: str) -> ActivityDraft:
    areas = {area_slug: pk for pk, area_slug in partnership.focus_areas.values_list("pk", "slug")}
    return draft_from_json(content, form_reading(partnership, "nb"), areas, slug=slug)


def _change(request: Request, activity: Activity, base: int, draft: ActivityDraft) -> HttpResponse:
    # What its owner has begun to fill in on screen is left alone; it is put together with this when they save it.
    change_activities(
        partnership=request.scope.partnership,
        orders=[ChangeOrder(activity.pk, base, draft)],
        by=actor_of(request),
        now=timezone.now(),
    )
    return _whole(request.scope.partnership, activity.pk)


def _whole(partnership: Partnership, activity_id: int, *, status: int = 200, location: str = "") -> HttpResponse:
    [(activity, content)] = whole_entries(partnership, [activity_id])
    value = activity_as_json(activity, content, slugs_for(partnership, [content]))
    headers = {"ETag": _tag(activity)} | ({"Location": location} if location else {})
    return answer(value, status=status, headers=headers)


def _tag(activity: Activity) -> str:
    return tag_of(activity.pk, activity.version, "" if activity.standing == Standing.REGISTERED else activity.standing)
