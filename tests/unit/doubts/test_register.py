"""What is doubted about the register."""

from __future__ import annotations

from brobygger.doubts.rules.kinds import Answer, Doubt, Kind, Seen, is_open, seen_in
from brobygger.doubts.rules.register import RegisterFacts, doubts_of


def test_each_number_that_is_not_nothing_is_a_doubt() -> None:
    facts = RegisterFacts(3, {"event": 2, "phd": 0}, 1, (2022, 2025), {"helse": "Helse og velferd"})
    assert [(doubt.kind, doubt.subject) for doubt in doubts_of(facts)] == [
        (Kind.PAIRS, ""),
        (Kind.UNCOUNTED, "event"),
        (Kind.OUTSIDE, ""),
        (Kind.NO_LEAD, "helse"),
    ]
    assert doubts_of(RegisterFacts(0, {}, 0, (2022, 2025), {})) == []


def test_what_stood_on_a_page_is_read_back() -> None:
    doubt = Doubt(Kind.JUMP, "theses", {"jumps": [[2022, "1", 2023, "20"]]})
    seen = Seen(doubt, doubt.fingerprint, 7)
    assert seen_in(str(seen), {doubt.key: doubt}) == seen
    for text in ("", "jump:theses", "jump:theses x", "jump:theses x y", "jump:theses x -1", "other:x x 1", "a b c d"):
        assert seen_in(text, {doubt.key: doubt}) is None


def test_what_was_put_off_or_rests_on_other_evidence_is_open() -> None:
    assert is_open(None, holds=False)
    assert is_open(Answer.POSTPONED, holds=True)
    assert is_open(Answer.EXPLAINED, holds=False)
    assert not is_open(Answer.EXPLAINED, holds=True)
    assert not is_open(Answer.RESOLVED, holds=True)
