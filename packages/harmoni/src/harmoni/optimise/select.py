"""Which finalist is best, and how sure that is.

Kim and Nelson's procedure (2001): finalists are simulated further together, with the same patients, and one is dropped
when it can no longer be within the indifference of the best. What is left is right in 95 of 100 studies whenever the
best is better than the second by the indifference or more. Years are heavy-tailed and the procedure is exact for normal
numbers, so it is fed means of batches of years.

Besides, for whatever was reached: how much more than the best of those compared the chosen one may cost at most
(multiple comparisons with the best, Hsu), and which cannot be told apart from it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from harmoni.engine.arrays import Floats

CONFIDENCE = 0.95
BATCH = 5
"""Years whose mean is one number to the procedure."""
FIRST_BATCHES = 20
FURTHER_BATCHES = 4

Draw = Callable[[list[int], int], list[Floats]]
"""Of the finalists with these numbers: the objective of at least so many years each."""


@dataclass(frozen=True)
class Selection:
    """The chosen finalist, and what can be said of the others. NOK a year."""

    chosen: int
    years: tuple[int, ...]
    """Simulated, by finalist."""
    is_decided: bool
    """Whether the procedure ended by itself; else it ran out of the years it was given."""
    dropped: tuple[int, ...]
    """Finalists that the procedure dropped, in that order."""
    regret: float
    """The chosen one costs at most so much more than the best of those compared, with the confidence asked."""
    low: tuple[float, ...]
    high: tuple[float, ...]
    """By finalist: what it costs above the chosen one, all intervals right together."""

    @property
    def alike(self) -> tuple[int, ...]:
        """Finalists that cannot be told apart from the chosen one."""
        return tuple(
            number
            for number, (low, high) in enumerate(zip(self.low, self.high, strict=True))
            if number != self.chosen and low <= 0 <= high
        )


def choose(
    count: int,
    draw: Draw,
    indifference: float,
    most_years: int,
    confidence: float = CONFIDENCE,
) -> Selection:
    """Kim-Nelson with common random numbers among `count` finalists; the smallest mean is best."""
    left, dropped = list(range(count)), list[int]()
    batches = min(FIRST_BATCHES, max(most_years // BATCH, 2))
    values = draw(left, batches * BATCH)
    first = np.array([_batches(row, batches) for row in values])
    reach = _reach(count, batches, confidence)
    spread = np.array([[np.var(ours - theirs, ddof=1) for theirs in first] for ours in first])
    while True:
        means = np.array([row[: batches * BATCH].mean() for row in values])
        # The slack shrinks with every batch; at 0 only one can be left.
        slack = np.maximum(indifference / (2 * batches) * (reach * spread / indifference**2 - batches), 0.0)
        beaten = [one for one in left if any(means[one] > means[other] + slack[one, other] for other in left)]
        dropped += sorted(beaten, key=lambda one: -means[one])
        left = [one for one in left if one not in beaten]
        if len(left) == 1 or (batches + FURTHER_BATCHES) * BATCH > most_years:
            break
        batches += FURTHER_BATCHES
        for one, row in zip(left, draw(left, batches * BATCH), strict=True):
            values[one] = row
    chosen = min(left, key=lambda one: (float(values[one][: batches * BATCH].mean()), one))
    low, high, regret = against(chosen, values, confidence)
    years = tuple(len(row) for row in values)
    return Selection(chosen, years, len(left) == 1, tuple(dropped), regret, low, high)


def against(
    chosen: int, values: list[Floats], confidence: float = CONFIDENCE
) -> tuple[tuple[float, ...], tuple[float, ...], float]:
    """Of each finalist what it costs above the chosen one: intervals that hold together; and the most that is regretted.

    Replication by replication, over the years both have. Bonferroni shares the doubt among the comparisons.
    """
    from scipy.special import stdtrit

    others = max(len(values) - 1, 1)
    low, high = [], []
    for number, row in enumerate(values):
        if number == chosen:
            low.append(0.0)
            high.append(0.0)
            continue
        both = min(len(row), len(values[chosen]))
        count = max(both // BATCH, 2)
        difference = _batches(row[:both] - values[chosen][:both], count)
        error = float(difference.std(ddof=1)) / np.sqrt(count)
        reach = float(stdtrit(count - 1, 1 - (1 - confidence) / (2 * others))) * error
        middle = float((row[:both] - values[chosen][:both]).mean())
        low.append(float(middle - reach))
        high.append(float(middle + reach))
    return tuple(low), tuple(high), max(0.0, -min(low))


def _batches(values: Floats, count: int) -> Floats:
    size = max(len(values) // count, 1)
    return np.asarray(values[: size * count].reshape(count, size).mean(axis=1))


def _reach(count: int, batches: int, confidence: float) -> float:
    """The constant h² of the procedure."""
    doubt = (1 - confidence) / max(count - 1, 1)
    return float(((2 * doubt) ** (-2 / (batches - 1)) - 1) * (batches - 1))
