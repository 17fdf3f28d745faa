"""A figure by unit, as its page shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from brobygger.organisations.presenters.reorganising import joined
from brobygger.organisations.presenters.tree import party_url
from brobygger.organisations.queries import Directory
from brobygger.organisations.rules.heirs import Path
from brobygger.organisations.rules.names import Party, fold
from brobygger.partnerships.models import Partnership
from brobygger.results.models import Indicator
from brobygger.results.presenters.words import in_language, number, year_label
from brobygger.results.queries.by_unit import ByUnit
from brobygger.results.rules.by_unit import Part, Row, Tree, below

SHOWN_AT_MOST = 400
_DEEPEST = 4


@dataclass(frozen=True)
class UnitRow:
    """One row. `cells` are year, number and the list it opens; the period last. `depth` from 1 for organisations."""

    label: str
    url: str
    note: str
    depth: int
    is_part: bool
    cells: Sequence[tuple[str, str, str]]


@dataclass(frozen=True)
class TreeChoice:
    """One of the two trees."""

    label: str
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class ByUnitPage:
    """The whole page. `rows` is empty when nothing is counted; `is_divided` False when the figure cannot be."""

    name: str
    unit: str
    url: str
    is_divided: bool
    explained: str
    choices: Sequence[TreeChoice]
    years: Sequence[str]
    whole: UnitRow | None
    rows: Sequence[UnitRow]
    left_off: int


def tree_label(tree: Tree) -> str:
    """Which tree it is."""
    return {Tree.REPORTED: _("Slik det ble rapportert"), Tree.TODAY: _("På enhetene i dag")}[tree]


def tree_explained(tree: Tree) -> str:
    """What the rows are."""
    return {
        Tree.REPORTED: _("Hvert år vises i den inndelingen som gjaldt da. En enhet som er flyttet, står derfor flere steder."),
        Tree.TODAY: _(
            "Enheter som har fått nytt navn, er slått sammen eller flyttet, er regnet med til den som har tatt over. "
            "Det en delt enhet har vært med på, deles ikke: det står på egen rad."
        ),
    }[tree]  # fmt: skip


def by_unit_page(
    partnership: Partnership,
    indicator: Indicator,
    years: Sequence[int],
    found: ByUnit | None,
    directory: Directory,
    partner_ids: Sequence[int],
    *,
    tree: Tree,
) -> ByUnitPage:
    """The page of one figure by unit, in one tree."""
    here = {"partnership": partnership.slug, "code": indicator.code}
    url = reverse("results:by_unit", kwargs=here)
    writer = _Writer(partnership, reverse("results:behind", kwargs=here), years, directory, tree)
    lines = list(writer.rows(found, partner_ids)) if found else []
    return ByUnitPage(
        name=in_language(indicator.name),
        unit=in_language(list(indicator.definitions.all())[-1].unit),
        url=reverse("results:indicator", kwargs=here),
        is_divided=found is not None,
        explained=tree_explained(tree),
        choices=[TreeChoice(tree_label(each), f"{url}?tre={each.value}", each is tree) for each in Tree],
        years=[year_label(year) for year in (*years, None)],
        whole=lines[0] if lines else None,
        rows=lines[1 : SHOWN_AT_MOST + 1],
        left_off=max(0, len(lines) - 1 - SHOWN_AT_MOST),
    )


def row_label(directory: Directory, row: Path, part: Part) -> str:
    """What a row is called, by itself."""
    name = directory.label(row[-1]) if row else _("Hele samarbeidet")
    if part is Part.SHARED:
        return _("%(name)s: felles for flere under") % {"name": name}
    return _("%(name)s: ikke på noen under") % {"name": name} if part is Part.OWN else name


def row_said(directory: Directory, row: Path) -> str:
    """A row as an address says it: the slugs from the top."""
    return ".".join(directory.slug(party) for party in row)


def row_read(directory: Directory, said: str) -> Path | None:
    """The row an address means; None when it means nothing."""
    if not said:
        return ()
    parties = {directory.slug(Party(pk)): Party(pk) for pk in directory.organisations}
    parties |= {unit.slug: Party(unit.organisation_id, unit.pk) for unit in directory.units.values()}
    slugs = said.split(".")
    return tuple(parties[slug] for slug in slugs) if all(slug in parties for slug in slugs) else None


def in_order(found: ByUnit, directory: Directory, partner_ids: Sequence[int]) -> Iterator[tuple[Path, Row, bool]]:
    """The whole, then every row with something in it, each after the one it stands under; and whether any stand under it."""

    def order(path: Path) -> tuple[int, str]:
        party = path[-1]
        is_partner = len(path) == 1 and party.organisation_id in partner_ids
        place = partner_ids.index(party.organisation_id) if is_partner else len(partner_ids)
        return place, fold(directory.label(party))

    there = {path: row for path, row in found.rows.items() if any(row.total.values())}
    onward = below(there)
    waiting: list[Path] = [()] if there else []
    while waiting:
        path = waiting.pop()
        children = sorted(onward.get(path, ()), key=order, reverse=True)
        waiting += children
        yield path, there[path], bool(children)


def row_notes(found: ByUnit, directory: Directory, tree: Tree) -> Callable[[Path], str]:
    """What is to be said of rows: whom a unit was split into, whom it was, or that it is gone. Mostly nothing."""
    became = _became(found, directory) if tree is Tree.TODAY else {}

    def note(path: Path) -> str:
        unit_id = path[-1].unit_id if path else None
        if unit_id is None:
            return ""
        lineage = found.lineage
        if tree is Tree.TODAY and lineage.is_divided(unit_id):
            heirs = [directory.units[heir].name for heir in lineage.heirs[unit_id]]
            return _("delt videre i %(heirs)s") % {"heirs": joined(heirs)}
        if unit_id in became:
            return _("med det som var %(names)s") % {"names": joined(became[unit_id])}
        return _("finnes ikke lenger") if lineage.units[unit_id].is_gone else ""

    return note


@dataclass(frozen=True)
class _Writer:
    partnership: Partnership
    list_url: str
    years: Sequence[int]
    directory: Directory
    tree: Tree

    def rows(self, found: ByUnit, partner_ids: Sequence[int]) -> Iterator[UnitRow]:
        """Every row with something in it, and after it what several of those below have, and none."""
        note = row_notes(found, self.directory, self.tree)
        for path, row, has_more in in_order(found, self.directory, partner_ids):
            yield self._row(path, Part.TOTAL, row, note(path))
            for part, numbers in ((Part.SHARED, row.shared), (Part.OWN, row.own)):
                if has_more and any(numbers.values()):
                    yield self._row(path, part, row)

    def _row(self, path: Path, part: Part, row: Row, note: str = "") -> UnitRow:
        numbers = {Part.TOTAL: row.total, Part.SHARED: row.shared, Part.OWN: row.own}[part]
        label = {
            Part.TOTAL: self.directory.label(path[-1]) if path else _("Hele samarbeidet"),
            Part.SHARED: _("Felles for flere av dem under"),
            Part.OWN: _("Ikke på noen av dem under"),
        }[part]
        slug = self.directory.slug(path[-1]) if path else ""
        url = party_url(self.partnership.slug, slug) if slug and part is Part.TOTAL else ""
        cells = [self._cell(path, part, numbers, year) for year in (*self.years, None)]
        depth = min(len(path) + (1 if part is not Part.TOTAL else 0), _DEEPEST)
        return UnitRow(label, url, note, depth, part is not Part.TOTAL, cells)

    def _cell(
        self, path: Path, part: Part, numbers: Mapping[int | None, Decimal], year: int | None
    ) -> tuple[str, str, str]:
        value = numbers.get(year, Decimal(0))
        asked = {"tre": self.tree.value, "rad": row_said(self.directory, path), "del": part.value, "aar": year or ""}
        said = urlencode({name: each for name, each in asked.items() if each})
        return year_label(year), number(value), f"{self.list_url}?{said}" if value else ""


def _became(found: ByUnit, directory: Directory) -> dict[int, list[str]]:
    """By unit of today the names of those that became it."""
    names: dict[int, list[str]] = {}
    for unit_id in found.lineage.heirs:
        today = found.lineage.today_of(unit_id)
        if today != unit_id:
            names.setdefault(today, []).append(directory.units[unit_id].name)
    return names
