"""Organisations and units as somebody writes them down, before they are in a directory."""

from __future__ import annotations

from dataclasses import dataclass

from brobygger.organisations.rules.kinds import NameKind, OrganisationKind, SuccessionKind, UnitKind


@dataclass(frozen=True)
class NameDraft:
    text: str
    kind: NameKind
    language: str = ""
    valid_to: str = ""
    valid_from: str = ""


@dataclass(frozen=True)
class UnitDraft:
    """A unit. `organisation` and `parent` are slugs; no parent means directly under the organisation."""

    slug: str
    organisation: str
    parent: str
    name: str
    kind: UnitKind
    names: tuple[NameDraft, ...] = ()
    disciplines: tuple[str, ...] = ()
    placement: str = "source"
    valid_from: str = ""
    valid_to: str = ""
    note: str = ""
    source: str = ""


@dataclass(frozen=True)
class OrganisationDraft:
    slug: str
    name: str
    kind: OrganisationKind
    name_en: str = ""
    organisation_number: str = ""
    country: str = ""
    names: tuple[NameDraft, ...] = ()
    valid_from: str = ""
    valid_to: str = ""
    note: str = ""
    source: str = ""


@dataclass(frozen=True)
class SuccessionDraft:
    """Units by slug."""

    predecessor: str
    successor: str
    kind: SuccessionKind
    date: str
    share: str = ""
    note: str = ""
    source: str = ""


@dataclass(frozen=True)
class DisciplineDraft:
    code: str
    area: str
    nb: str
    nn: str
    en: str


@dataclass(frozen=True)
class DirectoryDraft:
    """A whole directory; units in an order in which parents come first."""

    slug: str
    name: str
    organisations: tuple[OrganisationDraft, ...]
    units: tuple[UnitDraft, ...]
    successions: tuple[SuccessionDraft, ...] = ()
