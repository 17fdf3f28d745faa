"""Lines of the list, heads that sort, and what is said when there is more than can be shown."""

from __future__ import annotations

from brobygger.portfolio.presenters.activity_list import _header, _limit, pages_of, parties_in_short
from brobygger.portfolio.queries.listing import Page
from brobygger.portfolio.queries.rows import RowParty
from brobygger.portfolio.rules.filters import Filter, Sort

UNI = "Norges teknisk-naturvitenskapelige universitet"
BIOLOGY = RowParty("university", "ntnu", UNI, "Institutt for biologi")
WHOLE = RowParty("university", "ntnu", UNI, "")
CITY = RowParty("municipality", "by", "Byen kommune", "Byplankontoret")
FIRM = RowParty("", "as", "Firma AS", "")
SHORT = {"ntnu": "NTNU", "by": "BK", "as": "Firma AS"}


def test_one_from_each_side_comes_first() -> None:
    assert parties_in_short([FIRM, CITY, WHOLE, BIOLOGY], SHORT) == "Institutt for biologi, Byplankontoret og 2 til"


def test_long_names_of_organisations_give_way_to_the_abbreviation() -> None:
    assert parties_in_short([WHOLE, RowParty("municipality", "by", "Byen kommune", "")], SHORT) == "NTNU, Byen kommune"


def test_nobody_takes_part() -> None:
    assert parties_in_short([], {}) == ""


def test_a_head_sorts_one_way_and_then_the_other() -> None:
    assert _header("Tittel", Sort.NEWEST, Sort.TITLE, Sort.TITLE_DESCENDING).value == "tittel"
    up = _header("Tittel", Sort.TITLE, Sort.TITLE, Sort.TITLE_DESCENDING)
    assert (up.value, up.direction) == ("-tittel", "ascending")
    down = _header("Tittel", Sort.TITLE_DESCENDING, Sort.TITLE, Sort.TITLE_DESCENDING)
    assert (down.value, down.direction) == ("tittel", "descending")


def test_more_than_can_be_paged_through_is_said() -> None:
    assert _limit(Page([], 138, True, 1, False), Filter()) == ""
    assert "10\xa0000" in _limit(Page([], 100_000, True, 1, True), Filter())
    assert "1\xa0000 nyeste" in _limit(Page([], 1000, False, 1, True), Filter(text="helse"))


def test_pages_never_reach_further_than_the_last() -> None:
    assert pages_of(Page([], 1_000_000, True, 1, True)).paginator.num_pages == 200
    assert pages_of(Page([], 0, True, 1, False)).paginator.num_pages == 1
