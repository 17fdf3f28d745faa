"""Reorganising organisations and units: what was done, looked at before it is done, done, and undone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from brobygger.api.forms.reorganising import order_from
from brobygger.api.presenters.reorganising import preview_as_json, reorganisation_as_json
from brobygger.api.rules.faults import Fault, Refusal
from brobygger.api.rules.tags import mark_tag
from brobygger.api.rules.tokens import ApiScope
from brobygger.api.schemas.reorganising import (
    ReorganisationList,
    ReorganiseOrder,
    ReorganisePreview,
    ReorganiseQuestion,
    WrittenReorganisation,
)
from brobygger.api.schemas.values import Number, Slug
from brobygger.api.views.door import Request, actor_of, answer, mark_read, reading, writing
from brobygger.api.views.names import the_party
from brobygger.organisations.actions import undoable
from brobygger.organisations.queries import party_names, reorganisation_of
from brobygger.organisations.rules.names import Party
from brobygger.organisations.rules.reorganise import Order
from brobygger.portfolio.actions.reorganise import Done, reorganise, undo_reorganisation
from brobygger.portfolio.permissions import may_coordinate
from brobygger.portfolio.queries.reorganising import preview, told_of_reorganisations

router = Router(tags=["Reorganising"])
ALL = "/organisations/{slug:slug}/reorganisations"
NEED = ApiScope.COORDINATE
DIRECTORY = "d"


@router.get(ALL, **reading({200: ReorganisationList}))
def list_reorganisations(request: Request, partnership: Slug, slug: Slug) -> HttpResponse:
    """What was done with a unit, or with the name of an organisation, the latest first.

    As on screen, only coordinators are told what was undone, by whom things were done, and what can be undone.
    """
    return answer({"items": _told(request, the_party(request, slug))})


@router.post(f"{ALL}/preview", **writing({200: ReorganisePreview}, may=may_coordinate, need=NEED, takes_key=True))
def preview_reorganisation(request: Request, partnership: Slug, slug: Slug, asked: ReorganiseQuestion) -> HttpResponse:
    """What it would come to, and how many activities it touches. Nothing is done. Its ETag is what one says yes with."""
    here = request.scope.partnership
    seen = preview(here, _order(request, slug, asked), on=asked.date, today=timezone.localdate())
    units = party_names(here.directory_id).directory.units
    return answer(preview_as_json(seen, units), headers={"ETag": mark_tag(DIRECTORY, here.directory_id, seen.edition)})


@router.post(
    ALL,
    **writing({201: WrittenReorganisation}, may=may_coordinate, need=NEED, takes_version=True, takes_key=True),
)
def do_reorganisation(request: Request, partnership: Slug, slug: Slug, order: ReorganiseOrder) -> HttpResponse:
    """Do what a preview showed. 412 when anybody has written to the directory since: look again."""
    here, party = request.scope.partnership, the_party(request, slug)
    seen = mark_read(request, DIRECTORY, here.directory_id)
    done = reorganise(
        partnership=here,
        order=_order(request, slug, order),
        on=order.date,
        reason=order.reason,
        seen=seen,
        today=timezone.localdate(),
        by=actor_of(request),
        now=timezone.now(),
    )
    return _written(request, party, done, status=201)


@router.post(
    f"{ALL}/{{int:number}}/undo",
    **writing({200: WrittenReorganisation}, may=may_coordinate, need=NEED, takes_key=True, conflicts=True),
)
def undo_one_reorganisation(request: Request, partnership: Slug, slug: Slug, number: Number) -> HttpResponse:
    """Put everything back as it was. 409 when it was undone before, or somebody has built on it."""
    here, party = request.scope.partnership, the_party(request, slug)
    if reorganisation_of(here.directory_id, party, number) is None:
        raise Refusal(Fault.NOT_FOUND)
    done = undo_reorganisation(partnership=here, number=number, by=actor_of(request), now=timezone.now())
    return _written(request, party, done)


def _order(request: Request, slug: str, asked: ReorganiseQuestion) -> Order:
    return order_from(asked.change, the_party(request, slug), party_names(request.scope.partnership.directory_id))


def _told(request: Request, party: Party) -> list[dict[str, Any]]:
    here = request.scope.partnership
    told = told_of_reorganisations(here, party)
    units = party_names(here.directory_id).directory.units
    if not may_coordinate(request.scope):
        return [reorganisation_as_json(replace(each, by=""), units) for each in told if not each.done.is_undone]
    may_undo = undoable(each.done for each in told)
    return [reorganisation_as_json(each, units, may_undo) for each in told]


def _written(request: Request, party: Party, done: Done, *, status: int = 200) -> HttpResponse:
    value = next(each for each in _told(request, party) if each["id"] == done.reorganisation.pk)
    return answer({**value, "is_searched": done.is_indexed}, status=status)
