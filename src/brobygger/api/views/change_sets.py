"""Operations on many activities: seen, and undone as a whole."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from brobygger.api.queries.change_sets import change_sets_of
from brobygger.api.rules.faults import Fault, Refusal
from brobygger.api.schemas.change_sets import ChangeSetList, ChangeSetOut, Undone
from brobygger.api.schemas.questions import PageQuestion
from brobygger.api.schemas.values import Number, Slug
from brobygger.api.views.door import Request, actor_of, answer, reading, writing
from brobygger.api.views.paging import page, place_in
from brobygger.portfolio.actions.change_sets import undo as undo_change_set
from brobygger.portfolio.models import ChangeSet
from brobygger.portfolio.permissions import may_undo, may_write
from brobygger.portfolio.queries.change_sets import change_set_of

router = Router(tags=["Change sets"])
ONE = "/change-sets/{int:number}"


@router.get("/change-sets", **reading({200: ChangeSetList}))
def list_change_sets(request: Request, partnership: Slug, question: Query[PageQuestion]) -> HttpResponse:
    """Operations on many activities, latest first."""
    limit = question.limit
    found = change_sets_of(request.scope.partnership, before=place_in(request, question.cursor), limit=limit + 1)
    return page(
        request, [_as_json(each) for each in found[:limit]], found[limit - 1].pk if len(found) > limit else None
    )


@router.get(ONE, **reading({200: ChangeSetOut}))
def read_change_set(request: Request, partnership: Slug, number: Number) -> HttpResponse:
    """One operation."""
    return answer(_as_json(_change_set(request, number)))


@router.post(f"{ONE}/undo", **writing({200: Undone}, may=may_write, takes_key=True, conflicts=True))
def undo(request: Request, partnership: Slug, number: Number) -> HttpResponse:
    """Undo an operation of one's own; coordinators any. 409 when what it touched was changed since: nothing is undone."""
    change_set = _change_set(request, number)
    if not may_undo(request.scope, change_set):
        raise Refusal(Fault.NOT_ALLOWED, "Only who did it may, and coordinators.")
    return answer({"activities": undo_change_set(change_set=change_set, by=actor_of(request), now=timezone.now())})


def _change_set(request: Request, number: int) -> ChangeSet:
    found = change_set_of(request.scope.partnership, number)
    if found is None:
        raise Refusal(Fault.NOT_FOUND)
    return found


def _as_json(change_set: ChangeSet) -> dict[str, Any]:
    return {
        "id": change_set.pk,
        "cause": change_set.cause,
        "title": change_set.title,
        "at": change_set.at,
        "by": change_set.by_label,
        "activities": getattr(change_set, "touched", 0),
        "undone_at": change_set.undone_at,
        "undone_by": change_set.undone_by or None,
    }
