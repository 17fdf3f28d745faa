"""Words: the glossary where three languages meet, compounds, names, marks, organisations by any name."""

from __future__ import annotations

import csv
from collections import Counter
from importlib.resources import files

import pytest

from brobygger.duplicates.rules import glossary
from brobygger.duplicates.rules.aliases import shipped as aliases
from brobygger.duplicates.rules.marks import family_of, read_marks
from brobygger.duplicates.rules.names import acronyms, initialisms
from brobygger.duplicates.rules.prepared import identifier
from brobygger.duplicates.rules.words import concepts

LINES = list(
    csv.DictReader(
        files("brobygger.duplicates.rules").joinpath("glossary.csv").read_text(encoding="utf-8").splitlines(),
        delimiter=";",
    )
)


def said(text: str) -> list[str]:
    return [concept for concept, _ in concepts(text)]


def test_the_glossary_is_large_and_says_nothing_twice() -> None:
    assert len(LINES) > 600
    named = Counter(line["bokmal"].split(",")[0] for line in LINES if not line["bokmal"].startswith("="))
    assert [name for name, times in named.items() if times > 1] == []
    for line in LINES:
        assert line["bokmal"], line
        assert line["common"] in {"", "1"}, line
        assert None not in line, line


@pytest.mark.parametrize("line", [line for line in LINES if line["english"]][::12], ids=lambda line: line["bokmal"])
def test_bokmal_and_english_meet(line: dict[str, str]) -> None:
    own = next(word for word in line["bokmal"].split(",") if not word.startswith("="))
    meanings = glossary.shipped()
    norwegian = meanings.norwegian[tuple(glossary.key(w) for w in glossary.words(own))]
    english = meanings.exact[tuple(glossary.words(line["english"].split(",")[0]))]
    assert set(norwegian) & set(english)


def test_three_languages_say_one_thing() -> None:
    assert set(said("Overvann i gater")) == set(said("Overvatn i gater"))
    assert set(said("Fallforebygging hos eldre")) & set(said("Fall prevention among older people"))
    assert said("Demenskor") == ["dem", "kor"]
    assert "velferd" in said("velferdsteknologidagen")


def test_letters_are_typed_in_several_ways() -> None:
    assert said("sovnbehandling") == said("søvnbehandling") == said("soevnbehandling")


def test_acronyms_and_initials() -> None:
    assert acronyms(("SAMSKIFT – samordnet turnus",), "") == {"samskift"}
    assert "fif" in initialisms(("Fasiliterende interpersonlige ferdigheter",))
    assert acronyms(("ET ROP I STORE BOKSTAVER",), "") == frozenset()


def test_marks_of_a_title() -> None:
    marks = read_marks(("Søvn fase 2, 2023–24",), "Masteroppgave")
    assert marks.family == "master"
    assert ("phase", 2) in marks.parts
    assert marks.years == {2023, 2024}
    assert family_of("konferanse") == "event"


def test_organisations_go_by_any_name() -> None:
    known = aliases()
    assert known.find("TK") == known.find("Municipality of Trondheim") == "trondheim kommune"
    more = known.with_rows([{"name": "Fjordby kommune", "aliases": "FK|Fjordby"}])
    assert more.find("FK") == more.find("fjordby") == "fjordby kommune"
    assert known.find_all(["NTNU; Trondheim kommune"]) == {"ntnu", "trondheim kommune"}


def test_an_identifier_is_one_however_written() -> None:
    assert identifier("https://doi.org/10.1000/AB-c") == identifier("doi: 10.1000/ab-C")
    assert identifier("00308811") == identifier("308 811")
