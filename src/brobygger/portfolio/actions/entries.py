"""Saving what somebody filled in, together with the parties they named for the first time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from brobygger.audit.rules import Actor
from brobygger.organisations.actions import propose_party
from brobygger.organisations.rules.names import Party
from brobygger.organisations.rules.proposals import Proposal
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.change import Changed, Order, change_activities
from brobygger.portfolio.actions.lock import lock
from brobygger.portfolio.actions.register import Registrar, register_activities
from brobygger.portfolio.models import Activity, Registration, UnfinishedForm
from brobygger.portfolio.rules.drafts import ActivityDraft


@transaction.atomic
def register_entry(
    *,
    partnership: Partnership,
    draft: ActivityDraft,
    proposals: Mapping[int, Proposal],
    registrar: Registrar,
    unfinished: UnfinishedForm | None,
    answers: Mapping[str, str] | None = None,
    by: Actor,
    now: datetime,
) -> Activity:
    """Register one activity. `proposals` are the parties below zero in the draft; an unfinished form is used up.

    When the same form of the same person was registered before, that activity is the answer, whatever has become of it.
    Whoever sends it twice at the same time waits for the first. Raises RegistrationRefused, NameTaken.
    """
    lock(partnership)
    if first := _registered_from(partnership, registrar.form_key, by):
        return first
    settled = _settled(partnership, draft, proposals, by, now)
    [activity] = register_activities(
        partnership=partnership,
        drafts=[settled],
        by=by,
        now=now,
        registrar=registrar,
        unfinished_id=unfinished.pk if unfinished else None,
        answers=answers,
    )
    if unfinished:
        unfinished.delete()
    return activity


def _registered_from(partnership: Partnership, form_key: str, by: Actor) -> Activity | None:
    if not form_key or by.user_id is None:
        return None
    registration = Registration.objects.filter(
        activity__partnership=partnership, user_id=by.user_id, form_key=form_key
    ).select_related("activity")
    return next((each.activity for each in registration), None)


@transaction.atomic
def change_entry(
    *,
    partnership: Partnership,
    order: Order,
    proposals: Mapping[int, Proposal],
    by: Actor,
    now: datetime,
) -> Changed | None:
    """Change one activity; None when nothing was different. The user's unfinished form of it is used up.

    Raises ChangedMeanwhile, RegistrationRefused, NameTaken.
    """
    settled = replace(order, draft=_settled(partnership, order.draft, proposals, by, now))
    changed = change_activities(partnership=partnership, orders=[settled], by=by, now=now)
    if by.user_id is not None:
        UnfinishedForm.objects.filter(
            partnership=partnership, user_id=by.user_id, activity_id=order.activity_id
        ).delete()
    return changed[0] if changed else None


def _settled(
    partnership: Partnership, draft: ActivityDraft, proposals: Mapping[int, Proposal], by: Actor, now: datetime
) -> ActivityDraft:
    if not proposals:
        return draft
    directory = partnership.directory
    made = {
        number: propose_party(directory=directory, proposal=proposal, by=by, now=now)
        for number, proposal in proposals.items()
    }

    def party(of: Party) -> Party:
        return made.get(of.organisation_id, of)

    return replace(
        draft,
        participants=tuple(replace(each, party=party(each.party)) for each in draft.participants),
        fundings=tuple(replace(each, funder=party(each.funder)) for each in draft.fundings),
    )
