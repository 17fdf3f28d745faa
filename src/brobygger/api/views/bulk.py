"""One change to many activities: looked at, then done to the very versions one looked at. Undone as a change set."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from brobygger.api.forms.bulk import Asked, change_from
from brobygger.api.forms.filters import filter_from
from brobygger.api.rules.faults import Fault, FieldFault, Refusal
from brobygger.api.schemas.bulk import BulkDone, BulkOrder, BulkPreview, BulkQuestion
from brobygger.api.schemas.problems import ProblemOut
from brobygger.api.schemas.values import Slug
from brobygger.api.views.door import Request, actor_of, answer, writing
from brobygger.portfolio.actions.bulk import change_many
from brobygger.portfolio.permissions import may_write
from brobygger.portfolio.presenters.bulk import SealBroken, change_in_words, open_seal, seal
from brobygger.portfolio.queries.bulk import ids_matching, ids_of_slugs, preview, titles_of
from brobygger.portfolio.queries.editing import FormReading, form_reading
from brobygger.portfolio.rules.bulk import BulkChange

router = Router(tags=["Bulk changes"])
_SHOWN = 50


@router.post("/bulk-changes/preview", **writing({200: BulkPreview}, may=may_write, takes_key=True))
def look(request: Request, partnership: Slug, question: BulkQuestion) -> HttpResponse:
    """What a change would do. Nothing is done; the seal in the answer is what one says yes with."""
    scope = request.scope
    change, _ = _change(request, question.change)
    ids, is_whole, not_found = _chosen(request, question)
    seen = preview(
        scope.partnership, ids, change, year=timezone.localdate().year, organisation_id=scope.membership.organisation_id
    )
    sealed = seal(seen.changing, partnership_id=scope.partnership.pk, user_id=scope.membership.user_id)
    return answer(
        {
            "activities": len(seen.changing),
            "same": seen.same,
            "first": [{"id": slug, "title": title} for slug, title in seen.first],
            "refused": [
                {"id": each.slug, "title": each.title, "faults": [f"{field}: {fault}" for fault, field in each.faults]}
                for each in seen.refused[:_SHOWN]
            ],
            "refused_total": len(seen.refused),
            "not_found": not_found[:_SHOWN],
            "is_whole": is_whole,
            "seal": sealed if seen.changing else None,
        }
    )


@router.post("/bulk-changes", **writing({200: BulkDone, 412: ProblemOut}, may=may_write, takes_key=True))
def do(request: Request, partnership: Slug, order: BulkOrder) -> HttpResponse:
    """Do what a preview showed, all of it or nothing. 412 when any of it was changed since: look again."""
    scope = request.scope
    change, reading = _change(request, order.change)
    try:
        seen = open_seal(order.seal, partnership_id=scope.partnership.pk, user_id=scope.membership.user_id)
    except SealBroken:
        told = FieldFault("seal", "broken", "It is too old, or was given to somebody else. Ask for a new preview.")
        raise Refusal(Fault.INVALID, errors=[told]) from None
    done = change_many(
        partnership=scope.partnership,
        change=change,
        seen=seen,
        title=change_in_words(change, reading.names, dict(reading.areas)),
        year=timezone.localdate().year,
        organisation_id=scope.membership.organisation_id,
        by=actor_of(request),
        now=timezone.now(),
    )
    return answer({"activities": done.count, "change_set": done.change_set.pk})


def _change(request: Request, asked: Asked) -> tuple[BulkChange, FormReading]:
    partnership = request.scope.partnership
    reading = form_reading(partnership, "nb")
    areas = {slug: pk for pk, slug in partnership.focus_areas.values_list("pk", "slug")}
    return change_from(asked, reading.names, areas), reading


def _chosen(request: Request, question: BulkQuestion) -> tuple[list[int], bool, list[str]]:
    """Ids, whether they are all that was asked for, and slugs that lead nowhere."""
    partnership = request.scope.partnership
    if (question.ids is None) == (question.filter is None):
        told = FieldFault("ids", "one_of", "Send either ids or a filter.")
        raise Refusal(Fault.INVALID, errors=[told])
    if question.filter is not None:
        return *ids_matching(partnership, filter_from(question.filter)), []
    slugs = list(dict.fromkeys(question.ids or []))
    ids = ids_of_slugs(partnership, slugs)
    there = {slug for slug, _ in titles_of(partnership, ids)} if len(ids) < len(slugs) else set(slugs)
    return ids, True, [slug for slug in slugs if slug not in there]
