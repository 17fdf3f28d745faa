"""What entries are found again by."""

from __future__ import annotations

from brobygger.duplicates.rules.clues import (
    CLUE_LENGTH,
    Known,
    checksum,
    clues_of,
    kept_of,
    record_from,
    wanted_clues,
    worth_asking,
)
from brobygger.duplicates.rules.prepared import prepare
from brobygger.duplicates.rules.records import Record

RECORD = Record(
    id="7",
    title="Medisinfri søvnbehandling",
    acronym="SØVNA",
    kind="research project",
    partners=("NTNU",),
    units=("Institutt for biologi",),
    start_year=2024,
    external_ids=(("nfr", "308811"),),
)


def test_what_is_kept_is_the_record_again() -> None:
    assert record_from(7, kept_of(RECORD)) == RECORD


def test_a_checksum_differs_when_what_is_compared_does() -> None:
    other = Record(id="8", title=RECORD.title)
    assert checksum(kept_of(RECORD)) == checksum(kept_of(RECORD))
    assert checksum(kept_of(RECORD)) != checksum(kept_of(other))
    assert checksum(kept_of(Record(id="1", title="x"))) == checksum(kept_of(Record(id="2", title="x")))


def test_words_names_and_identifiers_are_clues() -> None:
    clues = clues_of(prepare(RECORD))
    assert "id:nfr:308811" in clues
    assert any(clue.startswith("name:") for clue in clues)
    assert any(clue.startswith("unit:") for clue in clues)


def test_an_acronym_asks_for_what_titles_abbreviate_to() -> None:
    long = prepare(Record(id="1", title="Barns helse i arbeid"))
    short = prepare(Record(id="2", title="BHIA", acronym="BHIA"))
    assert "initials:bhia" in clues_of(long)
    assert "initials:bhia" in wanted_clues(short)


def test_no_clue_is_longer_than_its_column() -> None:
    long = prepare(Record(id="1", title="x" * 300 + " y", external_ids=(("doi", "10.1/" + "z" * 300),)))
    assert all(len(clue) <= CLUE_LENGTH for clue in clues_of(long) | set(wanted_clues(long)))


def test_the_most_telling_clues_are_asked_and_no_more_than_can_be_read() -> None:
    rare, common, endless = Known(1, 3, 12.0), Known(2, 400, 5.0), Known(3, 50_000, 9.0)
    assert worth_asking([endless, common, rare], at_most=500) == [rare, common]
    assert worth_asking([common], at_most=399) == []
