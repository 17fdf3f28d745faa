"""Deciding on organisations and units that were named while registering."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from brobygger.audit.rules import Actor
from brobygger.organisations.actions import accept_party, give_names_to
from brobygger.organisations.rules.names import Party
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.change import Order, change_activities
from brobygger.portfolio.actions.lock import lock_all_sharing
from brobygger.portfolio.actions.naming import index_again
from brobygger.portfolio.actions.register import BATCH
from brobygger.portfolio.models import Activity
from brobygger.portfolio.queries.drafts import drafts_of, with_parts
from brobygger.portfolio.queries.proposals import is_used_elsewhere, used_in
from brobygger.portfolio.rules.drafts import ActivityDraft


class LookedAtMeanwhile(RuntimeError):
    """Somebody else has decided on the proposal."""


class NotTheSame(ValueError):
    """Nobody is the same as themselves, or as a proposal nobody has looked at."""


@transaction.atomic
def accept_proposal(*, partnership: Partnership, party: Party, name: str, kind: str, by: Actor, now: datetime) -> None:
    """Let a proposal be somebody of its own, under a corrected name. What names it is found by that name at once.

    Raises LookedAtMeanwhile, NameTaken.
    """
    lock_all_sharing(partnership)
    if not accept_party(directory=partnership.directory, party=party, name=name, kind=kind, by=by, now=now):
        raise LookedAtMeanwhile
    index_again(partnership, sorted(used_in(partnership, party)))


@transaction.atomic
def same_as(*, partnership: Partnership, party: Party, known: Party, by: Actor, now: datetime) -> tuple[int, bool]:
    """A proposal is somebody who is known: what names it names them, as a change with history, and its name leads there.

    (how many activities changed, whether the proposal is gone). It stays, with its name, while another partnership that
    shares the directory uses it. Raises LookedAtMeanwhile, NotTheSame, HasUnits.
    """
    lock_all_sharing(partnership)
    if known == party or (party.unit_id is None and known.organisation_id == party.organisation_id):
        raise NotTheSame
    ids = sorted(used_in(partnership, party))
    is_gone = not is_used_elsewhere(partnership, party)
    if is_gone and not give_names_to(directory=partnership.directory, party=party, known=known, by=by, now=now):
        raise LookedAtMeanwhile
    for at in range(0, len(ids), BATCH):
        activities = list(with_parts(Activity.objects.filter(pk__in=ids[at : at + BATCH]).order_by("pk")))
        orders = [
            Order(activity.pk, activity.version, _moved(draft, party, known))
            for activity, draft in zip(activities, drafts_of(activities), strict=True)
        ]
        change_activities(partnership=partnership, orders=orders, by=by, now=now)
    return len(ids), is_gone


def _moved(draft: ActivityDraft, party: Party, known: Party) -> ActivityDraft:
    """The draft with one party instead of another; who then takes part twice as the same is named once."""

    def settled(each: Party) -> Party:
        if each == party:
            return known
        if party.unit_id is None and each.organisation_id == party.organisation_id:
            return Party(known.organisation_id, each.unit_id)
        return each

    participants = [replace(each, party=settled(each.party)) for each in draft.participants]
    return replace(
        draft,
        participants=tuple(dict.fromkeys(participants)),
        fundings=tuple(replace(each, funder=settled(each.funder)) for each in draft.fundings),
    )
