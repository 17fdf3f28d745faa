"""Lengths of time of which some are only known in part: still going on, or begun before the log did."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from harmoni.engine.arrays import Floats

MOST_ROWS = 3000


@dataclass(frozen=True)
class Lifetimes:
    """Rows: seen from `entry` (days since the beginning of the stay) to `exit`, where it ended, or was left unseen."""

    entry: Floats
    exit: Floats
    ended: NDArray[np.bool_]
    weight: Floats

    @property
    def events(self) -> float:
        return float(self.weight[self.ended].sum())

    @property
    def unfinished(self) -> float:
        return float(self.weight[~self.ended].sum())


def lifetimes(rows: list[tuple[float, float, bool]], shortest: float) -> Lifetimes:
    """From (entry, exit, ended); lengths below what the clock shows count as half of that. Long lists are laid together
    on a grid of half percents, which changes no result that is looked at."""
    data = np.array([(entry, exit_, ended) for entry, exit_, ended in rows], dtype=np.float64).reshape(-1, 3)
    entry, end = data[:, 0], np.maximum(data[:, 1], shortest / 2)
    if len(data) > MOST_ROWS:
        entry, end = _coarse(entry), _coarse(end)
    keep = end > entry
    together, counts = np.unique(np.column_stack([entry, end, data[:, 2]])[keep], axis=0, return_counts=True)
    return Lifetimes(together[:, 0], together[:, 1], together[:, 2] > 0, counts.astype(np.float64))


def _coarse(days: Floats) -> Floats:
    with np.errstate(divide="ignore"):
        return np.where(days > 0, np.exp(np.round(np.log(days) / 0.005) * 0.005), 0.0)


def tail(seen: Lifetimes) -> tuple[Floats, Floats]:
    """Kaplan and Meier's estimate, with late entries: lengths at which stays ended, and the share that lasts longer."""
    ends = np.unique(seen.exit[seen.ended])
    entered = _at_or_below(seen.entry, seen.weight, ends, strictly=True)
    gone = _at_or_below(seen.exit, seen.weight, ends, strictly=True)
    at_risk = np.maximum(entered - gone, 1e-9)
    died = np.array([seen.weight[seen.ended & (seen.exit == end)].sum() for end in ends])
    return ends, np.cumprod(1 - np.minimum(died / at_risk, 1.0))


def _at_or_below(values: Floats, weights: Floats, points: Floats, strictly: bool) -> Floats:
    order = np.argsort(values, kind="stable")
    sums = np.concatenate([[0.0], np.cumsum(weights[order])])
    return np.asarray(sums[np.searchsorted(values[order], points, side="left" if strictly else "right")])
