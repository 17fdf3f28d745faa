"""Several entries of one thing as one: nothing that anybody said is lost, and everybody can choose."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from brobygger.duplicates.rules.merging import ALL, Entry, choices, put_together
from brobygger.portfolio.rules.content import FIELDS, LISTS


def content(**told: Any) -> dict[str, Any]:
    """A content with everything empty but what is told."""
    empty: dict[str, Any] = {name: [] if name in LISTS else "" for name in FIELDS}
    return empty | {"kind": "pilot", "title": "Søvnkurs", "value": {}} | told


def partner(number: int) -> dict[str, Any]:
    return {"party": [number, None], "role": "partner"}


def test_equal_entries_leave_nothing_to_choose() -> None:
    one, other = Entry("a", content(places=["Lade"])), Entry("b", content(places=["Lade"]))
    assert choices([one, other]) == []
    assert put_together([one, other], {}) == one.content


def test_a_text_only_one_has_is_taken_without_asking() -> None:
    entries = [Entry("a", content()), Entry("b", content(acronym="SØVN"))]
    assert choices(entries) == []
    assert put_together(entries, {})["acronym"] == "SØVN"


def test_one_chooses_where_texts_differ() -> None:
    entries = [Entry("a", content(title="Søvnkurs")), Entry("b", content(title="Medisinfri søvnbehandling"))]
    [choice] = choices(entries)
    assert (choice.field, choice.proposed) == ("title", "b")
    assert put_together(entries, {"title": "a"})["title"] == "Søvnkurs"
    assert put_together(entries, {"title": "nobody"})["title"] == "Medisinfri søvnbehandling"


def test_everybody_who_takes_part_is_kept_once() -> None:
    entries = [
        Entry("a", content(participants=[partner(1), partner(2) | {"source": "linje 3"}])),
        Entry("b", content(participants=[partner(2), partner(3)])),
    ]
    [choice] = choices(entries)
    assert choice.proposed == ALL
    parties = [row["party"][0] for row in put_together(entries, {})["participants"]]
    assert sorted(parties) == [1, 2, 3]
    assert put_together(entries, {"participants": "b"})["participants"] == [partner(2), partner(3)]


def test_the_more_exact_of_two_dates_is_kept() -> None:
    entries = [
        Entry("a", content(milestones=[{"kind": "started", "date": "2023"}])),
        Entry("b", content(milestones=[{"kind": "started", "date": "2023-03"}, {"kind": "finished", "date": "2023"}])),
    ]
    assert put_together(entries, {})["milestones"] == [
        {"kind": "started", "date": "2023-03"},
        {"kind": "finished", "date": "2023"},
    ]


def test_a_date_that_carries_a_number_or_lies_elsewhere_is_kept_too() -> None:
    rows = [
        {"kind": "held", "date": "2023", "quantity": "40"},
        {"kind": "held", "date": "2023-03-02"},
        {"kind": "held", "date": "2024"},
        {"kind": "started", "date": "unknown"},
        {"kind": "started", "date": "2022"},
    ]
    kept = put_together([Entry("a", content(milestones=rows)), Entry("b", content())], {})["milestones"]
    assert kept == [rows[0], rows[1], rows[2], rows[4]]


def test_what_each_partner_gets_of_it_is_put_together() -> None:
    entries = [Entry("a", content(value={"ntnu": "Data"})), Entry("b", content(value={"ntnu": "Nei", "tk": "Hjelp"}))]
    assert put_together(entries, {})["value"] == {"ntnu": "Data", "tk": "Hjelp"}


def test_relations_between_the_two_fall_away() -> None:
    entries = [
        Entry("a", content(relations=[{"kind": "part_of", "to": "b"}, {"kind": "part_of", "to": "c"}])),
        Entry("b", content()),
    ]
    assert put_together(entries, {})["relations"] == [{"kind": "part_of", "to": "c"}]


ROWS = st.lists(st.integers(1, 6).map(partner), max_size=5)
TEXTS = st.sampled_from(["", "Søvn", "Medisinfri søvn", "Kurs"])


@given(st.lists(st.tuples(TEXTS, ROWS, st.lists(st.sampled_from(["Lade", "Ila"]), max_size=2)), min_size=2, max_size=4))
def test_nothing_is_invented_and_no_row_is_lost(told: list[tuple[str, list[dict[str, Any]], list[str]]]) -> None:
    entries = [
        Entry(str(at), content(description=text, participants=rows, places=places))
        for at, (text, rows, places) in enumerate(told)
    ]
    found = put_together(entries, {})
    assert found["description"] in {text for text, _, _ in told}
    assert bool(found["description"]) == any(text for text, _, _ in told)
    kept = [json.dumps(row) for row in found["participants"]]
    assert set(kept) == {json.dumps(row) for _, rows, _ in told for row in rows}
    assert len(kept) == len(set(kept))
    assert set(found["places"]) == {place for _, _, places in told for place in places}
    # Putting the outcome together with itself changes nothing.
    again = put_together([Entry("x", found), Entry("y", found)], {})
    assert again == found
