"""The density map and the gaps: everything there could be is there, also what is empty."""

from __future__ import annotations

import pytest

from brobygger.portfolio.presenters.addresses import Addresses
from brobygger.portfolio.presenters.density import MapKind, MapView, density_page, read_view
from brobygger.portfolio.presenters.gaps import gaps_page
from brobygger.portfolio.queries.axes import Axes, AxisParty
from brobygger.portfolio.queries.terms import Density
from brobygger.portfolio.rules.facets import UNPLACED
from brobygger.portfolio.rules.kinds import Kind
from brobygger.portfolio.templatetags.portfolio import map_cells

AXES = Axes(
    [AxisParty("uni", "Universitetet"), AxisParty("fak", "Fakultetet", 1), AxisParty("gml", "Gammelt", 1, True)],
    [AxisParty("omsorg", "Omsorg"), AxisParty("skole", "Skole")],
)
SOME = Density(
    {("uni", "omsorg"): 12, ("fak", "omsorg"): 1, ("uni", UNPLACED): 3}, {"uni": 20, "fak": 1}, {"omsorg": 12}
)
NOTHING = Density({}, {}, {})


def page(view: MapView, density: Density, axes: Axes = AXES, **changes: object):  # type: ignore[no-untyped-def]
    given = {"years": {"2023": 4}, "axes": axes, "disciplines": {"biologi": "Biologi"}, "areas": {"helse": "Helse"}}
    return density_page(view, density, addresses=Addresses("prove"), **{**given, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("parameters", "view"),
    [
        ({}, MapView(MapKind.DEPARTMENTS, 0)),
        ({"vis": ["fag"], "aar": ["2023"]}, MapView(MapKind.DISCIPLINES, 2023)),
        ({"vis": ["x"], "aar": ["²²²²"]}, MapView(MapKind.DEPARTMENTS, 0)),
        ({"aar": ["99999999999"]}, MapView(MapKind.DEPARTMENTS, 0)),
        ({"vis": [], "aar": [""]}, MapView(MapKind.DEPARTMENTS, 0)),
    ],
)
def test_an_address_that_means_nothing_is_the_whole_map(parameters: dict[str, list[str]], view: MapView) -> None:
    assert read_view(parameters) == view


def test_every_unit_and_area_is_there_and_the_empty_cells_lead_somewhere() -> None:
    shown = page(MapView(MapKind.DEPARTMENTS, 0), SOME)
    assert shown.columns == ["Omsorg", "Skole", "Uten kjent område"]
    assert [(row.name, row.depth, row.total) for row in shown.rows] == [("Universitetet", 0, 20), ("Fakultetet", 1, 1)]
    assert [[cell.count for cell in row.cells] for row in shown.rows] == [[12, 0, 3], [1, 0, 0]]
    assert shown.rows[1].cells[1].url.endswith("?institutt=fak&tjenesteomrade=skole")
    assert [cell.name for cell in shown.rows[0].some] == ["Omsorg", "Uten kjent område"]
    assert shown.empty_cells == "3 ruter er tomme."
    assert shown.rows[0].cells[0].level > shown.rows[1].cells[0].level > 0


def test_what_is_gone_is_there_only_when_it_has_something() -> None:
    shown = page(MapView(MapKind.DEPARTMENTS, 0), Density({}, {"gml": 2}, {}))
    assert [(row.name, row.is_gone) for row in shown.rows][-1] == ("Gammelt", True)


def test_a_year_is_in_every_cell_but_totals_are_of_all_years() -> None:
    shown = page(MapView(MapKind.DEPARTMENTS, 2023), SOME)
    assert shown.rows[0].cells[0].url.endswith("&aar=2023")
    assert shown.rows[0].url.endswith("?institutt=uni")
    assert shown.total_label == "Alle år"
    assert [(year.label, year.is_current) for year in shown.years] == [("Alle år", False), ("2023", True)]
    assert [choice.url.partition("?")[2] for choice in shown.kinds] == [
        "aar=2023",
        "vis=fag&aar=2023",
        "vis=omrade&aar=2023",
    ]


def test_a_year_nothing_belongs_to_can_still_be_seen() -> None:
    assert "1999" in [year.label for year in page(MapView(MapKind.DEPARTMENTS, 1999), NOTHING).years]


def test_focus_areas_by_kind() -> None:
    shown = page(MapView(MapKind.FOCUS_AREAS, 0), Density({("helse", "phd"): 2}, {"helse": 2}, {"phd": 2, "ny": 1}))
    assert len(shown.columns) == len(Kind) + 1
    assert shown.columns[-1] == "ny"
    assert "kommunen" not in shown.explanation


def test_a_partnership_without_units_has_an_empty_map() -> None:
    assert page(MapView(MapKind.DEPARTMENTS, 0), NOTHING, Axes([], [])).rows == []


def test_cells_are_written_with_their_level_and_escaped() -> None:
    shown = page(MapView(MapKind.DEPARTMENTS, 0), SOME, Axes([AxisParty("uni", "<b>")], AXES.service_areas))
    html = map_cells(shown.rows[0].cells)
    assert "<b>" not in html
    assert html.count("<td") == 3
    assert 'tabindex="-1">–</a>' in html


def gaps(between: Density, kinds: Density = NOTHING, axes: Axes = AXES):  # type: ignore[no-untyped-def]
    return gaps_page(
        between=between,
        kinds=kinds,
        disciplines_used={"biologi": 1},
        axes=axes,
        disciplines={"biologi": "Biologi", "fysikk": "Fysikk"},
        areas={"helse": "Helse"},
        addresses=Addresses("prove"),
    )


def test_gaps_name_units_and_areas_without_the_other_side() -> None:
    found = gaps(Density({("uni", "omsorg"): 1}, {"uni": 1, "fak": 2}, {"omsorg": 1}))
    assert [(gap.name, gap.activities) for gap in found.units] == [("Fakultetet", "2 aktiviteter uten kommunen")]
    assert [(gap.name, gap.activities) for gap in found.service_areas] == [("Skole", "")]
    assert (found.unit_count, found.service_area_count) == (1, 2)
    assert [gap.name for gap in found.disciplines] == ["Fysikk"]


def test_gaps_name_kinds_a_focus_area_has_none_of() -> None:
    found = gaps(NOTHING, Density({("helse", kind.value): 1 for kind in Kind if kind is not Kind.PHD}, {}, {}))
    assert [[gap.name for gap in area.kinds] for area in found.areas] == [["Doktorgrad"]]
    assert gaps(NOTHING, Density({("helse", kind.value): 1 for kind in Kind}, {}, {})).areas == []
