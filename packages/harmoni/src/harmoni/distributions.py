"""How long a stay lasts: distributions in days, all drawn by inversion of their cumulated hazard.

A draw is `at_hazard(e)` with e exponential: the length at which the cumulated hazard -log(1 - F) reaches e. It grows
with e, so that scenarios keep their common luck; and what remains of a stay that has lasted `a` days is drawn from the
exact conditional tail as `at_hazard(hazard(a) + e) - a`, with no loss of digits far out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Distribution(Protocol):
    """A length of time in days."""

    def __hash__(self) -> int: ...

    @property
    def mean(self) -> float: ...

    def hazard(self, days: Array) -> Array:
        """The cumulated hazard, -log P(longer than `days`); infinite where nobody stays longer."""

    def at_hazard(self, hazard: Array) -> Array:
        """The length at which the cumulated hazard is `hazard` (0 or more, finite)."""


@dataclass(frozen=True)
class Exponential:
    mean: float

    def hazard(self, days: Array) -> Array:
        return days / self.mean

    def at_hazard(self, hazard: Array) -> Array:
        return hazard * self.mean


@dataclass(frozen=True)
class Constant:
    mean: float

    def hazard(self, days: Array) -> Array:
        return np.where(days < self.mean, 0.0, np.inf)

    def at_hazard(self, hazard: Array) -> Array:
        return np.full_like(hazard, self.mean)


@dataclass(frozen=True)
class Lognormal:
    """Mean and standard deviation of the days themselves, not of their logarithm."""

    mean: float
    sd: float

    @classmethod
    def from_median(cls, mean: float, median: float) -> "Lognormal":
        return cls(mean, mean * float(np.sqrt((mean / median) ** 2 - 1)))

    @property
    def sigma(self) -> float:
        return float(np.sqrt(np.log1p((self.sd / self.mean) ** 2)))

    @property
    def mu(self) -> float:
        return float(np.log(self.mean)) - self.sigma**2 / 2

    def hazard(self, days: Array) -> Array:
        from scipy.special import log_ndtr

        with np.errstate(divide="ignore"):
            return np.asarray(-log_ndtr(-(np.log(days) - self.mu) / self.sigma))

    def at_hazard(self, hazard: Array) -> Array:
        from scipy.special import ndtri

        score = np.where(hazard < 0.5, ndtri(-np.expm1(-hazard)), -ndtri(np.exp(-hazard)))
        return np.asarray(np.exp(self.mu + self.sigma * score))


@dataclass(frozen=True)
class Gamma:
    mean: float
    shape: float

    @classmethod
    def from_sd(cls, mean: float, sd: float) -> "Gamma":
        return cls(mean, (mean / sd) ** 2)

    @property
    def scale(self) -> float:
        return self.mean / self.shape

    def hazard(self, days: Array) -> Array:
        from scipy.special import gammaincc

        with np.errstate(divide="ignore"):
            return np.asarray(-np.log(gammaincc(self.shape, days / self.scale)))

    def at_hazard(self, hazard: Array) -> Array:
        from scipy.special import gammainccinv, gammaincinv

        low = gammaincinv(self.shape, -np.expm1(-hazard))
        return np.asarray(np.where(hazard < 0.5, low, gammainccinv(self.shape, np.exp(-hazard))) * self.scale)


@dataclass(frozen=True)
class Weibull:
    mean: float
    shape: float

    @property
    def scale(self) -> float:
        from scipy.special import gamma

        return float(self.mean / gamma(1 + 1 / self.shape))

    def hazard(self, days: Array) -> Array:
        return (days / self.scale) ** self.shape

    def at_hazard(self, hazard: Array) -> Array:
        return self.scale * hazard ** (1 / self.shape)


@dataclass(frozen=True)
class Mixture:
    """Two or more kinds of stay in one: each with its weight; the weights sum to 1."""

    parts: tuple[tuple[float, Distribution], ...]

    @property
    def mean(self) -> float:
        return sum(weight * part.mean for weight, part in self.parts)

    def hazard(self, days: Array) -> Array:
        with np.errstate(divide="ignore"):
            log_tails = np.array([np.log(weight) - part.hazard(days) for weight, part in self.parts])
            return np.asarray(-np.logaddexp.reduce(log_tails, axis=0))

    def at_hazard(self, hazard: Array) -> Array:
        """By halving: between the shortest and the longest that the parts would give."""
        ends = np.array([part.at_hazard(hazard) for _, part in self.parts])
        return _halve(self.hazard, hazard, ends.min(axis=0), ends.max(axis=0))


@dataclass(frozen=True)
class Coxian:
    """Phases passed one after another: each exponential, each followed by the next with a probability.

    The phase-type family in its plainest form: "first acute, then for a third of them rehabilitation". An Erlang
    distribution is equal phases that are always passed; any hyperexponential is a `Mixture` of exponentials.
    """

    means: tuple[float, ...]
    onward: tuple[float, ...]

    @property
    def mean(self) -> float:
        reached, total = 1.0, 0.0
        for mean, onward in zip(self.means, (*self.onward, 0.0), strict=True):
            total += reached * mean
            reached *= onward
        return total

    @cached_property
    def _tail(self) -> tuple[Array, Array, Array]:
        """Lengths, the cumulated hazard and the hazard at each: the matrix exponential on a fine grid, once."""
        from scipy.linalg import expm

        rates = 1 / np.array(self.means)
        generator = np.diag(-rates) + np.diag(rates[:-1] * np.array(self.onward), 1)
        days = np.geomspace(min(self.means) * 1e-7, 70 * sum(self.means), 4000)
        leave = -generator.sum(axis=1)
        states = expm(generator[None] * days[:, None, None])[:, 0, :]
        tails = states.sum(axis=1)
        keep = tails > 1e-290
        days, tails, rate = days[keep], tails[keep], states[keep] @ leave / tails[keep]
        hazards = -np.log(np.minimum(tails, 1.0))
        rising = np.concatenate([[True], np.diff(hazards) > 0]) & (hazards > 0)
        with_start = [
            np.concatenate([[first], rest[rising]])
            for first, rest in zip((0.0, 0.0, leave[0]), (days, hazards, rate), strict=True)
        ]
        return with_start[0], with_start[1], with_start[2]

    def hazard(self, days: Array) -> Array:
        from scipy.interpolate import CubicHermiteSpline

        lengths, hazards, rates = self._tail
        inside = CubicHermiteSpline(lengths, hazards, rates)(np.minimum(days, lengths[-1]))
        return np.asarray(inside + rates[-1] * np.maximum(days - lengths[-1], 0.0))

    def at_hazard(self, hazard: Array) -> Array:
        lengths, hazards, rates = self._tail
        top = lengths[-1] + np.maximum(hazard - hazards[-1], 0.0) / rates[-1]
        return _halve(self.hazard, hazard, np.zeros_like(hazard), top)


@dataclass(frozen=True)
class Empirical:
    """A histogram: within a bin every length is equally likely. Bins (from, to, weight) are in order, gaps allowed."""

    bins: tuple[tuple[float, float, float], ...]

    @property
    def mean(self) -> float:
        total = sum(weight for _, _, weight in self.bins)
        return sum(weight * (low + high) / 2 for low, high, weight in self.bins) / total

    @cached_property
    def knots(self) -> tuple[Array, Array]:
        """Shares below, and lengths: straight lines between them are the distribution."""
        weights = np.array([weight for _, _, weight in self.bins])
        below = np.concatenate([[0.0], np.cumsum(weights) / weights.sum()])
        below[-1] = 1.0
        shares = np.column_stack([below[:-1], below[1:]]).ravel()
        lengths = np.array([end for low, high, _ in self.bins for end in (low, high)], dtype=np.float64)
        return shares, lengths

    def hazard(self, days: Array) -> Array:
        shares, lengths = self.knots
        # Equal lengths at two shares (a bin without width): what is shorter or equal counts as passed.
        distinct = np.concatenate([lengths[1:] > lengths[:-1], [True]])
        below = np.interp(days, lengths[distinct], shares[distinct], left=0.0, right=1.0)
        with np.errstate(divide="ignore"):
            return np.asarray(-np.log1p(-below))

    def at_hazard(self, hazard: Array) -> Array:
        shares, lengths = self.knots
        return np.asarray(np.interp(-np.expm1(-hazard), shares, lengths))


def _halve(rising: Callable[[Array], Array], target: Array, low: Array, high: Array) -> Array:
    """Where a rising function meets each target."""
    low, high = low.copy(), high.copy()
    for _ in range(80):
        middle = (low + high) / 2
        below = rising(middle) < target
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2
