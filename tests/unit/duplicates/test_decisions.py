"""When a decided pair is asked about again, and what comes first in the queue."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from brobygger.duplicates.rules.decisions import MOVED, Decision, is_worth_asking_again, priority

SCORES = st.floats(0, 1)


@given(SCORES, SCORES)
def test_what_was_found_the_same_is_not_asked_again(was: float, now: float) -> None:
    assert not is_worth_asking_again(Decision.SAME, was, now)


@given(SCORES, SCORES)
def test_the_others_are_when_they_have_become_much_more_alike(was: float, now: float) -> None:
    for decision in (Decision.RELATED, Decision.DIFFERENT):
        assert is_worth_asking_again(decision, was, now) == (now - was >= MOVED)


@given(SCORES, SCORES, st.integers(0, 20))
def test_the_likelier_comes_first_and_what_counts_twice_before_what_does_not(a: float, b: float, effect: int) -> None:
    assert (priority(a, effect) <= priority(b, effect)) == (a <= b)
    assert priority(a, effect) <= priority(a, effect + 1)
