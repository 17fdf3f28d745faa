"""Organisations and units that were proposed while registering, which coordinators look through."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from brobygger.api.forms.parties import party_called
from brobygger.api.presenters.names import proposed_as_json
from brobygger.api.presenters.structure import party_as_json
from brobygger.api.queries.parties import party_with_names
from brobygger.api.rules.faults import Fault, FieldFault, Refusal
from brobygger.api.rules.tokens import ApiScope
from brobygger.api.schemas.names import AcceptIn, ProposedList, SameIn, SameOut
from brobygger.api.schemas.questions import CursorQuestion
from brobygger.api.schemas.structure import PartyOut
from brobygger.api.schemas.values import Slug
from brobygger.api.views.door import Request, actor_of, answer, reading, writing
from brobygger.api.views.paging import page, place_in
from brobygger.organisations.queries import party_names, party_of
from brobygger.organisations.rules.kinds import OrganisationKind, UnitKind
from brobygger.organisations.rules.names import Party
from brobygger.portfolio.actions.proposals import accept_proposal, same_as
from brobygger.portfolio.permissions import may_coordinate
from brobygger.portfolio.queries.proposals import proposals_in

router = Router(tags=["Proposed organisations"])
ALL = "/proposed-organisations"
NEED = ApiScope.COORDINATE


@router.get(ALL, **reading({200: ProposedList}, may=may_coordinate, need=NEED))
def list_proposed(request: Request, partnership: Slug, question: Query[CursorQuestion]) -> HttpResponse:
    """Those nobody has looked at: where each is used, and the known it is most like. Twenty on a page."""
    place = place_in(request, question.cursor)
    found, total, names = proposals_in(request.scope.partnership, after=Party(*place) if place else None)
    last = found[-1].party if len(found) < total else None
    following = [last.organisation_id, last.unit_id] if last else None
    return page(request, [proposed_as_json(each, names.directory) for each in found], following)


@router.post(
    f"{ALL}/{{slug:slug}}/accept",
    **writing({200: PartyOut}, may=may_coordinate, need=NEED, takes_key=True, conflicts=True),
)
def accept_proposed(request: Request, partnership: Slug, slug: Slug, accept: AcceptIn) -> HttpResponse:
    """It is somebody of its own, under a name that may be corrected; what was proposed still leads there."""
    party = _party(request, slug)
    if accept.kind.value not in {each.value for each in (UnitKind if party.unit_id else OrganisationKind)}:
        raise Refusal(Fault.INVALID, errors=[FieldFault("kind", "unknown", "It is of another sort.")])
    if not any(letter.isalnum() for letter in accept.name):
        raise Refusal(Fault.INVALID, errors=[FieldFault("name", "unknown", "A name has letters or digits.")])
    accept_proposal(
        partnership=request.scope.partnership,
        party=party,
        name=accept.name,
        kind=accept.kind.value,
        by=actor_of(request),
        now=timezone.now(),
    )
    known = party_with_names(request.scope.partnership.directory_id, slug)
    if known is None:
        raise Refusal(Fault.NOT_FOUND)
    return answer(party_as_json(known))


@router.post(
    f"{ALL}/{{slug:slug}}/same-as",
    **writing({200: SameOut}, may=may_coordinate, need=NEED, takes_key=True, conflicts=True),
)
def same_as_known(request: Request, partnership: Slug, slug: Slug, same: SameIn) -> HttpResponse:
    """It is somebody who is known: what names it names them, as a change with history, and its name leads there."""
    party, here = _party(request, slug), request.scope.partnership
    names = party_names(here.directory_id)
    known = party_called(names, same.organisation, field="organisation")
    count, is_gone = same_as(partnership=here, party=party, known=known, by=actor_of(request), now=timezone.now())
    value = {"organisation": names.directory.slug(known), "changed_activities": count, "is_gone": is_gone}
    return answer(value)


def _party(request: Request, slug: str) -> Party:
    """The proposal, or what was one: then the action says that somebody has looked at it."""
    directory = party_names(request.scope.partnership.directory_id).directory
    things = [*directory.organisations.values(), *directory.units.values()]
    if all(thing.slug != slug for thing in things):
        raise Refusal(Fault.NOT_FOUND)
    party = party_of(directory, slug)
    if party is None or directory.slug(party) != slug:
        raise Refusal(Fault.CONFLICT, "Somebody has decided on it.")
    return party
