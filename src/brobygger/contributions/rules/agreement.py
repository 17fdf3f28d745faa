"""How often the parties say the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from brobygger.contributions.rules.credit import Answer


@dataclass(frozen=True)
class Agreement:
    """Activities, how many of them both have answered, and of those on how many they say the same.

    `did` and `otherwise` say how often each pair of words was said, the first party's first.
    """

    activities: int
    by_one: int
    by_both: int
    same: int
    same_did: int
    same_otherwise: int
    did: Mapping[tuple[str, str], int]
    otherwise: Mapping[tuple[str, str], int]


def agreement(pairs: Iterable[tuple[Answer, Answer, int]], *, activities: int, by_one: int) -> Agreement:
    """Agreement over activities both parties have answered: what each says, and on how many activities."""
    did: dict[tuple[str, str], int] = {}
    otherwise: dict[tuple[str, str], int] = {}
    both = same = 0
    for one, other, count in pairs:
        both += count
        same += count if one == other else 0
        did[one.did, other.did] = did.get((one.did, other.did), 0) + count
        key = (one.otherwise, other.otherwise)
        otherwise[key] = otherwise.get(key, 0) + count
    return Agreement(
        activities=activities,
        by_one=by_one,
        by_both=both,
        same=same,
        same_did=sum(count for (one, other), count in did.items() if one == other),
        same_otherwise=sum(count for (one, other), count in otherwise.items() if one == other),
        did=did,
        otherwise=otherwise,
    )
