"""Keeping what holds true: the newest claim of each party, and the layer that follows. Always inside a transaction."""

from __future__ import annotations

from collections.abc import Sequence

from brobygger.contributions.models import ContributionClaim, CreditStanding, HeldClaim
from brobygger.contributions.rules.credit import Answer, Did, Otherwise, Said, newest, standing_of
from brobygger.duplicates.queries.owners import members_below
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.editions import touch
from brobygger.portfolio.actions.listeners import Written
from brobygger.portfolio.models import Activity


def restate(partnership: Partnership, activity_ids: Sequence[int]) -> None:
    """Work out anew what holds for some activities. A merged entry has the claims of all it stands for."""
    if not activity_ids:
        return
    parties = list(partnership.partners.order_by("pk").values_list("organisation_id", flat=True))
    top = {pk: pk for pk in activity_ids} | members_below(activity_ids)
    claims: dict[int, list[ContributionClaim]] = {pk: [] for pk in activity_ids}
    for claim in ContributionClaim.objects.filter(activity__in=list(top)).only(
        "activity_id", "party_id", "did", "otherwise", "claimed_at"
    ):
        claims[top[claim.activity_id]].append(claim)
    held, standings = [], []
    for pk, made in claims.items():
        answers = newest(Said(each.party_id, each, each.claimed_at, each.pk) for each in made)
        if not answers:
            continue
        held += [HeldClaim(activity_id=pk, party_id=party, claim=each) for party, each in answers.items()]
        standing = standing_of({party: _answer(each) for party, each in answers.items()}, parties)
        standings.append(
            CreditStanding(
                activity_id=pk,
                partnership=partnership,
                layer=standing.layer.value,
                answered=standing.answered,
                differs=standing.differs,
            )
        )
    HeldClaim.objects.filter(activity__in=activity_ids).delete()
    CreditStanding.objects.filter(activity__in=activity_ids).delete()
    HeldClaim.objects.bulk_create(held, 500)
    CreditStanding.objects.bulk_create(standings, 500)
    touch(partnership, activity_ids)


def merged(written: Written) -> None:
    """The entry that stands for others has what was said of them (`settings.ACTIVITY_LISTENERS`).

    When it is parted, each of them has what was said of itself, as it always had.
    """
    if written.verb == "merged":
        into = Activity.every.filter(pk__in=list(written.activity_ids)).values_list("merged_into", flat=True)
        restate(written.partnership, [pk for pk in set(into) if pk is not None])


def _answer(claim: ContributionClaim) -> Answer:
    return Answer(Did(claim.did), Otherwise(claim.otherwise))
