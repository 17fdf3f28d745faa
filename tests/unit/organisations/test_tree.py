"""The directory as a reader sees it, on a day and in a search."""

from __future__ import annotations

from datetime import date

import pytest

from brobygger.organisations.models import Name, Organisation, Unit
from brobygger.organisations.presenters.tree import (
    FOUND_AT_MOST,
    OPEN_UP_TO,
    found_by_name,
    other_organisations,
    partner_trees,
    shared_names,
)
from brobygger.organisations.queries import Directory
from brobygger.organisations.rules.names import Party, fold
from brobygger.organisations.rules.tree import PlacedUnit, Tree

TODAY = date(2026, 11, 22)
PLACE = {"partnership": "trd3", "day": TODAY}


def name(text: str, kind: str, valid_to: str = "") -> Name:
    return Name(pk=1, text=text, folded=fold(text), kind=kind, valid_to=valid_to)


def directory_of(units: list[Unit], placements: list[PlacedUnit], day: date = TODAY, **names: list[Name]) -> Directory:
    organisations = {
        1: Organisation(pk=1, slug="uni", name="Universitetet", kind="university"),
        2: Organisation(pk=2, slug="firma", name="Firma", kind="company"),
        3: Organisation(pk=3, slug="borte", name="Borte", kind="company", valid_to="2020"),
    }
    all_names = {Party(pk): [name(each.name, "official")] for pk, each in organisations.items()}
    all_names |= {Party(1, unit.pk): [name(unit.name, "official"), *names.get(unit.slug, [])] for unit in units}
    return Directory(organisations, {unit.pk: unit for unit in units}, Tree.on(day, placements), all_names)


def unit(pk: int, slug: str, **more: str) -> Unit:
    return Unit(pk=pk, organisation_id=1, slug=slug, name=more.pop("name", slug.title()), kind="department", **more)


def written(directory: Directory, day: date = TODAY) -> str:
    """The tree as brackets."""
    (tree,) = partner_trees(directory, [1], partnership="trd3", day=day)
    return "".join(f"{line.name}{'(' if line.children else ' '}{')' * len(line.closes)}" for line in tree.lines)


def test_lists_are_closed_as_often_as_they_are_opened() -> None:
    """Three levels, going down and up again; the last line closes everything."""
    units = [unit(pk, slug) for pk, slug in enumerate("abcdef", 1)]
    placements = [
        PlacedUnit(1, None),
        PlacedUnit(2, 1),
        PlacedUnit(3, 2),
        PlacedUnit(4, 1),
        PlacedUnit(5, None),
        PlacedUnit(6, 5),
    ]
    assert written(directory_of(units, placements)) == "A(B(C )D )E(F )"


def test_no_units() -> None:
    """An organisation without units is an empty tree."""
    assert written(directory_of([], [])) == ""


def test_a_unit_whose_parent_was_not_there_hangs_under_the_nearest_that_was() -> None:
    """Nothing disappears because of what is above it."""
    units = [unit(1, "a"), unit(2, "b", valid_to="2020"), unit(3, "c")]
    placements = [PlacedUnit(1, None), PlacedUnit(2, 1, "", "2020"), PlacedUnit(3, 2)]
    assert written(directory_of(units, placements)) == "A C "
    units[1].valid_to = "2020"
    inside = [PlacedUnit(1, None), PlacedUnit(2, 1), PlacedUnit(3, 2)]
    assert written(directory_of(units, inside)) == "A(C )"


def test_units_are_there_only_while_they_exist() -> None:
    """As it was then, and as it is now."""
    units = [unit(1, "gammel", valid_to="2024-22"), unit(2, "ny", valid_from="2024-23")]
    placements = [PlacedUnit(1, None, "", "2024-22"), PlacedUnit(2, None, "2024-23", "")]
    then = date(2023, 5, 1)
    assert written(directory_of(units, placements, then), then) == "Gammel "
    assert written(directory_of(units, placements)) == "Ny "


def test_a_renamed_unit_tells_both_names() -> None:
    """Then: the name of then, and what it is called now. Now: what it was called."""
    former = [name("Før", "former", "2020"), name("F", "abbreviation")]
    directory = directory_of([unit(1, "n", name="Institutt for nå")], [PlacedUnit(1, None)], n=former)
    (now,) = partner_trees(directory, [1], **PLACE)[0].lines
    assert (now.name, now.other_name, now.was_renamed_later, now.abbreviations) == (
        "Institutt for nå",
        "Før",
        False,
        "F",
    )
    assert now.kind == "", "the name says already that it is an institute"
    (then,) = partner_trees(directory, [1], partnership="trd3", day=date(2019, 1, 1))[0].lines
    assert (then.name, then.other_name, then.was_renamed_later) == ("Før", "Institutt for nå", True)
    assert then.kind == "Institutt"


def test_large_trees_start_closed() -> None:
    """Two thousand lines at once help nobody."""
    units = [unit(pk, f"u{pk}") for pk in range(1, OPEN_UP_TO + 2)]
    placements = [PlacedUnit(each.pk, None) for each in units]
    assert not partner_trees(directory_of(units, placements), [1], **PLACE)[0].is_open
    assert partner_trees(directory_of(units[:-1], placements[:-1]), [1], **PLACE)[0].is_open


def test_partners_that_are_not_in_the_directory_are_left_out() -> None:
    """Nothing to show is no error."""
    assert partner_trees(directory_of([], []), [99], **PLACE) == []


def test_other_organisations_by_kind() -> None:
    """Partners and those that are gone are not among the others."""
    (group,) = other_organisations(directory_of([], []), [1], **PLACE)
    assert group.label == "Bedrifter"
    assert [each.name for each in group.organisations] == ["Firma"]


def test_shared_names_keep_their_spelling() -> None:
    """ISS is shown as it is written, with both who use it."""
    units = [unit(1, "sosiologi"), unit(2, "service")]
    iss = [name("ISS", "abbreviation")]
    directory = directory_of(
        units, [PlacedUnit(1, None), PlacedUnit(2, None)], sosiologi=iss, service=[name("Iss", "spelling")]
    )
    (shared,) = shared_names(directory, partnership="trd3")
    assert shared.name == "ISS"
    assert [party.name for party in shared.parties] == ["Sosiologi", "Service"]
    assert shared.parties[0].hint == "Universitetet"


@pytest.mark.parametrize("text", ["sos", "SOS", "ologi", "ØK"])
def test_search_finds_any_part_of_any_name(text: str) -> None:
    """Case does not matter; abbreviations count."""
    directory = directory_of(
        [unit(1, "sosiologi", valid_to="2020")], [PlacedUnit(1, None)], sosiologi=[name("økonomi", "former", "1990")]
    )
    found = found_by_name(directory, text, **PLACE)
    assert [party.name for party in found.parties] == ["Sosiologi"]
    assert found.parties[0].is_gone
    assert found.parties[0].matched == ("økonomi" if text == "ØK" else "")


def test_search_shows_a_bounded_number() -> None:
    """The rest is counted."""
    units = [unit(pk, f"enhet{pk}") for pk in range(1, FOUND_AT_MOST + 6)]
    found = found_by_name(directory_of(units, []), "enhet", **PLACE)
    assert (found.total, len(found.parties)) == (FOUND_AT_MOST + 5, FOUND_AT_MOST)
    assert found_by_name(directory_of([], []), "finnes ikke", **PLACE).total == 0
