"""What a source says now, what it said before, and what people have made of it meanwhile."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from brobygger.intake.rules.joining import joined, proposed_in, settled, whole, without_proposals
from brobygger.portfolio.rules.changes import changes_between


def content(**fields: Any) -> dict[str, Any]:
    return whole({"title": "A", **fields})


def started(date: str, **more: Any) -> dict[str, Any]:
    return {"kind": "started", "date": date, **more}


def partner(number: int) -> dict[str, Any]:
    return {"party": [number, None], "role": "partner"}


def test_what_the_source_has_not_changed_stays_as_people_made_it() -> None:
    said = {"title": "A", "milestones": [started("2024")]}
    present = content(title="Et bedre navn", milestones=[started("2024-03-05", note="sikkert")])
    assert joined(present, said, said) == present


def test_what_the_source_has_changed_is_changed() -> None:
    now = joined(content(), {"title": "B"}, {"title": "A"})
    assert now["title"] == "B"


def test_nothing_is_emptied_and_silence_says_nothing() -> None:
    present = content(description="Lang tekst", places=["Kaia"], participants=[partner(1)])
    assert joined(present, {"title": "A"}, {"title": "A", "description": "Lang tekst", "places": ["Kaia"]}) == present
    assert joined(present, {"description": "", "value": {}}, None) == present


def test_a_date_that_moves_keeps_its_note_and_its_place() -> None:
    present = content(
        milestones=[started("2024", note="fra møtet"), {"kind": "finished", "date": "2026", "planned": True}]
    )
    now = joined(present, {"milestones": [started("2025")]}, {"milestones": [started("2024")]})
    assert now["milestones"] == [
        started("2025", note="fra møtet"),
        {"kind": "finished", "date": "2026", "planned": True},
    ]


def test_what_was_planned_has_happened() -> None:
    before = {"milestones": [started("2027", planned=True)]}
    now = joined(content(**before), {"milestones": [started("2027")]}, before)
    assert now["milestones"] == [started("2027")]


def test_a_list_gets_what_came_and_loses_what_went_and_keeps_what_others_put_in() -> None:
    before = {"participants": [partner(1), partner(2)]}
    present = content(participants=[partner(1), partner(2), partner(9), {"party": [3, None], "role": "lead"}])
    now = joined(present, {"participants": [partner(1), partner(4)]}, before)
    assert now["participants"] == [partner(1), partner(9), {"party": [3, None], "role": "lead"}, partner(4)]


def test_what_people_took_out_stays_out() -> None:
    before = {"participants": [partner(1), partner(2)]}
    now = joined(content(participants=[partner(1)]), {"participants": [partner(1), partner(2), partner(3)]}, before)
    assert now["participants"] == [partner(1), partner(3)]


_rows = st.lists(st.sampled_from([partner(n) for n in range(5)]), unique_by=lambda row: row["party"][0], max_size=4)
_said = st.fixed_dictionaries(
    {}, optional={"title": st.sampled_from("ABC"), "places": st.lists(st.sampled_from("xyz"), unique=True), "participants": _rows}
)  # fmt: skip


@given(_said, _said, _said)
def test_the_same_said_again_changes_nothing(
    present: dict[str, Any], before: dict[str, Any], now: dict[str, Any]
) -> None:
    once = joined(whole(present), now, before)
    assert changes_between(once, joined(once, now, now)) == []
    assert changes_between(once, joined(once, now, None)) == [] or before


@given(_said, _said)
def test_a_source_never_met_before_takes_nothing_out(present: dict[str, Any], now: dict[str, Any]) -> None:
    there, after = whole(present), joined(whole(present), now, None)
    for name in ("places", "participants"):
        assert all(row in after[name] for row in there[name])
        assert all(row in after[name] for row in now.get(name, []))


def test_proposals_are_put_right() -> None:
    said = {"participants": [partner(-1), partner(2)], "fundings": [{"funder": [-2, None], "kind": "cash"}]}
    assert proposed_in(said) == {-1, -2}
    assert without_proposals(said) == {"participants": [partner(2)], "fundings": []}
    assert settled(said, {-1: [7, 8], -2: [9, None]}) == {
        "participants": [{"party": [7, 8], "role": "partner"}, partner(2)],
        "fundings": [{"funder": [9, None], "kind": "cash"}],
    }
