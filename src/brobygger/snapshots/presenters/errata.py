"""Errata and proposals in words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.partnerships.models import Partnership
from brobygger.results.presenters.words import number, year_label
from brobygger.snapshots.models import Erratum
from brobygger.snapshots.queries.errata import Preview, Proposal
from brobygger.snapshots.rules.errata import Change, ErratumKind, changes_from

SHOWN_AT_MOST = 100


@dataclass(frozen=True)
class Link:
    """A title with where it leads."""

    title: str
    url: str


@dataclass(frozen=True)
class ChangeRow:
    """How one total changes. `value` is empty when the adopted value is a reported one, which stays."""

    indicator: str
    year: str
    before: str
    after: str
    difference: str
    stays: bool


@dataclass(frozen=True)
class ErratumView:
    """One erratum."""

    number: int
    kind: str
    reason: str
    decider: str
    written: object
    then: Sequence[Link]
    now: Sequence[Link]
    changes: Sequence[ChangeRow]
    sha256: str


@dataclass(frozen=True)
class ProposalView:
    """Something that waits for an erratum."""

    kind: str
    titles: Sequence[Link]
    url: str


def kind_label(kind: ErratumKind | str) -> str:
    """What was found, in a few words."""
    return {
        ErratumKind.MERGED: _("Registrert to ganger"),
        ErratumKind.PARTED: _("Slått sammen, men er to"),
        ErratumKind.CORRECTED: _("En opplysning var feil"),
        ErratumKind.REMOVED: _("Skulle ikke vært med"),
        ErratumKind.ADDED: _("Var glemt"),
    }[ErratumKind(kind)]


def kind_choices() -> list[tuple[str, str]]:
    """What to choose from."""
    return [(kind.value, kind_label(kind)) for kind in ErratumKind]


def refusal_sentence(why: str) -> str:
    """Why an erratum was not made."""
    return {
        "reason": _("Skriv hva som var galt, med høyst 2000 tegn."),
        "decider": _("Skriv hvem som bestemmer dette, med høyst 300 tegn."),
        "activities": _("Ingen av aktivitetene finnes i dette samarbeidet. Velg en som ble vedtatt, eller en som var glemt."),
        "changed": _("Noe er endret siden du så hva rettelsen betyr. Ingenting er ført. Se over det som står her nå, og før den på nytt."),
        "nothing": _("Ingenting er annerledes enn det som er vedtatt eller rettet før. Rett aktiviteten i registeret først."),
    }[why]  # fmt: skip


def erratum_views(partnership: Partnership, errata: Iterable[Erratum], names: Mapping[str, str]) -> list[ErratumView]:
    """Errata as a page shows them; `names` are those of indicators."""
    found = []
    for each in errata:
        about = json.loads(each.about)
        then, now = ([_link(partnership, row["slug"], row["title"]) for row in about[side]] for side in ("then", "now"))
        found.append(
            ErratumView(
                each.number,
                kind_label(each.kind),
                each.reason,
                each.decider,
                each.written,
                then,
                now,
                change_rows(changes_from(each.changes), names),
                each.sha256,
            )
        )
    return found


def newest(errata: Sequence[Erratum]) -> tuple[Sequence[Erratum], str]:
    """The errata a page has room for, and a sentence about the others; empty when there are none."""
    shown = errata[-SHOWN_AT_MOST:]
    hidden = len(errata) - len(shown)
    if not hidden:
        return shown, ""
    words = _("Her er de %(shown)s nyeste. Rettelse 1 til %(last)s står i rapporten (PDF).")
    return shown, words % {"shown": len(shown), "last": hidden}


def preview_links(partnership: Partnership, found: Preview) -> tuple[list[Link], list[Link]]:
    """Who was frozen, and what is there today."""
    then, now = ([_link(partnership, each.slug, each.title) for each in side] for side in (found.then, found.now))
    return then, now


def change_rows(found: Iterable[Change], names: Mapping[str, str]) -> list[ChangeRow]:
    """How totals change, one row each."""
    return [
        ChangeRow(
            names.get(each.code, each.code),
            year_label(each.year),
            number(each.before),
            number(each.after),
            _signed(each.before, each.after),
            each.value_before == each.value_after and each.before != each.after,
        )
        for each in found
    ]


def proposal_views(partnership: Partnership, snapshot_number: int, found: Iterable[Proposal]) -> list[ProposalView]:
    """What waits, each with the address where the erratum is made."""
    new = reverse("snapshots:correct", kwargs={"partnership": partnership.slug, "number": snapshot_number})
    return [
        ProposalView(
            kind_label(each.kind),
            [_link(partnership, slug, title) for _pk, slug, title in each.activities],
            f"{new}?slag={each.kind.value}" + "".join(f"&aktivitet={slug}" for _pk, slug, _title in each.activities),
        )
        for each in found
    ]


def _link(partnership: Partnership, slug: str, title: str) -> Link:
    return Link(title, reverse("portfolio:activity", kwargs={"partnership": partnership.slug, "slug": slug}))


def _signed(before: Decimal | None, after: Decimal | None) -> str:
    if before is None or after is None:
        return "–"
    difference = after - before
    return f"{'+' if difference > 0 else '−' if difference < 0 else ''}{number(abs(difference))}"
