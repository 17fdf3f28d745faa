"""The pages where coordinators reorganise: what one may choose, what it would do, and what was done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.dates.presenters import date_in_words
from brobygger.organisations.presenters.reorganising import change_help, change_label, done_in_words, plan_in_words
from brobygger.organisations.presenters.tree import party_url
from brobygger.organisations.queries import Directory
from brobygger.organisations.rules.names import Party
from brobygger.organisations.rules.reorganise import Change
from brobygger.portfolio.presenters.words import activity_count
from brobygger.portfolio.queries.reorganising import Preview, Told

# As they stand in addresses.
WAYS = {
    "nytt-navn": Change.RENAME,
    "sla-sammen": Change.MERGE,
    "del": Change.SPLIT,
    "flytt": Change.MOVE,
    "legg-ned": Change.CLOSE,
}


@dataclass(frozen=True)
class Choice:
    """One way to reorganise."""

    label: str
    help: str
    url: str


@dataclass(frozen=True)
class DoneRow:
    """One thing that was done. `undo_url` is empty where it cannot be undone."""

    text: str
    when: str
    reason: str
    at: datetime | None
    by: str
    is_undone: bool
    undo_url: str


@dataclass(frozen=True)
class ReorganisePage:
    """What is on all of these pages."""

    name: str
    party_url: str
    url: str
    choices: Sequence[Choice]
    done: Sequence[DoneRow]


@dataclass(frozen=True)
class PreviewPage:
    """What would be done, and what it touches."""

    lines: Sequence[str]
    naming: str
    counted: str
    edition: str


def reorganise_page(
    directory: Directory, party: Party, told: Iterable[Told], *, partnership: str, may_undo: int | None
) -> ReorganisePage:
    """The page of one party. `may_undo` is the number of what can be undone."""
    slug = directory.slug(party)
    url = reverse("reorganising:choose", kwargs={"partnership": partnership, "slug": slug})
    ways = WAYS if party.unit_id else {"nytt-navn": Change.RENAME}
    if party.unit_id and directory.units[party.unit_id].valid_to:
        ways = {}
    return ReorganisePage(
        directory.label(party),
        party_url(partnership, slug),
        url,
        [Choice(change_label(change), change_help(change), f"{url}{way}/") for way, change in ways.items()],
        [_row(each, url, may_undo) for each in told],
    )


def _row(told: Told, url: str, may_undo: int | None) -> DoneRow:
    done = told.done
    undo_url = f"{url}{done.pk}/angre/" if done.pk == may_undo else ""
    when = date_in_words(done.date)
    return DoneRow(done_in_words(done), when, done.reason, told.at, told.by, done.is_undone, undo_url)


def preview_page(seen: Preview) -> PreviewPage:
    """What would be done, in words."""
    count = {"activities": activity_count(seen.naming)}
    naming = counted = ""
    if seen.naming:
        naming = (
            _("%(activities)s nevner den eller noe under den, og gjør det fortsatt.") % count
            if seen.is_all
            else _("Minst %(activities)s nevner den eller noe under den, og gjør det fortsatt.") % count
        )
    if seen.counted:
        counted = _("%(activities)s teller i måltall i år.") % {"activities": activity_count(seen.counted)}
    return PreviewPage(plan_in_words(seen.register, seen.planned), naming, counted, seen.edition)
