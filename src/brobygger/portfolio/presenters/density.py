"""The density map: where there is much, where there is little, where there is nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.designsystem.rules.charts import HeatScale
from brobygger.designsystem.rules.sent import number_in
from brobygger.portfolio.presenters.addresses import Addresses, with_question
from brobygger.portfolio.presenters.labels import kind_label
from brobygger.portfolio.presenters.names import unplaced
from brobygger.portfolio.presenters.words import activity_count
from brobygger.portfolio.queries.axes import Axes
from brobygger.portfolio.queries.terms import Density
from brobygger.portfolio.rules.facets import UNPLACED, Dimension
from brobygger.portfolio.rules.filters import PARAMETERS
from brobygger.portfolio.rules.kinds import Kind

DEEPEST = 4


class MapKind(StrEnum):
    """What the map shows, as it is called in the address."""

    DEPARTMENTS = "institutt"
    DISCIPLINES = "fag"
    FOCUS_AREAS = "omrade"


_AXES = {
    MapKind.DEPARTMENTS: (Dimension.DEPARTMENT, Dimension.SERVICE_AREA),
    MapKind.DISCIPLINES: (Dimension.DISCIPLINE, Dimension.SERVICE_AREA),
    MapKind.FOCUS_AREAS: (Dimension.FOCUS_AREA, Dimension.KIND),
}


@dataclass(frozen=True)
class MapView:
    """Which map is asked for; year 0 is all years."""

    kind: MapKind
    year: int

    @property
    def rows(self) -> Dimension:
        return _AXES[self.kind][0]

    @property
    def columns(self) -> Dimension:
        return _AXES[self.kind][1]


@dataclass(frozen=True, slots=True)
class Line:
    """A row or column before it is filled."""

    key: str
    name: str
    depth: int = 0
    is_gone: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; `name` is the column's, for the list that phones show."""

    name: str
    count: int
    level: int
    url: str
    spoken: str


@dataclass(frozen=True)
class MapRow:
    """One row with its total, each activity counted once."""

    name: str
    depth: int
    is_gone: bool
    cells: Sequence[Cell]
    total: int
    url: str

    @property
    def some(self) -> list[Cell]:
        """The cells that are not empty."""
        return [cell for cell in self.cells if cell.count]


@dataclass(frozen=True)
class MapChoice:
    """One of the maps or years one can choose."""

    key: str
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class DensityPage:
    """The whole page."""

    kind: str
    year: int
    caption: str
    row_label: str
    columns: Sequence[str]
    rows: Sequence[MapRow]
    column_totals: Sequence[Cell]
    total_label: str
    kinds: Sequence[MapChoice]
    years: Sequence[MapChoice]
    empty_cells: str
    explanation: str
    gaps_url: str


def read_view(parameters: Mapping[str, Sequence[str]]) -> MapView:
    """What an address asks for; what it does not mean is all years of the first map."""
    kind = next(iter(parameters.get("vis", ())), "")
    year = next(iter(parameters.get("aar", ())), "")
    return MapView(
        MapKind(kind) if kind in set(MapKind) else MapKind.DEPARTMENTS,
        number_in(year, 0, digits=4),
    )


def density_page(
    view: MapView,
    density: Density,
    *,
    years: Mapping[str, int],
    axes: Axes,
    disciplines: Mapping[str, str],
    areas: Mapping[str, str],
    addresses: Addresses,
) -> DensityPage:
    """The map of a view, with every row and column there could be."""
    rows, columns = _lines(view.kind, axes, disciplines, areas)
    rows = _complete(rows, density.rows)
    columns = _complete(columns, density.columns)
    cells = _Cells(view, density, addresses)
    filled = [cells.row(row, columns) for row in rows]
    empty = sum(not cell.count for row in filled for cell in row.cells)
    return DensityPage(
        kind=view.kind.value,
        year=view.year,
        caption=_caption(view),
        row_label=_row_label(view.kind),
        columns=[column.name for column in columns],
        rows=filled,
        column_totals=[cells.column_total(column) for column in columns],
        total_label=_("Alle år") if view.year else _("Totalt"),
        kinds=[_kind_choice(kind, view, addresses) for kind in MapKind],
        years=_year_choices(view, years, addresses),
        empty_cells=ngettext("%(count)s rute er tom.", "%(count)s ruter er tomme.", empty) % {"count": empty},
        explanation=_explanation(view.kind),
        gaps_url=addresses.gaps,
    )


def partner_lines(axes: Axes) -> tuple[list[Line], list[Line]]:
    """The university's units as rows and the municipality's areas as columns, with a column for units nobody placed."""
    rows = [Line(party.slug, party.name, min(party.depth, DEEPEST), party.is_gone) for party in axes.university]
    columns = [Line(party.slug, party.name, 0, party.is_gone) for party in axes.service_areas]
    return rows, [*columns, Line(UNPLACED, unplaced())]


