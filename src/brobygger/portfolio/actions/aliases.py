"""Coordinators keep the other names of organisations and units: what is found by them is found so at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from brobygger.audit.rules import Actor
from brobygger.organisations import actions as directory
from brobygger.organisations.models import Name
from brobygger.organisations.rules.drafts import NameDraft
from brobygger.organisations.rules.names import Party
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.listeners import tell
from brobygger.portfolio.actions.lock import lock_all_sharing
from brobygger.portfolio.actions.naming import index_again
from brobygger.portfolio.queries.aliases import found_by_names_of


@dataclass(frozen=True)
class Done:
    """A name after it was written (None when removed), and whether the search in activities knows of it already.

    It does not when more activities name the party than can be indexed while somebody waits: `brobygger reindex` does.
    """

    name: Name | None
    is_searched: bool


@transaction.atomic
def add_alias(
    *, partnership: Partnership, party: Party, draft: NameDraft, is_shared: bool = False, by: Actor, now: datetime
) -> Done:
    """Let a party go by one more name. Raises `organisations.actions.AliasTheirs`, `AliasHeld`."""
    lock_all_sharing(partnership)
    name = directory.add_alias(
        directory=partnership.directory, party=party, draft=draft, is_shared=is_shared, by=by, now=now
    )
    return Done(name, is_searched=_follow(partnership, party, by, now))


@transaction.atomic
def change_alias(
    *,
    partnership: Partnership,
    party: Party,
    name_id: int,
    seen: str,
    draft: NameDraft,
    is_shared: bool = False,
    by: Actor,
    now: datetime,
) -> Done:
    """Correct a name of a party. Raises `organisations.actions.AliasChanged`, `AliasTheirs`, `AliasHeld`."""
    lock_all_sharing(partnership)
    name = directory.change_alias(
        directory=partnership.directory,
        party=party,
        name_id=name_id,
        seen=seen,
        draft=draft,
        is_shared=is_shared,
        by=by,
        now=now,
    )
    return Done(name, is_searched=_follow(partnership, party, by, now))


@transaction.atomic
def remove_alias(*, partnership: Partnership, party: Party, name_id: int, seen: str, by: Actor, now: datetime) -> Done:
    """Let a name lead to a party no more. Raises `organisations.actions.AliasChanged`."""
    lock_all_sharing(partnership)
    directory.remove_alias(directory=partnership.directory, party=party, name_id=name_id, seen=seen, by=by, now=now)
    return Done(None, is_searched=_follow(partnership, party, by, now))


def _follow(partnership: Partnership, party: Party, by: Actor, now: datetime) -> bool:
    """Whatever is found or compared by the names of a party goes by those of now."""
    ids, are_all = found_by_names_of(partnership, party)
    if are_all and ids:
        index_again(partnership, ids)
        tell(partnership, ids, "renamed", by, now)
    return are_all
