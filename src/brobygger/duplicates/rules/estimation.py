"""Weights for a table nobody has decided anything about: expectation–maximisation after Fellegi and Sunter.

Of each comparison it is estimated how often each level is met among the same (m) and among the different (u); the weight
of a level is log2(m/u). Better levels never weigh less than worse ones. When each row of one source is at most one row
of the other, the pairs of a row compete, which tells the same and the different apart far better.

I. P. Fellegi and A. B. Sunter, «A Theory for Record Linkage», 1969; W. E. Winkler's use of EM for it, 1988.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from brobygger.duplicates.rules.candidates import Pair
from brobygger.duplicates.rules.tabular import Column, Row

MISSING = -1
_ROUNDS = 60
_SETTLED = 1e-4
_SMOOTHING = 1.0
_MOST_BITS = 60.0
# As many pairs' worth of general experience is mixed into what is seen of two values.
_RESTRAINT = 10.0
# At most so many of the rows are believed to have their like in the other source.
_MOST_MATCHED = 0.95


@dataclass(frozen=True)
class Estimate:
    """What was found of pairs: the probability of each, the level and the bits in each comparison, and the prior's bits."""

    probability: np.ndarray
    levels: np.ndarray
    bits: np.ndarray
    prior: float


def levels_of(rows: Sequence[Row], columns: Sequence[Column], pairs: Sequence[Pair]) -> np.ndarray:
    """The level each pair meets in each comparison, 0 the best; MISSING when one of the two says nothing."""
    found = np.full((len(pairs), len(columns)), MISSING, dtype=np.int16)
    for number, column in enumerate(columns):
        measure = column.measure
        for at, (one, other) in enumerate(pairs):
            value = measure(rows[one], rows[other])
            if value is not None:
                found[at, number] = next(step for step, least in enumerate(column.levels) if value >= least)
    return found


def meetings_of(rows: Sequence[Row], column: Column, pairs: Sequence[Pair], *, two_sources: bool) -> np.ndarray | None:
    """For a column of few values which two of them meet in each pair, as a number; MISSING where one says nothing.

    In two sources the same word may mean different things, so there it matters which source says what.
    """
    if column.value is None:
        return None
    values = [column.value(row) for row in rows]
    numbers: dict[tuple[str, str], int] = {}
    found = np.full(len(pairs), MISSING, dtype=np.int64)
    for at, (one, other) in enumerate(pairs):
        met = values[one], values[other]
        if all(met):
            found[at] = numbers.setdefault(met if two_sources or met[0] <= met[1] else met[::-1], len(numbers))
    return found


def estimate(
    rows: Sequence[Row],
    columns: Sequence[Column],
    pairs: Sequence[Pair],
    *,
    one_to_one: bool,
    learnt: Mapping[str, float] | None = None,
) -> Estimate:
    """Estimate weights and probabilities of the pairs of rows.

    One to one, the first of each pair is a row of the one source, the second of the other. `learnt` are weights by `level_code`, and "prior": then nothing is estimated but who competes with whom.
    """
    levels = levels_of(rows, columns, pairs)
    meetings = [meetings_of(rows, column, pairs, two_sources=one_to_one) for column in columns]
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    chance = _first_guess(levels, columns, ends)
    prior, bits = 0.0, np.zeros(levels.shape)
    for _ in range(_ROUNDS):
        share = float(np.clip(chance.mean(), 1e-6, 0.9))
        prior = float(np.log2(share / (1 - share))) if learnt is None else learnt["prior"]
        for number, column in enumerate(columns):
            meeting = meetings[number]
            if learnt is not None:
                weights = np.array(
                    [learnt.get(level_code(column.name, step), 0.0) for step in range(len(column.levels))]
                )
                bits[:, number] = _level_bits(levels[:, number], weights)
            elif meeting is not None:
                bits[:, number] = _met(meeting, chance)
            else:
                bits[:, number] = _level_bits(levels[:, number], _weights(levels[:, number], column, chance))
        whole = prior + bits.sum(axis=1)
        renewed = _competing(whole, ends, chance) if one_to_one else _probability(whole)
        moved = float(np.abs(renewed - chance).max(initial=0))
        chance = renewed
        if moved < _SETTLED:
            break
    return Estimate(chance, levels, bits, prior)


