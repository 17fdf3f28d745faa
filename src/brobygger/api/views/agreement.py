"""How often the parties agree, the activities behind, and what one's own party has not answered for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from ninja import Query, Router

from brobygger.api.rules.faults import Fault, FieldFault, Refusal
from brobygger.api.schemas.agreement import AgreementOut, JudgedList, JudgedQuestion, UnansweredQuestion
from brobygger.api.schemas.values import Slug
from brobygger.api.views.door import Request, answer, reading
from brobygger.api.views.paging import page, place_in
from brobygger.contributions.permissions import may_claim, party_of
from brobygger.contributions.presenters.agreement import asked_in
from brobygger.contributions.presenters.worklist import wanted_in
from brobygger.contributions.queries.agreement import agreement_of, listed
from brobygger.contributions.queries.worklist import unanswered
from brobygger.partnerships.queries import partner_organisations
from brobygger.portfolio.models import Activity

router = Router(tags=["Claims"])


@router.get("/agreement", **reading({200: AgreementOut}))
def read_agreement(request: Request, partnership: Slug) -> HttpResponse:
    """How often both have answered and how often they say the same, and how many activities are in each layer."""
    parties = partner_organisations(request.scope.partnership)
    found, layers = agreement_of(request.scope.partnership, parties)
    return answer(
        {
            "parties": [party.slug for party in parties],
            "activities": found.activities,
            "answered_by_one": found.by_one,
            "answered_by_both": found.by_both,
            "same": found.same,
            "same_did": found.same_did,
            "same_otherwise": found.same_otherwise,
            "did": _pairs(found.did),
            "otherwise": _pairs(found.otherwise),
            "layers": {layer.value: count for layer, count in layers.items()},
        }
    )


@router.get("/agreement/activities", **reading({200: JudgedList}))
def list_judged(request: Request, partnership: Slug, question: Query[JudgedQuestion]) -> HttpResponse:
    """The activities behind a number of the agreement, the last registered first."""
    asked = asked_in(question.model_dump())
    if asked is None:
        raise Refusal(Fault.INVALID, errors=[FieldFault("", "unknown", "That is no layer, or no words of an answer.")])
    here = request.scope.partnership
    found = listed(here, partner_organisations(here), asked, below=place_in(request, question.cursor))
    return page(request, _lines(found.activities), found.below)


@router.get("/claims/unanswered", **reading({200: JudgedList}, may=may_claim))
def list_unanswered(request: Request, partnership: Slug, question: Query[UnansweredQuestion]) -> HttpResponse:
    """What one's own party has not answered for, the last registered first. Answer with POST /claims."""
    party = party_of(request.scope)
    if party is None:
        raise Refusal(Fault.NOT_ALLOWED)
    wanted, _area = wanted_in(request.scope, {"omrade": question.omrade, "type": question.type})
    found = unanswered(request.scope.partnership, party, wanted, below=place_in(request, question.cursor))
    return page(request, _lines(found.activities), found.below)


def _pairs(said: Mapping[tuple[str, str], int]) -> list[dict[str, Any]]:
    return [{"words": [str(one), str(other)], "activities": count} for (one, other), count in sorted(said.items())]


def _lines(activities: Sequence[Activity]) -> list[dict[str, str]]:
    return [{"id": each.slug, "kind": each.kind, "title": each.title} for each in activities]
