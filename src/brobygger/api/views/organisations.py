"""Organisations and units: found by any name, and proposed."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from ninja import Query, Router

from brobygger.api.actions.propose import propose as propose_party
from brobygger.api.presenters.structure import party_as_json
from brobygger.api.queries.parties import parties_after, party_with_names
from brobygger.api.rules.faults import Fault, FieldFault, Refusal
from brobygger.api.schemas.questions import NameQuestion
from brobygger.api.schemas.structure import PartyList, PartyOut, ProposalIn
from brobygger.api.schemas.values import Slug
from brobygger.api.views.door import Request, actor_of, answer, reading, writing
from brobygger.api.views.paging import page, place_in
from brobygger.organisations.models import Organisation, Unit
from brobygger.organisations.rules.proposals import Proposal
from brobygger.portfolio.permissions import may_write

router = Router(tags=["Organisations"])


@router.get("/organisations", **reading({200: PartyList}))
def list_organisations(request: Request, partnership: Slug, question: Query[NameQuestion]) -> HttpResponse:
    """Organisations and their units; with q those one of whose names, also former ones, contains the text."""
    place = place_in(request, question.cursor)
    directory = request.scope.partnership.directory_id
    found, following = parties_after(
        directory, text=question.q, after=(place[0], int(place[1])) if place else None, limit=question.limit
    )
    return page(request, [party_as_json(party) for party in found], following)


@router.post("/organisations", **writing({201: PartyOut}, may=may_write, takes_key=True, conflicts=True))
def propose_organisation(request: Request, partnership: Slug, proposal: ProposalIn) -> HttpResponse:
    """Propose an organisation, or a unit of one. It can be used at once, and is marked until a coordinator has seen it."""
    scope, organisation_id = request.scope, None
    if proposal.organisation is not None:
        owner = party_with_names(scope.partnership.directory_id, proposal.organisation)
        if owner is None or isinstance(owner, Unit):
            fault = FieldFault("organisation", "unknown", f"There is no organisation «{proposal.organisation}».")
            raise Refusal(Fault.INVALID, errors=[fault])
        organisation_id = owner.pk
    slug = propose_party(
        partnership=scope.partnership,
        proposal=Proposal(proposal.name, organisation_id),
        by=actor_of(request),
        now=timezone.now(),
    )
    return answer(party_as_json(_party(request, slug)), status=201)


@router.get("/organisations/{slug:slug}", **reading({200: PartyOut}))
def read_organisation(request: Request, partnership: Slug, slug: Slug) -> HttpResponse:
    """One organisation or unit."""
    return answer(party_as_json(_party(request, slug)))


def _party(request: Request, slug: str) -> Organisation | Unit:
    found = party_with_names(request.scope.partnership.directory_id, slug)
    if found is None:
        raise Refusal(Fault.NOT_FOUND)
    return found
