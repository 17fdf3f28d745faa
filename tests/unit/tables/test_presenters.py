"""Words for problems, refusals and remarks: every one has some, and they say where."""

from __future__ import annotations

import pytest
from django.utils import translation

from brobygger.tables.presenters import (
    limits_in_words,
    place_in_words,
    problem_at,
    problem_in_words,
    refusal_in_words,
    remark_in_words,
)
from brobygger.tables.rules.limits import Limits
from brobygger.tables.rules.places import Place
from brobygger.tables.rules.problems import Problem, Wrong
from brobygger.tables.rules.refusals import Refusal, TableRefused
from brobygger.tables.rules.remarks import About, Remark


@pytest.fixture(autouse=True)
def bokmaal():
    with translation.override("nb"):
        yield


def test_a_place_is_said_as_a_spreadsheet_says_it() -> None:
    assert place_in_words(Place("2024", 7, 3)) == "Ark «2024», rad 7, kolonne C"
    assert place_in_words(Place("2024", 7, 3), "Start") == "Ark «2024», rad 7, kolonne C (Start)"
    assert place_in_words(Place("", 7, 3)) == "Rad 7, kolonne C"
    assert place_in_words(Place("", 7)) == "Rad 7"
    assert place_in_words(Place("2024", 0)) == "Ark «2024»"


@pytest.mark.parametrize("wrong", Wrong)
def test_every_problem_has_words(wrong: Wrong) -> None:
    said = problem_in_words(Problem(wrong, "100 % sikkert"))
    assert said.endswith(".")
    assert "%(" not in said


def test_a_problem_says_where_and_what_it_was_about() -> None:
    said = problem_at(Problem(Wrong.NOT_A_DATE, "i fjor"), Place("2024", 7, 3), "Start")
    assert said.startswith(
        "Ark «2024», rad 7, kolonne C (Start): «i fjor» er ikke en dato. Skriv for eksempel 05.03.2024"
    )
    assert len(problem_in_words(Problem(Wrong.NOT_A_NUMBER, "x" * 5000))) < 200


@pytest.mark.parametrize("refusal", Refusal)
def test_every_refusal_has_words(refusal: Refusal) -> None:
    said = refusal_in_words(TableRefused(refusal, limit=2_000_000))
    assert said.endswith(".")
    assert "%" not in said


def test_a_refusal_says_where_and_how_much_is_allowed() -> None:
    found = TableRefused(Refusal.TOO_MANY_COLUMNS, place=Place("2024", 1, 501), limit=500)
    assert refusal_in_words(found) == (
        "Ark «2024», rad 1, kolonne SG: Arket har innhold i mer enn 500 kolonner. Slett kolonnene som ikke trengs."
    )
    assert "50 MB" in refusal_in_words(TableRefused(Refusal.TOO_LARGE, limit=50_000_000))
    assert "200\u00a0000" in refusal_in_words(TableRefused(Refusal.TOO_MANY_ROWS, limit=200_000))


@pytest.mark.parametrize("about", About)
@pytest.mark.parametrize("count", [1, 3])
def test_every_remark_has_words(about: About, count: int) -> None:
    said = remark_in_words(Remark(about, count, (Place("A", 7),), "B"))
    assert said.endswith("Ark «A», rad 7 …" if count == 3 else "Ark «A», rad 7")
    assert "%(" not in said


def test_a_remark_without_places_is_a_sentence() -> None:
    assert remark_in_words(Remark(About.HIDDEN_SHEET, word="Gamle tall")) == (
        "Arket «Gamle tall» er skjult. Det leses bare hvis du velger det."
    )


def test_the_limits_in_words() -> None:
    assert limits_in_words(Limits()) == (
        "Excel-arbeidsbok (.xlsx) eller CSV, høyst 50 MB, 200\u00a0000 rader og 500 kolonner."
    )
