"""What the parties say the collaboration meant: read, and said for one's own party."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from brobygger.api.queries.pairs import activity_ids, activity_slugs
from brobygger.api.rules.faults import Fault, FieldFault, Refusal
from brobygger.api.schemas.claims import ClaimedOut, ClaimIn, ClaimsOut
from brobygger.api.schemas.values import Slug
from brobygger.api.views.activities import ONE, entry_of
from brobygger.api.views.door import Request, actor_of, answer, reading, writing
from brobygger.contributions.actions.claims import Statement, claim
from brobygger.contributions.models import ContributionClaim
from brobygger.contributions.permissions import may_claim, party_of
from brobygger.contributions.queries.claims import claims_of
from brobygger.contributions.rules.credit import Answer
from brobygger.partnerships.presenters import role_label

router = Router(tags=["Claims"])


def _as_json(claim: ContributionClaim) -> dict[str, Any]:
    return {
        "party": claim.party.slug,
        "did": claim.did,
        "otherwise": claim.otherwise,
        "evidence": claim.evidence,
        "link": claim.link,
        "spoken_for": claim.spoken_for,
        "claimed_at": claim.claimed_at,
        "claimed_by": claim.claimed_by,
    }


@router.get(f"{ONE}/claims", **reading({200: ClaimsOut}))
def read_claims(request: Request, partnership: Slug, slug: Slug) -> HttpResponse:
    """What each party says of an activity, whether they differ, and everything said before."""
    found = claims_of(request.scope.partnership, entry_of(request, slug))
    return answer(
        {
            "layer": found.layer.value,
            "differs": found.differs,
            "holding": [_as_json(held) for _, held in found.parties if held],
            "missing": [party.slug for party, held in found.parties if held is None],
            "history": [_as_json(each) for each in found.history],
        }
    )


@router.post("/claims", **writing({200: ClaimedOut}, may=may_claim, takes_key=True))
def say(request: Request, partnership: Slug, said: ClaimIn) -> HttpResponse:
    """Answer for one's own party, the same for all the activities named: for all of them, or, when one is unknown, none."""
    here, party = request.scope.partnership, party_of(request.scope)
    if party is None:
        raise Refusal(Fault.NOT_ALLOWED)
    wanted = list(dict.fromkeys(said.activities))
    ids = activity_ids(here, wanted)
    unknown = [slug for slug in wanted if slug not in ids]
    if unknown:
        faults = [FieldFault("activities", "unknown", f"There is no activity «{slug}».") for slug in unknown]
        raise Refusal(Fault.INVALID, errors=faults)
    new = claim(
        partnership=here,
        activity_ids=list(ids.values()),
        party=party,
        statement=Statement(
            Answer(said.did, said.otherwise), said.evidence, said.link, role_label(request.scope.membership.role)
        ),
        by=actor_of(request),
        now=timezone.now(),
    )
    return answer({"activities": activity_slugs(here, new)})
