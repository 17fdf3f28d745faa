"""The other names of a party: which may be given, and whether one has changed since it was read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from brobygger.organisations.rules.drafts import NameDraft
from brobygger.organisations.rules.kinds import NameKind
from brobygger.organisations.rules.names import Party

# The name itself is corrected where the party is looked through, never as one of its others.
ALIAS_KINDS = tuple(kind for kind in NameKind if kind is not NameKind.OFFICIAL)
# As the log tells what is done with them.
ADDED, CHANGED, REMOVED = ALIAS_VERBS = ("alias_added", "alias_changed", "alias_removed")


class Collision(StrEnum):
    """What giving a name to a party would come to."""

    NONE = "none"
    THEIRS = "theirs"  # it goes by that name already
    SHARED = "shared"  # others do; whoever writes it must then say which is meant
    TAKEN = "taken"  # others do, and nobody could say which is meant


@dataclass(frozen=True)
class Holder:
    """Somebody a name leads to. `is_main`: it is their own name, not one of the others. `is_slug`: it is their address."""

    party: Party
    is_main: bool
    is_slug: bool = False


def collision_of(party: Party, holders: Iterable[Holder]) -> Collision:
    """What it comes to that a party is given a name that `holders` go by.

    One organisation cannot have two units of a name, and nobody is given what another organisation is called itself;
    a unit may be called as one elsewhere, since «Organisation / name» tells them apart.
    """
    found = Collision.NONE
    for holder in holders:
        if holder.party == party:
            if holder.is_slug:
                continue
            return Collision.THEIRS
        is_near = holder.party.organisation_id == party.organisation_id
        is_alike = holder.party.unit_id is None and party.unit_id is None
        if is_near or (is_alike and holder.is_main):
            found = Collision.TAKEN
        elif found is Collision.NONE:
            found = Collision.SHARED
    return found


def mark_of(name: NameDraft) -> str:
    """A text that is another when anything about a name is: whoever changes it says which they read."""
    told = json.dumps([name.text, name.kind, name.language, name.valid_from, name.valid_to], ensure_ascii=False)
    return sha256(told.encode()).hexdigest()[:16]
