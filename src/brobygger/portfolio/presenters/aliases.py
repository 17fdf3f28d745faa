"""The other names of an organisation or unit on screen, for those who keep them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.organisations.models import Name
from brobygger.organisations.presenters.labels import language_labels, name_kind_label
from brobygger.organisations.presenters.party import time_in_words
from brobygger.organisations.presenters.tree import party_url
from brobygger.organisations.queries import Directory, draft_of_name
from brobygger.organisations.rules.aliases import ADDED, CHANGED, REMOVED, mark_of
from brobygger.organisations.rules.drafts import NameDraft
from brobygger.organisations.rules.kinds import NameKind
from brobygger.organisations.rules.names import Party
from brobygger.portfolio.queries.aliases import Told


@dataclass(frozen=True)
class Link:
    """A name with an address, and what helps to tell it apart."""

    label: str
    url: str
    hint: str = ""


@dataclass(frozen=True)
class AliasRow:
    """One name. `mark` is sent along by whoever changes it."""

    text: str
    about: str
    mark: str
    change_url: str
    remove_url: str


@dataclass(frozen=True)
class ToldRow:
    """One thing that was done. `again_url`: where what was removed is given again."""

    text: str
    at: datetime
    by: str
    again_url: str = ""


@dataclass(frozen=True)
class AliasPage:
    """The whole page."""

    name: str
    url: str
    party_url: str
    rows: Sequence[AliasRow]
    told: Sequence[ToldRow]


def alias_page(
    directory: Directory, party: Party, names: Iterable[Name], told: Iterable[Told], *, partnership: str
) -> AliasPage:
    """The names of a party and what was done with them."""
    slug = directory.slug(party)
    url = reverse("aliases:aliases", kwargs={"partnership": partnership, "slug": slug})
    rows = [_row(name, url) for name in names]
    has = {row.text for row in rows}
    return AliasPage(
        directory.label(party), url, party_url(partnership, slug), rows, [_told(each, url, has) for each in told]
    )


def holders(directory: Directory, parties: Iterable[Party], *, partnership: str) -> list[Link]:
    """Those who go by a name, each with its page."""
    return [
        Link(
            directory.label(party),
            party_url(partnership, directory.slug(party)),
            directory.label(Party(party.organisation_id)) if party.unit_id else "",
        )
        for party in parties
    ]


def initial_of(draft: NameDraft) -> dict[str, str]:
    """A name as the form begins with it."""
    return {
        "text": draft.text,
        "kind": draft.kind.value,
        "language": draft.language,
        "valid_from": draft.valid_from,
        "valid_to": draft.valid_to,
    }


def about_name(draft: NameDraft) -> str:
    """«Forkortelse, engelsk, 2011–2019»."""
    language = "" if draft.kind is NameKind.TRANSLATION else language_labels().get(draft.language, "").lower()
    told = (name_kind_label(draft.kind, draft.language), language, time_in_words(draft.valid_from, draft.valid_to))
    return ", ".join(each for each in told if each)


def _row(name: Name, url: str) -> AliasRow:
    draft = draft_of_name(name)
    return AliasRow(draft.text, about_name(draft), mark_of(draft), f"{url}{name.pk}/", f"{url}{name.pk}/ta-bort/")


def _told(told: Told, url: str, has: set[str]) -> ToldRow:
    event, data = told.event, told.event.data
    now = _in_words(data)
    if event.verb == CHANGED:
        text = _("Rettet: %(before)s ble %(now)s") % {"before": _in_words(data.get("was", {})), "now": now}
    else:
        text = {ADDED: _("Lagt til: %(name)s"), REMOVED: _("Tatt bort: %(name)s")}[event.verb] % {"name": now}
    is_gone = event.verb == REMOVED and data.get("text") not in has
    return ToldRow(text, event.at, told.by, f"{url}?igjen={event.pk}#nytt" if is_gone else "")


def _in_words(data: dict[str, Any]) -> str:
    draft = draft_in(data)
    return _("«%(text)s» (%(about)s)") % {"text": draft.text, "about": about_name(draft).lower()}


def draft_in(data: dict[str, Any]) -> NameDraft:
    """The name an event tells of."""
    return NameDraft(
        str(data.get("text", "")),
        NameKind(data.get("kind", NameKind.SPELLING.value)),
        str(data.get("language", "")),
        str(data.get("valid_to", "")),
        str(data.get("valid_from", "")),
    )