def level_code(column: str, step: int) -> str:
    """The name of a level of a column, by which its learnt weight is kept."""
    return f"{column}#{step}"


def _met(meeting: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """The weight in each pair of the two values that meet: how much likelier they make it that the two are the same.

    Seldom seen meetings are held to what holds in general.
    """
    told = meeting != MISSING
    size = int(meeting.max(initial=0)) + 1
    usual = float(np.clip(chance[told].mean() if told.any() else 0.5, 1e-6, 1 - 1e-6))
    same = np.bincount(meeting[told], weights=chance[told], minlength=size) + _RESTRAINT * usual
    different = np.bincount(meeting[told], weights=1 - chance[told], minlength=size) + _RESTRAINT * (1 - usual)
    weights = np.log2(same / different) - np.log2(usual / (1 - usual))
    return np.where(told, weights[meeting], 0.0)


def _first_guess(levels: np.ndarray, columns: Sequence[Column], ends: np.ndarray) -> np.ndarray:
    """A start: how good the levels are on the whole; the best pairs of the rows, by number of rows, are the likely ones."""
    height = np.array([len(column.levels) - 1 for column in columns])
    told = levels != MISSING
    goodness = np.where(told, 1 - levels / height, 0).sum(axis=1) / np.maximum(told.sum(axis=1), 1)
    rows = len(np.unique(ends))
    wanted = min(len(goodness) - 1, max(1, rows // 3))
    line = np.sort(goodness)[::-1][wanted] if len(goodness) else 0.5
    return _probability((goodness - line) * 30)


def _weights(levels: np.ndarray, column: Column, chance: np.ndarray) -> np.ndarray:
    told, count = levels != MISSING, len(column.levels)
    same = np.bincount(levels[told], weights=chance[told], minlength=count)
    different = np.bincount(levels[told], weights=1 - chance[told], minlength=count)
    # What is seen among all pairs is what is expected of both before anything is known.
    usual = (same + different + 0.5) / (same + different + 0.5).sum()
    m = (same + _SMOOTHING * usual) / (same.sum() + _SMOOTHING)
    u = (different + _SMOOTHING * usual) / (different.sum() + _SMOOTHING)
    if column.clash:
        clashing = np.arange(count) >= column.clash.step
        most = min(1.0, column.clash.seldom / m[clashing].sum())
        m = np.where(clashing, m * most, m)
    return _falling(np.log2(m / u), same + different + 1e-3)


def _falling(values: np.ndarray, heft: np.ndarray) -> np.ndarray:
    """The nearest row of numbers that never rises (pool adjacent violators)."""
    blocks: list[list[float]] = []
    for value, weight in zip(values, heft, strict=True):
        blocks.append([value, weight, 1])
        while len(blocks) > 1 and blocks[-2][0] < blocks[-1][0]:
            last, before = blocks.pop(), blocks.pop()
            total = last[1] + before[1]
            blocks.append([(last[0] * last[1] + before[0] * before[1]) / total, total, last[2] + before[2]])
    return np.concatenate([np.full(int(size), value) for value, _, size in blocks])


def _level_bits(levels: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return np.where(levels == MISSING, 0.0, weights[levels])


def _probability(bits: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp2(-np.clip(bits, -_MOST_BITS, _MOST_BITS))))


def _competing(bits: np.ndarray, ends: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """Probabilities when a row has at most one like: its pairs' odds share one whole, with the odds of having none.

    The fewer rows have none, the less it takes: the odds of none are the part of the smaller source without a like.
    """
    odds = np.exp2(np.clip(bits, -_MOST_BITS, _MOST_BITS))
    rows = int(ends.max(initial=0)) + 1
    smaller = min(len(np.unique(ends[:, 0])), len(np.unique(ends[:, 1])))
    none = 1 - min(_MOST_MATCHED, float(chance.sum()) / max(smaller, 1))
    first = np.bincount(ends[:, 0], weights=odds, minlength=rows)[ends[:, 0]]
    second = np.bincount(ends[:, 1], weights=odds, minlength=rows)[ends[:, 1]]
    return np.asarray(odds / (none + np.maximum(first, second)))
