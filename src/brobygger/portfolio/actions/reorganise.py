"""Coordinators reorganise units. Every list, count and search that goes by units is true in the same transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from brobygger.audit.rules import Actor
from brobygger.organisations import actions as directory
from brobygger.organisations.models import Reorganisation, Unit
from brobygger.organisations.rules.names import Party
from brobygger.organisations.rules.reorganise import Order
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.listeners import tell
from brobygger.portfolio.actions.lock import lock_all_sharing
from brobygger.portfolio.actions.naming import index_again, index_later
from brobygger.portfolio.queries.aliases import INDEXED_AT_ONCE, found_by_names_of


@dataclass(frozen=True)
class Done:
    """What was done, and whether the lists and the search know of it already.

    They do not when more activities name the units than can be indexed while somebody waits: `brobygger work` does it then.
    """

    reorganisation: Reorganisation
    is_indexed: bool


@transaction.atomic
def reorganise(
    *, partnership: Partnership, order: Order, on: str, reason: str, seen: str, today: date, by: Actor, now: datetime
) -> Done:
    """Rename, merge, split, move or close. What names a unit names it still; only where it is found follows.

    Raises `organisations.actions.DirectoryChanged`, `organisations.rules.reorganise.Refused`.
    """
    lock_all_sharing(partnership)
    done = directory.reorganise(
        directory=partnership.directory, order=order, on=on, reason=reason, seen=seen, today=today, by=by, now=now
    )
    return Done(done, is_indexed=_follow(partnership, done, by, now))


@transaction.atomic
def undo_reorganisation(*, partnership: Partnership, number: int, by: Actor, now: datetime) -> Done:
    """Put the units back as they were. Raises `organisations.actions.BuiltUpon`, Reorganisation.DoesNotExist."""
    lock_all_sharing(partnership)
    done = directory.undo_reorganisation(directory=partnership.directory, number=number, by=by, now=now)
    return Done(done, is_indexed=_follow(partnership, done, by, now))


def _follow(partnership: Partnership, done: Reorganisation, by: Actor, now: datetime) -> bool:
    """Index anew what is found by the units that moved or got another name, in every partnership that shares the directory."""
    parties = _elsewhere_or_named_anew(done)
    is_indexed = True
    for each in Partnership.objects.filter(directory_id=partnership.directory_id).select_related("directory"):
        found = [found_by_names_of(each, party) for party in parties]
        ids = sorted({pk for some, _ in found for pk in some})
        if all(are_all for _, are_all in found) and len(ids) <= INDEXED_AT_ONCE:
            index_again(each, ids)
            tell(each, ids, "renamed", by, now)
        else:
            for party in parties:
                index_later(each, party)
            is_indexed = is_indexed and each.pk != partnership.pk
    return is_indexed


def _elsewhere_or_named_anew(done: Reorganisation) -> list[Party]:
    if done.organisation_id:
        return [Party(done.organisation_id)]
    units = Unit.objects.filter(pk__in=done.written["moved"])
    if done.written["was"]:
        units = Unit.objects.filter(reorganisations=done)
    return [Party(organisation_id, pk) for pk, organisation_id in units.values_list("pk", "organisation_id")]
