"""Saved views: filters under names, one's own and those that are shared."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from ninja import Router

from brobygger.api.forms.filters import filter_from, kept
from brobygger.api.permissions import token_may
from brobygger.api.rules.faults import Fault, Refusal
from brobygger.api.rules.tokens import ApiScope
from brobygger.api.schemas.lists import ViewChange, ViewIn, ViewList, ViewOut
from brobygger.api.schemas.values import Number, Slug
from brobygger.api.views.door import Request, actor_of, answer, reading, writing
from brobygger.portfolio.actions.lists import change_view, remove_view, save_view
from brobygger.portfolio.models import SavedView
from brobygger.portfolio.permissions import may_change_view, may_remove_view
from brobygger.portfolio.presenters.addresses import Addresses
from brobygger.portfolio.presenters.list_frame import saved_url
from brobygger.portfolio.queries.lists import saved_view_of, saved_views_of

router = Router(tags=["Saved views"])
ONE = "/saved-views/{int:number}"
# What one keeps for oneself concerns nobody else, so any token that reads will do; what others see needs one that writes.
NEED = ApiScope.READ


@router.get("/saved-views", **reading({200: ViewList}))
def list_views(request: Request, partnership: Slug) -> HttpResponse:
    """One's own views and those that others share, by name."""
    return answer({"items": [_as_json(request, view) for view in saved_views_of(request.scope)]})


@router.post("/saved-views", **writing({201: ViewOut}, may=None, need=NEED, takes_key=True))
def save(request: Request, partnership: Slug, view: ViewIn) -> HttpResponse:
    """Keep a filter under a name, for oneself or for all."""
    _may_share(request, view.is_shared)
    made = save_view(
        membership=request.scope.membership,
        name=view.name,
        page=view.page,
        query=kept(filter_from(view.filter)),
        is_shared=view.is_shared,
        by=actor_of(request),
        now=timezone.now(),
    )
    place = reverse("api:saved_view", kwargs={"partnership": partnership, "number": made.pk})
    return answer(_as_json(request, made), status=201, headers={"Location": request.build_absolute_uri(place)})


@router.get(ONE, url_name="saved_view", **reading({200: ViewOut}))
def read_view(request: Request, partnership: Slug, number: Number) -> HttpResponse:
    """One view."""
    return answer(_as_json(request, _view(request, number)))


@router.put(ONE, **writing({200: ViewOut}, may=None, need=NEED, conflicts=True))
def change(request: Request, partnership: Slug, number: Number, view: ViewChange) -> HttpResponse:
    """Give a view of one's own another name, share it or stop sharing it."""
    saved = _view(request, number)
    if not may_change_view(request.scope, saved):
        raise Refusal(Fault.NOT_ALLOWED, "Only who saved it may.")
    _may_share(request, saved.is_shared or view.is_shared)
    change_view(view=saved, name=view.name, is_shared=view.is_shared, by=actor_of(request), now=timezone.now())
    return answer(_as_json(request, saved))


@router.delete(ONE, **writing({204: None}, may=None, need=NEED))
def delete(request: Request, partnership: Slug, number: Number) -> HttpResponse:
    """Delete a view: one's own; coordinators also what others share. What it showed is untouched."""
    saved = _view(request, number)
    if not may_remove_view(request.scope, saved):
        raise Refusal(Fault.NOT_ALLOWED, "Only who saved it may, and coordinators.")
    _may_share(request, saved.is_shared)
    remove_view(view=saved, by=actor_of(request), now=timezone.now())
    return answer(None)


def _may_share(request: Request, is_shared: bool) -> None:
    if is_shared and not token_may(request.token, request.scope, ApiScope.WRITE):
        raise Refusal(Fault.NOT_ALLOWED, "What others see needs a token with the scope «write».")


def _view(request: Request, number: int) -> SavedView:
    saved = saved_view_of(request.scope, number)
    if saved is None:
        raise Refusal(Fault.NOT_FOUND)
    return saved


def _as_json(request: Request, view: SavedView) -> dict[str, Any]:
    address = saved_url(view, Addresses(request.scope.partnership.slug))
    return {
        "id": view.pk,
        "name": view.name,
        "page": view.page,
        "filter": view.query,
        "address": request.build_absolute_uri(address),
        "is_shared": view.is_shared,
        "is_mine": may_change_view(request.scope, view),
        "made_at": view.made_at,
        "made_by": view.made_by,
    }
