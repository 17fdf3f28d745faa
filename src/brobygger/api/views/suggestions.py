"""What those outside have told of, and what coordinators do with it.

The form itself has no call: whoever fills it in has no token, and a stamp, a trap and counts keep robots out of it.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from ninja import Query, Router

from brobygger.api.queries.suggestions import suggestions_after
from brobygger.api.rules.faults import Fault, FieldFault, Refusal
from brobygger.api.rules.tokens import ApiScope
from brobygger.api.schemas.suggestions import DeclineIn, InboxQuestion, KnownIn, SuggestionList, SuggestionOut
from brobygger.api.schemas.values import Number, Slug
from brobygger.api.views.door import Request, actor_of, answer, reading, writing
from brobygger.api.views.paging import page, place_in
from brobygger.portfolio.queries.editing import entry_named
from brobygger.suggestions.actions.decide import already_registered, decline, take, take_again
from brobygger.suggestions.models import Suggestion
from brobygger.suggestions.permissions import may_decide
from brobygger.suggestions.queries import suggestion_of

router = Router(tags=["Suggestions"])
ALL = "/suggestions"
ONE = f"{ALL}/{{int:number}}"
NEED = ApiScope.COORDINATE
DECIDING: dict[str, Any] = writing({200: SuggestionOut}, may=may_decide, need=NEED, takes_key=True, conflicts=True)


@router.get(ALL, **reading({200: SuggestionList}, may=may_decide, need=NEED))
def list_suggestions(request: Request, partnership: Slug, question: Query[InboxQuestion]) -> HttpResponse:
    """What waits, or what was decided."""
    place = place_in(request, question.cursor)
    found, following = suggestions_after(
        request.scope.partnership, decided=question.decided, after=place, limit=question.limit
    )
    return page(request, [_as_json(request, each) for each in found], following)


@router.get(ONE, **reading({200: SuggestionOut}, may=may_decide, need=NEED))
def read_suggestion(request: Request, partnership: Slug, number: Number) -> HttpResponse:
    """One of them."""
    return _answer(request, number)


@router.post(f"{ONE}/take", **DECIDING)
def take_suggestion(request: Request, partnership: Slug, number: Number) -> HttpResponse:
    """Take it in hand: it becomes an unfinished form of one's own, which is registered on screen.

    A program that registers it itself does so with the activities, and then says what it is registered as (known).
    """
    take(suggestion=_suggestion(request, number), user=request.scope.membership.user, now=timezone.now())
    return _answer(request, number)


@router.post(f"{ONE}/decline", **DECIDING)
def decline_suggestion(request: Request, partnership: Slug, number: Number, said: DeclineIn) -> HttpResponse:
    """Decline it, and say why."""
    decline(suggestion=_suggestion(request, number), reason=said.reason, by=actor_of(request), now=timezone.now())
    return _answer(request, number)


@router.post(f"{ONE}/known", **DECIDING)
def say_known(request: Request, partnership: Slug, number: Number, said: KnownIn) -> HttpResponse:
    """It is registered, as this activity."""
    found = _suggestion(request, number)
    activity = entry_named(request.scope.partnership, said.activity)
    if activity is None:
        fault = FieldFault("activity", "unknown", f"There is no activity «{said.activity}».")
        raise Refusal(Fault.INVALID, errors=[fault])
    already_registered(suggestion=found, activity=activity, by=actor_of(request), now=timezone.now())
    return _answer(request, number)


@router.post(f"{ONE}/put-back", **DECIDING)
def put_back(request: Request, partnership: Slug, number: Number) -> HttpResponse:
    """Put what nobody registered back among what waits. What is registered, or waits, stays as it is."""
    take_again(suggestion=_suggestion(request, number), by=actor_of(request), now=timezone.now())
    return _answer(request, number)


def _suggestion(request: Request, number: int) -> Suggestion:
    found = suggestion_of(request.scope.partnership, number)
    if found is None:
        raise Refusal(Fault.NOT_FOUND)
    return found


def _answer(request: Request, number: int) -> HttpResponse:
    return answer(_as_json(request, _suggestion(request, number)))


def _as_json(request: Request, suggestion: Suggestion) -> dict[str, Any]:
    form, link = suggestion.unfinished, suggestion.link
    is_mine = form is not None and form.user_id == request.scope.membership.user_id
    register = reverse("portfolio:register", kwargs={"partnership": request.scope.partnership.slug})
    told = ("title", "kind", "about", "participants", "when", "address", "sender_name", "sender_email", "sent")
    return {
        "id": suggestion.pk,
        **{name: getattr(suggestion, name) for name in (*told, "answer", "reason", "decided_at", "decided_by")},
        "came_by": link.kind,
        "organisation": link.organisation.slug if link.organisation else None,
        "activity": suggestion.activity.slug if suggestion.activity else None,
        "draft_address": request.build_absolute_uri(f"{register}?kladd={form.pk}") if form and is_mine else None,
    }
