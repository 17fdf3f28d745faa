"""The layers of activities, now and as the parties had spoken at a past moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from brobygger.contributions.models import ContributionClaim, CreditStanding
from brobygger.contributions.rules.credit import Answer, Did, Layer, Otherwise, Said, newest, standing_of
from brobygger.duplicates.queries.owners import members_below
from brobygger.partnerships.models import Partnership
from brobygger.partnerships.queries import partner_organisations


def layers_of(activity_ids: Sequence[int]) -> dict[int, Layer]:
    """Where some activities stand; those of which nobody knows are left out. One query."""
    rows = CreditStanding.objects.filter(activity__in=activity_ids).values_list("activity_id", "layer")
    return {pk: Layer(layer) for pk, layer in rows}


def layers_then(partnership: Partnership, activity_ids: Sequence[int], moment: datetime) -> dict[int, Layer]:
    """Where some activities stood before a moment, by what had been said of them and of what they stand for now."""
    below = members_below(activity_ids)
    parties = [party.pk for party in partner_organisations(partnership)]
    said: dict[int, list[Said[Answer]]] = {}
    made = ContributionClaim.objects.filter(activity__in=[*activity_ids, *below], claimed_at__lt=moment)
    for claim in made.order_by("pk"):
        what = Answer(Did(claim.did), Otherwise(claim.otherwise))
        about = below.get(claim.activity_id, claim.activity_id)
        said.setdefault(about, []).append(Said(claim.party_id, what, claim.claimed_at, claim.pk))
    return {pk: standing_of(newest(claims), parties).layer for pk, claims in said.items()}
