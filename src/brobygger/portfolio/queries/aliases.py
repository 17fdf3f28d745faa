"""Names of parties that are known, for those who correct them: whose they are, who uses them, what was done with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from brobygger.audit.models import Event
from brobygger.organisations.models import Name
from brobygger.organisations.queries import aliases_of_party, party_names, party_of
from brobygger.organisations.rules.aliases import ALIAS_VERBS
from brobygger.organisations.rules.names import Party
from brobygger.partnerships.models import Membership, Partnership
from brobygger.portfolio.models import Funding, Participation

EVENTS_SHOWN = 30
# So many activities are indexed anew while somebody waits: a second or so.
INDEXED_AT_ONCE = 2_000


@dataclass(frozen=True)
class Told:
    """One thing done with the names of a party. `by` is empty when it was somebody outside the partnership."""

    event: Event
    by: str


def party_named(partnership: Partnership, slug: str) -> Party | None:
    """Whose slug it is; None when nobody's. One query while the directory is remembered."""
    return party_of(party_names(partnership.directory_id).directory, slug)


def aliases_in(partnership: Partnership, party: Party) -> list[Name]:
    """The other names of a party. One query."""
    return aliases_of_party(partnership.directory_id, party)


def alias_of(partnership: Partnership, party: Party, number: int) -> Name | None:
    """One other name of a party. One query."""
    return next((name for name in aliases_in(partnership, party) if name.pk == number), None)


def told_of_aliases(partnership: Partnership, party: Party) -> list[Told]:
    """What was last done with the names of a party, the latest first. Two queries.

    Partnerships that share a directory do not see who is in the other.
    """
    events = list(
        Event.objects.filter(
            subject_type="unit" if party.unit_id else "organisation",
            subject_id=party.unit_id or party.organisation_id,
            verb__in=ALIAS_VERBS,
        ).order_by("-pk")[:EVENTS_SHOWN]
    )
    ours = set(
        Membership.objects.filter(
            partnership=partnership, user_id__in={event.by_user_id for event in events if event.by_user_id}
        ).values_list("user_id", flat=True)
    )
    return [Told(event, event.by_label if event.by_user_id in ours else "") for event in events]


def found_by_names_of(partnership: Partnership, party: Party) -> tuple[Sequence[int], bool]:
    """The activities of the register that are found by the names of a party, and whether these are all of them.

    That is those that name it or a unit below it. No more are read than can be indexed anew at once.
    """
    of_party, of_funder = _below(partnership, party)
    here = Q(activity__partnership=partnership, activity__standing="registered")
    ids: set[int] = set()
    for model, naming in ((Participation, of_party), (Funding, of_funder)):
        found = model.objects.filter(here, naming).order_by().values_list("activity_id", flat=True).distinct()
        ids.update(found[: INDEXED_AT_ONCE + 1])
    return sorted(ids), len(ids) <= INDEXED_AT_ONCE


def some_found_by_names_of(partnership: Partnership, party: Party, *, after: int, at_most: int) -> list[int]:
    """The next of them, in the order they were registered. Two queries."""
    of_party, of_funder = _below(partnership, party)
    here = Q(activity__partnership=partnership, activity__standing="registered", activity_id__gt=after)
    ids: set[int] = set()
    for model, naming in ((Participation, of_party), (Funding, of_funder)):
        found = model.objects.filter(here, naming).order_by("activity_id").values_list("activity_id", flat=True)
        ids.update(found.distinct()[:at_most])
    return sorted(ids)[:at_most]


def _below(partnership: Partnership, party: Party) -> tuple[Q, Q]:
    if party.unit_id is None:
        return Q(organisation_id=party.organisation_id), Q(funder_id=party.organisation_id)
    tree = party_names(partnership.directory_id).directory.tree
    units = [unit_id for unit_id in tree.parents if party.unit_id in tree.with_ancestors(unit_id)] or [party.unit_id]
    return Q(unit_id__in=units), Q(funder_unit_id__in=units)
