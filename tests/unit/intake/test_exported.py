"""Only what is surely the content of an activity goes on."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.intake.rules.exported import NotContent, checked
from brobygger.intake.rules.joining import whole
from brobygger.portfolio.rules.content import draft_from

GOOD = {"kind": "pilot", "title": "A"}


def test_texts_are_cleaned_and_what_is_unknown_is_left_out() -> None:
    told = checked({**GOOD, "title": " A\x00  B ", "strange": 1, "places": ["", "Kaia"], "plans": None})
    assert told == {"kind": "pilot", "title": "A B", "places": ["Kaia"]}


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""}, {"title": "x" * 501}, {"kind": "x"}, {"kind": ["pilot"]}, {"places": "Kaia"}, {"places": [1]},
        {"milestones": [{"kind": "started"}]}, {"milestones": [{"kind": "started", "date": "i fjor"}]},
        {"milestones": [{"kind": "started", "date": "2024", "planned": "ja"}]},
        {"fundings": [{"funder": ["a", None], "kind": "cash", "amount_nok": "-1"}]},
        {"fundings": [{"funder": ["a", None], "kind": "cash", "amount_nok": "NaN"}]},
        {"fundings": [{"funder": ["a", None], "kind": "cash", "amount_nok": "1e99"}]},
        {"fundings": [{"funder": "a", "kind": "cash"}]}, {"participants": [{"party": [None, None], "role": "lead"}]},
        {"external_ids": [["doi"]]}, {"value": [1]}, {"relations": [{"kind": "part_of"}]},
    ],
)  # fmt: skip
def test_what_is_of_the_wrong_sort_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(NotContent):
        checked({**GOOD, **wrong})


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["kind", "date", "party", "role", "to", "label"]), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@given(
    st.sampled_from(
        ["milestones", "places", "value", "external_ids", "quantities", "purposes", "description", "title"]
    ),
    _json,
)
def test_anything_is_either_refused_or_becomes_a_draft(name: str, value: Any) -> None:
    try:
        told = checked({**GOOD, name: value})
    except NotContent:
        return
    assert draft_from(whole(told), slug="a").title
