"""What a meeting keeps is what it was shown, and doubts come with the heaviest first."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from brobygger.doubts.rules.kinds import Kind
from brobygger.meetings.rules.sheet import (
    HEAVIEST_FIRST,
    AreaStatus,
    Doubted,
    Earlier,
    Sheet,
    YearStatus,
    by_weight,
    foremost,
    sheet_from,
)

words = st.text(max_size=12)
counts = st.integers(0, 999)
areas = st.builds(
    AreaStatus,
    name=words,
    stage=words,
    has_lead=st.booleans(),
    waits_for=st.lists(words, max_size=2).map(tuple),
    unconfirmed=counts,
    unexplained=counts,
    unanswered=counts,
    is_silent=st.booleans(),
    is_late=st.booleans(),
)
years = st.builds(
    YearStatus,
    year=counts,
    state=words,
    submission_due=words,
    review_due=words,
    adoption_due=words,
    disputes=counts,
    frozen_as=st.none() | counts,
    areas=st.lists(areas, max_size=3).map(tuple),
)
doubts = st.builds(
    Doubted,
    kind=st.sampled_from(Kind).map(lambda kind: kind.value),
    subject=words,
    facts=st.dictionaries(words, counts | words | st.lists(counts, max_size=2), max_size=2),
    is_postponed=st.booleans(),
)
sheets = st.builds(
    Sheet,
    as_of=words,
    year=st.none() | years,
    doubts=st.lists(doubts, max_size=4).map(tuple),
    doubts_total=counts,
    earlier=st.lists(st.builds(Earlier, **dict.fromkeys(
        ("meeting", "date", "title", "outcome", "decision", "follow_up", "words"), words)), max_size=2).map(tuple),
    adopted=st.dictionaries(words, counts, max_size=2),
)  # fmt: skip


@given(sheets)
def test_what_is_kept_is_what_was_shown(sheet: Sheet) -> None:
    assert sheet_from(json.loads(json.dumps(sheet.as_json()))) == sheet


def test_every_kind_of_doubt_has_its_weight_once() -> None:
    assert sorted(HEAVIEST_FIRST) == sorted(Kind)


@given(st.lists(doubts, max_size=8))
def test_the_heaviest_come_first_and_none_is_lost(found: list[Doubted]) -> None:
    ordered = by_weight(found)
    assert sorted(map(id, ordered)) == sorted(map(id, found))
    weights = [HEAVIEST_FIRST.index(Kind(each.kind)) for each in ordered]
    assert weights == sorted(weights)


@given(st.lists(doubts, max_size=30), st.integers(0, 12))
def test_no_kind_hides_the_others(found: list[Doubted], at_most: int) -> None:
    ordered = by_weight(found)
    some = foremost(ordered, at_most)
    assert len(some) == min(at_most, len(found))
    places = [next(at for at, each in enumerate(ordered) if each is one) for one in some]
    assert places == sorted(places)
    kinds = [each.kind for each in some]
    if any(kinds.count(kind) > 3 for kind in kinds):
        # All that would have been the third of their kind at most are there.
        assert all(
            kinds.count(kind) >= min(3, [each.kind for each in ordered].count(kind))
            for kind in {e.kind for e in ordered}
        )
