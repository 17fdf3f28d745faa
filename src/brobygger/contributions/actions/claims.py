"""A party answers, for one activity or for many alike. Nothing that was said is changed or deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.contributions.actions.standing import restate
from brobygger.contributions.models import ContributionClaim, HeldClaim
from brobygger.contributions.rules.credit import Answer
from brobygger.organisations.models import Organisation
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.lock import lock
from brobygger.portfolio.actions.parts import IDS_A_QUERY
from brobygger.portfolio.models import Activity


class NoParty(ValueError):
    """Who is to be spoken for is no party of the partnership."""


@dataclass(frozen=True)
class Statement:
    """What a party says of one or more activities: the answer, what it rests on, and the office that says so."""

    answer: Answer
    evidence: str = ""
    link: str = ""
    spoken_for: str = ""
    source: str = ""


@transaction.atomic
def claim(
    *,
    partnership: Partnership,
    activity_ids: Sequence[int],
    party: Organisation,
    statement: Statement,
    by: Actor,
    now: datetime,
) -> list[int]:
    """Say for a party what the collaboration meant to activities, the same of all. Returns the ids it was new for.

    What the party says already is not said again; what is not in the register is left out. Raises NoParty.
    """
    lock(partnership)
    if not partnership.partners.filter(organisation=party).exists():
        raise NoParty(party.pk)
    wanted = sorted(set(activity_ids))
    said: list[int] = []
    for at in range(0, len(wanted), IDS_A_QUERY):
        said += _claim_some(partnership, wanted[at : at + IDS_A_QUERY], party, statement, by, now)
    if said:
        audit.record(
            verb="claimed",
            subject_type="activity",
            subjects=[(pk, {"party": party.pk, **_words(statement)}) for pk in said],
            by=by,
            now=now,
            partnership_id=partnership.pk,
        )
    return said


def _claim_some(
    partnership: Partnership,
    ids: Sequence[int],
    party: Organisation,
    statement: Statement,
    by: Actor,
    now: datetime,
) -> list[int]:
    present = Activity.objects.filter(partnership=partnership, pk__in=ids).order_by("pk").values_list("pk", flat=True)
    held = {
        each.activity_id: each.claim
        for each in HeldClaim.objects.filter(activity__in=ids, party=party).select_related("claim")
    }
    new = [pk for pk in present if pk not in held or not _says(held[pk], statement)]
    ContributionClaim.objects.bulk_create(
        [
            ContributionClaim(
                partnership=partnership,
                activity_id=pk,
                party=party,
                **_words(statement),
                evidence=statement.evidence,
                link=statement.link,
                spoken_for=statement.spoken_for,
                source=statement.source,
                claimed_at=now,
                claimed_by=by.label,
            )
            for pk in new
        ],
        500,
    )
    restate(partnership, new)
    return new


def _words(statement: Statement) -> dict[str, str]:
    return {"did": statement.answer.did.value, "otherwise": statement.answer.otherwise.value}


def _says(held: ContributionClaim, statement: Statement) -> bool:
    return (held.did, held.otherwise, held.evidence, held.link) == (
        statement.answer.did.value,
        statement.answer.otherwise.value,
        statement.evidence,
        statement.link,
    )
