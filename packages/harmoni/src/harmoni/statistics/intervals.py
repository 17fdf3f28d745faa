"""Means with intervals that hold for skewed numbers.

Years of waiting are heavy-tailed: most are good, a few are dreadful. Below 200 replications the interval comes from a
bootstrap that corrects for bias and skewness (BCa); above, from Student's t. Median and tail stand beside the mean.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from harmoni.engine.arrays import Floats

ENOUGH_FOR_T = 200
RESAMPLES = 2000
LEVEL = 0.95


@dataclass(frozen=True)
class Summary:
    """A number over replications."""

    replications: int
    mean: float
    low: float
    high: float
    median: float
    tail_low: float
    """Below this are 5 in 100 replications."""
    tail_high: float

    @property
    def half_width(self) -> float:
        return (self.high - self.low) / 2

    @property
    def direction(self) -> int:
        """For a difference: 1 or -1 when the interval says so, 0 when it cannot be told from 0."""
        if self.low > 0:
            return 1
        return -1 if self.high < 0 else 0


def summarise(values: Floats, level: float = LEVEL) -> Summary:
    """Mean with interval, median and tails. One replication has no interval: it is as wide as can be."""
    low, high = interval(values, level)
    tails = np.quantile(values, [0.05, 0.5, 0.95])
    return Summary(len(values), float(values.mean()), low, high, float(tails[1]), float(tails[0]), float(tails[2]))


def interval(values: Floats, level: float = LEVEL) -> tuple[float, float]:
    """Of the mean."""
    if len(values) < 2:
        return -np.inf, np.inf
    if np.all(values == values[0]):
        return float(values[0]), float(values[0])
    if len(values) >= ENOUGH_FOR_T:
        from scipy.special import stdtrit

        reach = (
            float(stdtrit(len(values) - 1, (1 + level) / 2)) * float(values.std(ddof=1)) / float(np.sqrt(len(values)))
        )
        return float(values.mean()) - reach, float(values.mean()) + reach
    return _bca(values, level)


@lru_cache(maxsize=8)
def _resamples(count: int) -> Floats:
    """How often each value is drawn, for each resample; the same every time."""
    generator = np.random.Generator(np.random.PCG64(count))
    drawn = generator.integers(0, count, size=(RESAMPLES, count))
    return np.array([np.bincount(row, minlength=count) for row in drawn], dtype=np.float64)


def _bca(values: Floats, level: float) -> tuple[float, float]:
    from scipy.special import ndtr, ndtri

    count = len(values)
    means = np.sort(_resamples(count) @ values / count)
    below = np.clip((means < values.mean()).mean() + (means == values.mean()).mean() / 2, 1e-4, 1 - 1e-4)
    bias = ndtri(below)
    centred = values.mean() - values
    spread = (centred**2).sum() ** 1.5
    skew = float(-(centred**3).sum() / (6 * spread)) if spread > 0 else 0.0
    ends = []
    for share in ((1 - level) / 2, (1 + level) / 2):
        score = bias + ndtri(share)
        ends.append(float(np.quantile(means, ndtr(bias + score / (1 - skew * score)))))
    # Student's correction for few replications, which the bootstrap lacks.
    stretch = float(np.sqrt(count / (count - 1)))
    middle = float(values.mean())
    return middle + (ends[0] - middle) * stretch, middle + (ends[1] - middle) * stretch


def warm_up(series: Floats, batch: int = 5) -> int:
    """Days to throw away before a series is steady, by MSER-5; in the first half, or there is too little of it."""
    batches = series[: len(series) // batch * batch].reshape(-1, batch).mean(axis=1)
    best, best_at = np.inf, 0
    for start in range(len(batches) // 2):
        rest = batches[start:]
        error = rest.var() / len(rest)
        if error < best:
            best, best_at = error, start
    return best_at * batch
