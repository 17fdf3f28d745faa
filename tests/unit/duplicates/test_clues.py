"""What entries are found again by."""

from __future__ import annotations

import json
from dataclasses import replace

from brobygger.duplicates.rules.clues import (
    CLUE_LENGTH,
    Known,
    checksum,
    clues_of,
    kept_of,
    prepared_from,
    wanted_clues,
    worth_asking,
)
from brobygger.duplicates.rules.corpus import count
from brobygger.duplicates.rules.prepared import prepare
from brobygger.duplicates.rules.records import Record
from brobygger.duplicates.rules.scoring import score

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


OTHER = Record(
    id="8", title="Søvnkurs uten medisiner, fase 2 på Lade", kind="pilot", start_year=2025, description="SØVNA"
)


def test_what_is_kept_is_compared_as_the_record_is() -> None:
    one, other = prepare(RECORD), prepare(OTHER)
    corpus = count([one.index_words(), other.index_words()])
    kept = prepared_from(8, json.loads(json.dumps(kept_of(other))))
    assert replace(kept, record=other.record, surfaces=other.surfaces) == other
    assert score(one, kept, corpus) == score(one, other, corpus)


def test_a_checksum_differs_when_what_is_compared_does() -> None:
    one, other = kept_of(prepare(RECORD)), kept_of(prepare(OTHER))
    assert checksum(one) == checksum(kept_of(prepare(replace(RECORD, id="9"))))
    assert checksum(one) != checksum(other)


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
