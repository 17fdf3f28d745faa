"""Naming an organisation or unit for the first time."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from brobygger.audit.rules import Actor
from brobygger.organisations.actions import propose_party
from brobygger.organisations.models import Organisation, Unit
from brobygger.organisations.rules.proposals import Proposal
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.lock import lock


@transaction.atomic
def propose(*, partnership: Partnership, proposal: Proposal, by: Actor, now: datetime) -> str:
    """The slug of a new organisation or unit, which can be named in activities at once. Raises NameTaken.

    What is remembered of the partnership's names is marked as old.
    """
    lock(partnership)
    party = propose_party(directory=partnership.directory, proposal=proposal, by=by, now=now)
    if party.unit_id is not None:
        return Unit.objects.get(pk=party.unit_id).slug
    return Organisation.objects.get(pk=party.organisation_id).slug
