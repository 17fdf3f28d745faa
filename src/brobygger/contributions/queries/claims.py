"""What the parties have said of an activity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from brobygger.contributions.models import ContributionClaim
from brobygger.contributions.rules.credit import Answer, Did, Layer, Otherwise, Said, newest, standing_of
from brobygger.duplicates.queries.owners import stood_for_by
from brobygger.organisations.models import Organisation
from brobygger.partnerships.models import Partnership
from brobygger.partnerships.queries import partner_organisations
from brobygger.portfolio.models import Activity


@dataclass(frozen=True)
class Claims:
    """Both parties, the claim of each that holds (None: has not answered), and all that was said, the newest first."""

    parties: Sequence[tuple[Organisation, ContributionClaim | None]]
    history: Sequence[ContributionClaim]
    layer: Layer
    differs: bool

    def of(self, party: Organisation) -> ContributionClaim | None:
        """What a party says now."""
        return next((claim for each, claim in self.parties if each.pk == party.pk), None)


def claims_of(partnership: Partnership, activity: Activity) -> Claims:
    """What was said of an activity and of all it stands for. Three queries."""
    ids = [activity.pk, *stood_for_by(activity)]
    made = list(
        ContributionClaim.objects.filter(activity__in=ids).select_related("party").order_by("-claimed_at", "-pk")
    )
    held = newest(Said(claim.party_id, claim, claim.claimed_at, claim.pk) for claim in made)
    parties = partner_organisations(partnership)
    answers = {pk: Answer(Did(claim.did), Otherwise(claim.otherwise)) for pk, claim in held.items()}
    standing = standing_of(answers, [party.pk for party in parties])
    return Claims([(party, held.get(party.pk)) for party in parties], made, standing.layer, standing.differs)