class _Cells:
    """Makes cells; the parts of an address that do not change are put together once."""

    def __init__(self, view: MapView, density: Density, addresses: Addresses) -> None:
        self._density = density
        self._scale = HeatScale.of(density.cells.values())
        self._list = addresses.activities
        self._row = PARAMETERS[view.rows]
        self._column = PARAMETERS[view.columns]
        self._year = f"&{PARAMETERS[Dimension.YEAR]}={view.year}" if view.year else ""

    def row(self, row: Line, columns: Sequence[Line]) -> MapRow:
        """A whole row, with its total over all years."""
        cells = [self._cell(row, column) for column in columns]
        total = self._density.rows.get(row.key, 0)
        return MapRow(row.name, row.depth, row.is_gone, cells, total, f"{self._list}?{self._row}={row.key}")

    def column_total(self, column: Line) -> Cell:
        """The total of a column over all years."""
        count = self._density.columns.get(column.key, 0)
        url = f"{self._list}?{self._column}={column.key}"
        return Cell(column.name, count, 0, url, f"{column.name}: {activity_count(count)}")

    def _cell(self, row: Line, column: Line) -> Cell:
        count = self._density.cells.get((row.key, column.key), 0)
        return Cell(
            column.name,
            count,
            self._scale.level(count),
            f"{self._list}?{self._row}={row.key}&{self._column}={column.key}{self._year}",
            f"{row.name}, {column.name}: {activity_count(count)}" if count else "",
        )


def _lines(
    kind: MapKind, axes: Axes, disciplines: Mapping[str, str], areas: Mapping[str, str]
) -> tuple[list[Line], list[Line]]:
    """Every row and column of a map, also those nothing is registered for."""
    units, service_areas = partner_lines(axes)
    if kind is MapKind.DEPARTMENTS:
        return units, service_areas
    if kind is MapKind.DISCIPLINES:
        return [Line(code, name) for code, name in disciplines.items()], service_areas
    return (
        [Line(slug, name) for slug, name in areas.items()],
        [Line(each.value, kind_label(each.value)) for each in Kind],
    )


def _complete(lines: Sequence[Line], totals: Mapping[str, int]) -> list[Line]:
    """Without what is gone and never had anything, and with what is counted under a key nobody knows."""
    known = {line.key for line in lines}
    return [
        *(line for line in lines if not line.is_gone or totals.get(line.key)),
        *(Line(key, key) for key in totals if key not in known),
    ]


def _caption(view: MapView) -> str:
    what = {
        MapKind.DEPARTMENTS: _("Aktiviteter etter universitetsenhet og tjenesteområde"),
        MapKind.DISCIPLINES: _("Aktiviteter etter fag og tjenesteområde"),
        MapKind.FOCUS_AREAS: _("Aktiviteter etter innsatsområde og type"),
    }[view.kind]
    return f"{what}, {view.year if view.year else _('alle år')}"


def _row_label(kind: MapKind) -> str:
    return {
        MapKind.DEPARTMENTS: _("Enhet ved universitetet"),
        MapKind.DISCIPLINES: _("Fag"),
        MapKind.FOCUS_AREAS: _("Innsatsområde"),
    }[kind]


def _kind_label(kind: MapKind) -> str:
    return {
        MapKind.DEPARTMENTS: _("Enheter"),
        MapKind.DISCIPLINES: _("Fag"),
        MapKind.FOCUS_AREAS: _("Innsatsområder"),
    }[kind]


def _explanation(kind: MapKind) -> str:
    several = _("En aktivitet som hører til flere steder, står i flere ruter, men telles én gang i hver total.")
    if kind is MapKind.FOCUS_AREAS:
        return several
    without = _("Totalen har også med aktiviteter der kommunen ikke er deltaker.")
    return f"{several} {without}"


def _choice_url(kind: MapKind, year: int, addresses: Addresses) -> str:
    question = "&".join(
        [f"vis={kind.value}"] * (kind is not MapKind.DEPARTMENTS)
        + [f"{PARAMETERS[Dimension.YEAR]}={year}"] * bool(year)
    )
    return with_question(addresses.density, question)


def _kind_choice(kind: MapKind, view: MapView, addresses: Addresses) -> MapChoice:
    return MapChoice(kind.value, _kind_label(kind), _choice_url(kind, view.year, addresses), kind is view.kind)


def _year_choices(view: MapView, years: Mapping[str, int], addresses: Addresses) -> list[MapChoice]:
    """All years first, then each from the latest; a year from the address that nothing belongs to is there too."""
    keys = sorted({int(year) for year in years} | ({view.year} if view.year else set()), reverse=True)
    return [
        MapChoice("", _("Alle år"), _choice_url(view.kind, 0, addresses), not view.year),
        *(MapChoice(str(y), str(y), _choice_url(view.kind, y, addresses), y == view.year) for y in keys),
    ]
