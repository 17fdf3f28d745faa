"""Choosing among scored pairs: one row of a source is at most one row of the other; at most so many pairs a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, TypeVar

# Two places, a score, and whatever else belongs to the pair.
_Pair = TypeVar("_Pair", bound=tuple[Any, ...])


def best_first(pairs: Sequence[_Pair]) -> list[_Pair]:
    """The pairs by falling score; equal scores in the order of the rows."""
    return sorted(pairs, key=lambda pair: (-pair[2], pair[0], pair[1]))


def one_to_one(pairs: Sequence[_Pair]) -> list[_Pair]:
    """The pairs that are left when the best is taken first, and with it both its rows. Every mutual best is among them."""
    taken: set[int] = set()
    chosen = []
    for pair in best_first(pairs):
        if pair[0] not in taken and pair[1] not in taken:
            chosen.append(pair)
            taken.update(pair[:2])
    return chosen


def top(pairs: Sequence[_Pair], most: int) -> list[_Pair]:
    """The pairs that are among the `most` best of at least one of their rows."""
    ranks: Counter[int] = Counter()
    chosen = []
    for pair in best_first(pairs):
        if min(ranks[pair[0]], ranks[pair[1]]) < most:
            chosen.append(pair)
        ranks.update(pair[:2])
    return chosen
