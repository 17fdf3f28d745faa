"""Changing many activities, on screen: what is to be done in words, the preview, and what was done before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core import signing
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from brobygger.dates.presenters import date_in_words
from brobygger.designsystem.presenters import number_text
from brobygger.organisations.queries import PartyNames
from brobygger.portfolio.models import ChangeSet
from brobygger.portfolio.presenters import labels
from brobygger.portfolio.presenters.addresses import Addresses
from brobygger.portfolio.presenters.changes import FIELD_LABELS, when_in_words
from brobygger.portfolio.presenters.words import activity_count
from brobygger.portfolio.queries.bulk import Preview, Seen
from brobygger.portfolio.rules.bulk import BulkChange, Doing
from brobygger.portfolio.rules.drafts import DraftFault

DOINGS: Mapping[Doing, Promise] = {
    Doing.ADD_AREA: __("Legge til innsatsområde"),
    Doing.REMOVE_AREA: __("Ta bort innsatsområde"),
    Doing.ADD_PURPOSE: __("Legge til målområde"),
    Doing.REMOVE_PURPOSE: __("Ta bort målområde"),
    Doing.ADD_MILESTONE: __("Legge til milepæl"),
    Doing.ADD_PARTICIPANT: __("Legge til deltaker"),
    Doing.ADD_PLAN: __("Legge til plan"),
    Doing.CHANGE_KIND: __("Endre type"),
    Doing.CONFIRM: __("Si at ingenting er endret i år"),
    Doing.REMOVE: __("Kaste i papirkurven"),
}
_SALT = "portfolio.bulk"
_GOOD_FOR = 24 * 60 * 60
_REFUSED_SHOWN = 50


class SealBroken(ValueError):
    """The preview is too old, or was made for somebody or something else."""


def seal(changing: Sequence[Seen], *, partnership_id: int, user_id: int) -> str:
    """What somebody saw in a preview, signed, to be sent back with the yes: the very versions they said yes to."""
    rows = [[each.activity_id, each.version] for each in changing]
    return signing.dumps([partnership_id, user_id, rows], salt=_SALT, compress=True)


def open_seal(text: str, *, partnership_id: int, user_id: int) -> list[Seen]:
    """What was sealed for this person in this partnership. Raises SealBroken."""
    try:
        partnership, user, rows = signing.loads(text, salt=_SALT, max_age=_GOOD_FOR)
    except (signing.BadSignature, ValueError) as broken:
        raise SealBroken from broken
    if (partnership, user) != (partnership_id, user_id):
        raise SealBroken
    return [Seen(pk, version) for pk, version in rows]


@dataclass(frozen=True)
class Link:
    """A title that leads somewhere."""

    title: str
    url: str
    why: str = ""


def links(titles: Sequence[tuple[str, str]], addresses: Addresses, *, to_history: bool = False) -> list[Link]:
    """Activities given as (slug, title), each leading to its page, or to its history where one sees what was done."""
    lead = addresses.history if to_history else addresses.activity
    return [Link(title, lead(slug)) for slug, title in titles]


@dataclass(frozen=True)
class PreviewPage:
    """What would be done, in words."""

    what: str
    changing: str
    count: int
    same: str
    first: Sequence[Link]
    more: str
    refused: Sequence[Link]
    refused_more: str
    is_danger: bool
    seal: str


def change_in_words(change: BulkChange, names: PartyNames, areas: Mapping[int, str]) -> str:
    """«Legge til innsatsområde: Helse og velferd»."""
    return (
        f"{DOINGS[change.doing]}: {detail}" if (detail := _detail(change, names, areas)) else str(DOINGS[change.doing])
    )


def _detail(change: BulkChange, names: PartyNames, areas: Mapping[int, str]) -> str:
    if change.area_id:
        return areas.get(change.area_id, "")
    if change.purpose:
        return labels.purpose_label(change.purpose)
    if change.milestone:
        told = f"{labels.milestone_label(change.milestone.kind)}, {date_in_words(change.milestone.date)}"
        return _("%(milestone)s (planlagt)") % {"milestone": told} if change.milestone.planned else told
    if change.participant:
        return f"{names.say(change.participant.party)}, {labels.role_label(change.participant.role).lower()}"
    return labels.kind_label(change.kind) if change.kind else change.plan


def preview_page(
    seen: Preview, change: BulkChange, *, what: str, addresses: Addresses, partnership_id: int, user_id: int
) -> PreviewPage:
    """The page that says what would be done."""
    count = len(seen.changing)
    more = count - len(seen.first)
    refused_more = len(seen.refused) - _REFUSED_SHOWN
    return PreviewPage(
        what=what,
        changing=activity_count(count),
        count=count,
        same=_same(change, seen.same),
        first=links(seen.first, addresses),
        more=_more(more),
        refused=[
            Link(each.title, addresses.activity(each.slug), "; ".join(_fault(*fault) for fault in each.faults))
            for each in seen.refused[:_REFUSED_SHOWN]
        ],
        refused_more=_more(refused_more),
        is_danger=change.doing is Doing.REMOVE,
        seal=seal(seen.changing, partnership_id=partnership_id, user_id=user_id) if count else "",
    )


def _more(count: int) -> str:
    return _("og %(count)s til") % {"count": number_text(count)} if count > 0 else ""


def _same(change: BulkChange, count: int) -> str:
    if not count:
        return ""
    if change.doing is Doing.CONFIRM:
        return _("Det er sagt om %(count)s fra før.") % {"count": number_text(count)}
    return _("%(count)s er slik fra før og blir ikke rørt.") % {"count": number_text(count)}


def _fault(fault: DraftFault, field: str) -> str:
    label = str(FIELD_LABELS.get(field, field))
    if fault is DraftFault.END_BEFORE_START:
        return _("%(field)s: slutten kommer før starten") % {"field": label}
    if fault is DraftFault.SAID_TWICE:
        return _("%(field)s: det samme står to ganger") % {"field": label}
    return _("%(field)s er ikke riktig utfylt") % {"field": label}


@dataclass(frozen=True)
class ChangeSetRow:
    """One operation in the list."""

    pk: int
    title: str
    by: str
    when: str
    count: str
    undone: str
    undo_url: str


def change_set_row(change_set: ChangeSet, *, undo_url: str) -> ChangeSetRow:
    """An operation with `touched`, as `queries.change_sets` reads it."""
    undone = ""
    if change_set.undone_at:
        undone = _("Angret av %(who)s, %(when)s") % {
            "who": change_set.undone_by,
            "when": when_in_words(change_set.undone_at),
        }
    return ChangeSetRow(
        change_set.pk,
        change_set.title,
        change_set.by_label,
        when_in_words(change_set.at),
        activity_count(getattr(change_set, "touched", 0)),
        undone,
        "" if change_set.undone_at else undo_url,
    )
