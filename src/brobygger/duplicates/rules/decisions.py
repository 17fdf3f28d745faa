"""What people decide about pairs, and when a decided pair is worth asking about again."""

from __future__ import annotations

from enum import StrEnum

# A score that has moved so far since it was decided on is another case.
MOVED = 0.25


class Decision(StrEnum):
    """Same: one thing registered twice. Related: two things that belong together. Different: nothing of the kind."""

    SAME = "same"
    RELATED = "related"
    DIFFERENT = "different"


def is_worth_asking_again(decision: str, was: float, now: float) -> bool:
    """Whether an entry has changed so much that a decided pair should be looked at again.

    Only upwards: what was found different and is now still less alike stays decided; so does what was found the same.
    """
    return decision != Decision.SAME and now - was >= MOVED


def priority(score: float, effect: int) -> float:
    """The order of the queue: how likely it is that the two are the same, times what that does to this year's figures.

    `effect` is the number of indicators that count both this year; a pair no indicator counts twice is still asked about.
    """
    return score * (1 + effect)
