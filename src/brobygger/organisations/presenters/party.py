"""The page of one organisation or unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.dates.presenters import date_in_words
from brobygger.designsystem.presenters import number_text
from brobygger.organisations.models import Name, Placement, Reorganisation, Succession
from brobygger.organisations.presenters.labels import (
    name_kind_label,
    organisation_kind_label,
    succession_label,
    unit_kind_label,
)
from brobygger.organisations.presenters.reorganising import done_in_words
from brobygger.organisations.presenters.tree import party_url
from brobygger.organisations.queries import Directory
from brobygger.organisations.rules.kinds import NameKind
from brobygger.organisations.rules.names import Party

FROM_SOURCE = "source"


@dataclass(frozen=True)
class Link:
    """A name that leads somewhere."""

    label: str
    url: str


@dataclass(frozen=True)
class NameRow:
    """One of the names."""

    text: str
    kind: str
    time: str


@dataclass(frozen=True)
class PlaceRow:
    """Where it belonged for a time, and how that is known."""

    above: Link
    time: str
    is_general_knowledge: bool


@dataclass(frozen=True)
class SuccessionRow:
    """Who came before or after."""

    label: str
    other: Link
    when: str
    share: str
    note: str
    source: str


@dataclass(frozen=True)
class ChangeRow:
    """A reorganisation that stands."""

    text: str
    when: str
    reason: str


@dataclass(frozen=True)
class PartyPage:
    """The whole page."""

    name: str
    kind: str
    path: list[Link]
    organisation_number: str
    country: str
    valid_from: str
    valid_to: str
    names: list[NameRow]
    places: list[PlaceRow]
    parts: list[Link]
    successions: list[SuccessionRow]
    disciplines: list[str]
    note: str
    source: str
    activities_url: str
    names_url: str
    changes: list[ChangeRow]
    reorganise_url: str


def party_page(
    directory: Directory,
    party: Party,
    *,
    placements: Sequence[Placement],
    successions: Iterable[Succession],
    disciplines: Mapping[str, str],
    changes: Iterable[Reorganisation],
    partnership: str,
) -> PartyPage:
    """Everything the page shows. `placements` latest first; both they and successions are empty for organisations."""
    organisation = directory.organisations[party.organisation_id]
    unit = directory.units[party.unit_id] if party.unit_id is not None else None
    thing = unit or organisation
    owner = Link(organisation.name, party_url(partnership, organisation.slug))
    above = [Link(each.name, party_url(partnership, each.slug)) for each in reversed(directory.path(party)[1:])]
    return PartyPage(
        name=thing.name,
        kind=unit_kind_label(unit.kind) if unit else organisation_kind_label(organisation.kind),
        path=[owner, *above] if unit else [],
        organisation_number="" if unit else organisation.organisation_number,
        country="" if unit else organisation.country,
        valid_from=date_in_words(thing.valid_from),
        valid_to=date_in_words(thing.valid_to),
        names=_names(directory.names.get(party, []), thing.name),
        places=[_place(placement, owner, partnership, is_only=len(placements) == 1) for placement in placements],
        parts=_parts(directory, party, partnership),
        successions=[_succession(each, party.unit_id, partnership) for each in successions],
        disciplines=sorted(disciplines.get(code, code) for code in unit.disciplines) if unit else [],
        note=thing.note,
        source=thing.source,
        activities_url=f"{reverse('portfolio:activities', kwargs={'partnership': partnership})}?enhet={thing.slug}",
        # Whose names are used where is the register's to know, so that page is its.
        names_url=reverse("aliases:aliases", kwargs={"partnership": partnership, "slug": thing.slug}),
        changes=[
            ChangeRow(done_in_words(each), date_in_words(each.date), each.reason)
            for each in changes
            if not each.is_undone
        ],
        reorganise_url=reverse("reorganising:choose", kwargs={"partnership": partnership, "slug": thing.slug}),
    )


def _names(names: Iterable[Name], official: str) -> list[NameRow]:
    return [
        NameRow(name.text, name_kind_label(name.kind, name.language), time_in_words(name.valid_from, name.valid_to))
        for name in names
        if name.kind != NameKind.OFFICIAL or name.text != official
    ]


def _place(placement: Placement, owner: Link, partnership: str, *, is_only: bool) -> PlaceRow:
    """One that was never moved belonged there as long as it existed, which the page says already."""
    above = Link(placement.parent.name, party_url(partnership, placement.parent.slug)) if placement.parent else owner
    return PlaceRow(
        above,
        "" if is_only else time_in_words(placement.valid_from, placement.valid_to),
        is_general_knowledge=placement.basis != FROM_SOURCE,
    )


def _parts(directory: Directory, party: Party, partnership: str) -> list[Link]:
    """The units directly below, where they were placed last."""
    below = directory.tree.children().get(party.unit_id, [])
    return [
        Link(unit.name, party_url(partnership, unit.slug))
        for unit_id in below
        if (unit := directory.units[unit_id]).organisation_id == party.organisation_id
    ]


def _succession(succession: Succession, unit_id: int | None, partnership: str) -> SuccessionRow:
    is_predecessor = succession.predecessor_id == unit_id
    other = succession.successor if is_predecessor else succession.predecessor
    return SuccessionRow(
        label=succession_label(succession.kind, is_predecessor=is_predecessor),
        other=Link(other.name, party_url(partnership, other.slug)),
        when=date_in_words(succession.date),
        share="" if succession.share is None else f"{number_text(succession.share * Decimal(100))} %",
        note=succession.note,
        source=succession.source,
    )


def time_in_words(start: str, end: str) -> str:
    """«2011–2019», «fra 2011», «til 2019», or nothing."""
    if start and end:
        return f"{date_in_words(start)}–{date_in_words(end)}"
    if start:
        return _("fra %(start)s") % {"start": date_in_words(start)}
    return _("til %(end)s") % {"end": date_in_words(end)} if end else ""
