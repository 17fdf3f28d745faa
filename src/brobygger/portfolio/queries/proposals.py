"""Organisations and units that were named while registering: where they are used, and whom they may be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from brobygger.organisations.queries import PartyNames, party_names, proposed_in
from brobygger.organisations.rules.likeness import most_alike
from brobygger.organisations.rules.names import Party, fold
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity, Funding, Participation

PAGE = 20
SHOWN = 5


@dataclass(frozen=True)
class Proposed:
    """One proposal: some of the activities it is used in here, how many there are, and the known it is most like."""

    party: Party
    name: str
    kind: str
    owner: str
    activities: Sequence[Activity]
    count: int
    alike: Sequence[tuple[Party, str]]


def proposals_in(partnership: Partnership, *, after: Party | None = None) -> tuple[list[Proposed], int, PartyNames]:
    """The first proposals nobody has looked at, how many there are, and the names of the directory.

    With `after` those that come after that one, whether it still is a proposal or not.

    Eight queries for the directory and two for each that is shown.
    """
    names = party_names(partnership.directory_id)
    parties = proposed_in(names.directory)
    open_ones = set(parties)
    if after:
        parties = [each for each in parties if _order(each) > _order(after)]
    known = {
        name.folded: party
        for party, theirs in names.directory.names.items()
        if party not in open_ones
        for name in theirs
    }
    return [_proposed(partnership, names, party, known) for party in parties[:PAGE]], len(parties), names


def _order(party: Party) -> tuple[bool, int]:
    """Organisations, then units, as they were named."""
    return party.unit_id is not None, party.unit_id or party.organisation_id


def _proposed(partnership: Partnership, names: PartyNames, party: Party, known: dict[str, Party]) -> Proposed:
    directory = names.directory
    ids = sorted(used_in(partnership, party))
    thing = directory.units[party.unit_id] if party.unit_id else directory.organisations[party.organisation_id]
    return Proposed(
        party=party,
        name=thing.name,
        kind=thing.kind,
        owner=directory.label(Party(party.organisation_id)) if party.unit_id else "",
        activities=list(Activity.objects.filter(pk__in=ids[:SHOWN]).order_by("title_key")),
        count=len(ids),
        alike=[(each, names.say(each)) for each, _ in most_alike(fold(thing.name), known)],
    )


def used_in(partnership: Partnership, party: Party) -> set[int]:
    """The activities of the register that name a party, or a unit of a proposed organisation. Two queries."""
    of_party, of_funder = _naming(party)
    here = Q(activity__partnership=partnership, activity__standing="registered")
    return {
        *Participation.objects.filter(here, of_party).values_list("activity_id", flat=True),
        *Funding.objects.filter(here, of_funder).values_list("activity_id", flat=True),
    }


def is_used_elsewhere(partnership: Partnership, party: Party) -> bool:
    """Whether another partnership that shares the directory names a party. Two queries."""
    of_party, of_funder = _naming(party)
    return (
        Participation.objects.filter(of_party).exclude(activity__partnership=partnership).exists()
        or Funding.objects.filter(of_funder).exclude(activity__partnership=partnership).exists()
    )


def _naming(party: Party) -> tuple[Q, Q]:
    if party.unit_id:
        return Q(unit_id=party.unit_id), Q(funder_unit_id=party.unit_id)
    return Q(organisation_id=party.organisation_id), Q(funder_id=party.organisation_id)
