"""What columns are guessed to mean, and what is remembered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.intake.rules.fields import ALL, ONCE
from brobygger.intake.rules.mapping import Mapping, MappingFault, MappingRefused, faults_in, guess, mapping_from
from brobygger.intake.rules.words import HEADERS, KINDS, STATES, looked_up
from brobygger.portfolio.rules.kinds import Kind
from brobygger.portfolio.rules.lifecycle import MilestoneKind


@pytest.mark.parametrize(
    ("names", "guessed"),
    [
        (("Tittel", "Type", "Oppstart", "Slutt"), ("title", "kind", "start", "end")),
        (("Prosjektnamn", "Aktivitetstype", "Oppstart (år)"), ("title", "kind", "start")),
        (("Name", "Category", "Start date", "End date", "Status", "Notes"), ("title", "kind", "start", "end", "state", "description")),
        (("Periode – Start", "Periode – Slutt", "Prosjekttittel *"), ("start", "end", "title")),
        (("Navn", "Navn (2)", "Hva er dette?"), ("title", None, None)),
        (("Budsjett (kr)", "Sum"), ("amount", None)),
        (("Prosjektleder", "Kontaktperson", "E-post"), (None, None, None)),
    ],
)  # fmt: skip
def test_columns_are_guessed_by_their_names(names: tuple[str, ...], guessed: tuple[str | None, ...]) -> None:
    found = guess(names)
    assert tuple(found.get(name) for name in names) == guessed


@given(st.lists(st.one_of(st.sampled_from(sorted(HEADERS)), st.text(max_size=20)), unique=True, max_size=20))
def test_a_guess_never_says_twice_what_can_be_said_once(names: list[str]) -> None:
    fields = [field for field in guess(names).values() if field in ONCE]
    assert len(fields) == len(set(fields))


def test_every_word_stands_for_something_there_is() -> None:
    assert set(HEADERS.values()) <= set(ALL)
    assert set(KINDS.values()) == set(Kind)
    assert {state for state in STATES.values() if state != "planned"} == set(MilestoneKind) & set(STATES.values())
    assert looked_up("  FORSKNINGSPROSJEKT. ", KINDS) == Kind.RESEARCH_PROJECT
    assert looked_up("tull", KINDS) is None


def test_a_mapping_is_remembered_as_it_was() -> None:
    mapping = Mapping({"A": "title"}, {"kind": {"fou": "pilot"}}, "phd", "3", "NTNU", "", True)
    assert mapping_from(mapping.as_json) == mapping
    assert mapping.meaning("kind", " FoU ") == "pilot"
    assert mapping.meaning("kind", "annet") is None


@pytest.mark.parametrize(
    "wrong",
    [[], None, {"x": 1}, {"columns": []}, {"columns": {"A": 1}}, {"columns": {"A": "tull"}}, {"kind": "tull"}, {"kind": 1},
     {"meanings": []}, {"meanings": {"kind": {"a": 1}}}],
)  # fmt: skip
def test_what_is_no_mapping_is_refused(wrong: object) -> None:
    with pytest.raises(MappingRefused):
        mapping_from(wrong)


def test_what_keeps_a_mapping_from_being_used() -> None:
    names = ["A", "B"]
    assert faults_in(Mapping({"C": "title"}, kind="phd"), names) == [(MappingFault.NO_TITLE, "title")]
    assert faults_in(Mapping({"A": "title", "B": "title"}, kind="phd"), names) == [(MappingFault.TWICE, "title")]
    assert faults_in(Mapping({"A": "title"}), names) == [(MappingFault.NO_KIND, "kind")]
    assert faults_in(Mapping({"A": "title", "B": "kind"}), names) == []
