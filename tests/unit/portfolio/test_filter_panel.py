"""The filter panel and the chips."""

from __future__ import annotations

from datetime import date

import pytest

from brobygger.portfolio.presenters.addresses import Addresses
from brobygger.portfolio.presenters.filter_panel import chips, filter_panel, sort_fields
from brobygger.portfolio.queries.choices import Choices, PartyName
from brobygger.portfolio.rules.facets import UNPLACED, Dimension
from brobygger.portfolio.rules.filters import Filter, Sort
from brobygger.portfolio.templatetags.portfolio import options


def choices(**counts: dict[str, int]) -> Choices:
    return Choices(
        counts={dimension: counts.get(dimension.value, {}) for dimension in Dimension},
        parties={
            "uni": PartyName("Universitetet", "uni"),
            "inst": PartyName("Institutt for øl", "uni"),
            "kommune": PartyName("Kommunen", "kommune"),
            "as": PartyName("Åpent firma", "as"),
            "bb": PartyName("Byggefirma", "bb"),
        },
        short={},
        partners={"university": "uni", "municipality": "kommune"},
        areas={"helse": "Helse & velferd"},
        disciplines={"biologi": "Biologi"},
    )


@pytest.fixture
def addresses() -> Addresses:
    return Addresses("prove")


def test_partners_come_first_with_their_units_then_the_others_by_name() -> None:
    parties = filter_panel(Filter(), choices(party={"as": 1, "bb": 1, "inst": 3, "kommune": 2, "uni": 4})).parties
    assert [(group.label, [option.label for option in group.options]) for group in parties.groups] == [
        ("Universitetet", ["Universitetet", "Institutt for øl"]),
        ("Kommunen", ["Kommunen"]),
        ("Andre organisasjoner", ["Byggefirma", "Åpent firma"]),
    ]


def test_what_is_chosen_is_there_even_when_nothing_has_it() -> None:
    wanted = Filter(terms={Dimension.KIND: ("phd", "hovercraft"), Dimension.PARTY: ("ukjent",)})
    panel = filter_panel(wanted, choices())
    assert [(o.label, o.count, o.is_chosen) for group in panel.kinds.groups for o in group.options] == [
        ("Doktorgrad", 0, True),
        ("hovercraft", 0, True),
    ]
    assert [o.label for group in panel.parties.groups for o in group.options] == ["ukjent"]
    assert all(group.is_open for group in panel.kinds.groups)


def test_further_values_of_a_drop_down_are_kept_hidden() -> None:
    wanted = Filter(
        terms={Dimension.YEAR: ("2023", "2024"), Dimension.DEPARTMENT: ("inst",)}, sort=Sort.TITLE, text="øl"
    )
    panel = filter_panel(wanted, choices(year={"2023": 1, "2024": 2}))
    assert set(panel.hidden) == {("sorter", "tittel"), ("institutt", "inst"), ("aar", "2024")}
    assert [o.key for group in panel.years.groups for o in group.options if o.is_chosen] == ["2023"]
    assert [o.key for group in panel.years.groups for o in group.options] == ["2024", "2023"]


def test_the_default_order_is_not_carried_along() -> None:
    assert filter_panel(Filter(), choices()).hidden == []
    assert filter_panel(Filter(text="øl", sort=Sort.RELEVANCE), choices()).hidden == []
    assert filter_panel(Filter(text="øl", sort=Sort.NEWEST), choices()).hidden == [("sorter", "sist")]


def test_each_chip_leads_to_the_list_without_it(addresses: Addresses) -> None:
    wanted = Filter(
        text="øl",
        terms={Dimension.SERVICE_AREA: (UNPLACED,), Dimension.KIND: ("phd", "course")},
        active_on=date(2024, 5, 1),
        sort=Sort.RELEVANCE,
        page=3,
    )
    found = {chip.label: chip.url for chip in chips(wanted, choices(), addresses)}
    assert list(found) == [
        "Søk: øl",
        "Tjenesteområde: Uten kjent område",
        "Type: Doktorgrad",
        "Type: Emne eller kurs",
        "Aktiv 1. mai 2024",
    ]
    assert found["Type: Doktorgrad"].endswith("?q=%C3%B8l&tjenesteomrade=_unplaced&type=course&aktiv=2024-05-01")
    assert "q=" not in found["Søk: øl"]
    assert "aktiv=" not in found["Aktiv 1. mai 2024"]
    assert all("side" not in url for url in found.values())


def test_sorting_keeps_the_filter_but_not_the_page() -> None:
    wanted = Filter(text="øl", terms={Dimension.KIND: ("phd",)}, active_on=date(2024, 5, 1), sort=Sort.TITLE, page=4)
    assert sort_fields(wanted) == [("q", "øl"), ("type", "phd"), ("aktiv", "2024-05-01")]


def test_options_are_escaped() -> None:
    wanted = Filter(terms={Dimension.PARTY: ('"><script>',)})
    html = options(filter_panel(wanted, choices(party={"uni": 2})).parties)
    assert "<script>" not in html
    assert '<option value="uni">Universitetet (2)</option>' in html
    assert " selected>" in html
