"""The distribution that explains lengths of time best: by likelihood, with a price for each parameter (BIC).

Stays that go on still, and stays of which only the later part was seen, count for what is known of them.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from harmoni.distributions import (
    Constant,
    Coxian,
    Distribution,
    Empirical,
    Exponential,
    Gamma,
    Lognormal,
    Mixture,
    Weibull,
)
from harmoni.engine.arrays import Floats
from harmoni.learning.lifetimes import Lifetimes, tail

LEVEL_SCORE = 1.959964
FEW = 30
"""With fewer ended stays only the exponential, whose one number is their mean, is asked."""
FAR = 0.03
"""How far, beyond chance, the best curve may lie from the observed one before a histogram is used instead."""
SMALLEST_BIN = 10


@dataclass(frozen=True)
class Fit:
    """A distribution with rounded numbers, how sure its mean is, and how far it lies from what was seen."""

    distribution: Distribution
    family: str
    mean: float
    low: float
    high: float
    distance: float
    """Largest difference between its share of stays up to a length and the observed one."""
    events: float
    unfinished: float


@dataclass(frozen=True)
class _Family:
    name: str
    make: Callable[[Floats], Distribution]
    """From parameters on the whole line."""
    starts: Callable[[float, float], list[list[float]]]
    """From mean and coefficient of variation."""


def _exp(value: float) -> float:
    return math.exp(min(max(value, -30.0), 30.0))


def _share(value: float) -> float:
    return 1 / (1 + _exp(-value))


_SIMPLE = (
    _Family("exponential", lambda t: Exponential(_exp(t[0])), lambda m, cv: [[math.log(m)]]),
    _Family(
        "lognormal",
        lambda t: Lognormal(_exp(t[0]), _exp(t[0] + t[1])),
        lambda m, cv: [[math.log(m), math.log(cv)], [math.log(m), 0.7]],
    ),
    _Family("gamma", lambda t: Gamma(_exp(t[0]), _exp(t[1])), lambda m, cv: [[math.log(m), -2 * math.log(cv)]]),
    _Family("weibull", lambda t: Weibull(_exp(t[0]), _exp(t[1])), lambda m, cv: [[math.log(m), -math.log(cv)]]),
)
_MIXED = (
    _Family(
        "two exponentials",
        lambda t: Mixture(((_share(t[2]), Exponential(_exp(t[0]))), (1 - _share(t[2]), Exponential(_exp(t[1]))))),
        lambda m, cv: [[math.log(m / 2), math.log(m * 2), 0.0], [math.log(m / 4), math.log(m * 1.5), -1.0]],
    ),
    _Family(
        "two gammas",
        lambda t: Mixture(((_share(t[4]), Gamma(_exp(t[0]), _exp(t[1]))), (1 - _share(t[4]), Gamma(_exp(t[2]), _exp(t[3]))))),
        lambda m, cv: [[math.log(m / 2), 0.0, math.log(m * 1.3), 0.7, -0.5]],
    ),
    _Family(
        "two phases",
        lambda t: Coxian((_exp(t[0]), _exp(t[1])), (_share(t[2]),)),
        lambda m, cv: [[math.log(m / 2), math.log(m * 0.8), 1.0]],
    ),
)  # fmt: skip


def fit(seen: Lifetimes, is_simple: bool = False, smallest_bin: int = SMALLEST_BIN) -> Fit:
    """The best of the families; `is_simple` for delays, which are written in one row. Needs at least one ended stay."""
    mean, cv = _rough(seen)
    if mean <= 1.1 * float(seen.exit.min()) and seen.unfinished == 0 and np.ptp(seen.exit) < 1e-9:
        return Fit(Constant(_rounded(mean)), "constant", mean, mean, mean, 0.0, seen.events, 0.0)
    families = _SIMPLE[:1] if seen.events < FEW else _SIMPLE if is_simple or seen.events < 4 * FEW else _SIMPLE + _MIXED
    found = [_best(family, seen, mean, cv) for family in families]
    _, family, theta = min(found, key=lambda row: row[0])
    fitted = _judged(family, theta, seen)
    if not is_simple and fitted.distance > FAR + 1.36 / math.sqrt(seen.events):
        return _histogram(seen, smallest_bin) or fitted
    return fitted


def price(seen: Lifetimes, total: float) -> float:
    """How badly one gamma explains the lengths: to say cheaply whether groups differ. `total` ended in all groups."""
    mean, cv = _rough(seen)
    _, family, theta = _best(_SIMPLE[2], seen, mean, cv)
    return 2 * _loss(family, theta, seen) * seen.events + len(theta) * math.log(max(total, 2))


def _rough(seen: Lifetimes) -> tuple[float, float]:
    """Mean as if lengths were exponential; coefficient of variation of those that ended."""
    mean = float(((seen.exit - seen.entry) * seen.weight).sum()) / seen.events
    ended, weight = seen.exit[seen.ended], seen.weight[seen.ended]
    middle = float(np.average(ended, weights=weight))
    spread = math.sqrt(float(np.average((ended - middle) ** 2, weights=weight)))
    return mean, min(max(spread / middle, 0.1), 3.0)


def _best(family: _Family, seen: Lifetimes, mean: float, cv: float) -> tuple[float, _Family, Floats]:
    from scipy.optimize import minimize

    starts = family.starts(mean, cv)
    if len(starts[0]) == 1:
        theta = np.array(starts[0])
        return _price(family, theta, seen), family, theta
    tries = []
    for start in starts:
        rough = minimize(lambda t: _loss(family, t, seen), start, method="Nelder-Mead",
                         options={"maxiter": 60 * len(start), "xatol": 1e-3, "fatol": 1e-7})  # fmt: skip
        tries.append(minimize(lambda t: _loss(family, t, seen), rough.x, method="L-BFGS-B"))
    best = min(tries, key=lambda one: one.fun)
    return _price(family, best.x, seen), family, best.x


def _price(family: _Family, theta: Floats, seen: Lifetimes) -> float:
    return 2 * _loss(family, theta, seen) * seen.events + len(theta) * math.log(seen.events)


def _loss(family: _Family, theta: Floats, seen: Lifetimes) -> float:
    """Minus the logarithm of the likelihood, for each ended stay."""
    with np.errstate(all="ignore"):
        distribution = family.make(theta)
        log_density, log_tail = logs(distribution, seen.exit)
        terms = np.where(seen.ended, log_density, log_tail)
        late = seen.entry > 0
        if late.any():
            terms = terms.copy()
            terms[late] -= logs(distribution, seen.entry[late])[1]
        value = -float((terms * seen.weight).sum()) / seen.events
    return value if math.isfinite(value) else 1e6


def logs(distribution: Distribution, days: Floats) -> tuple[Floats, Floats]:
    """The logarithms of the density and of the share that lasts longer."""
    from scipy.special import gammaln

    match distribution:
        case Coxian((first, second), (onward,)):
            return _two_phases(1 / first, 1 / second, onward, days)
        case Mixture(parts):
            both = [logs(part, days) for _, part in parts]
            weights = np.log([[weight] for weight, _ in parts])
            together = [np.logaddexp.reduce(np.array([row[n] for row in both]) + weights, axis=0) for n in (0, 1)]
            return together[0], together[1]
    log_tail = -distribution.hazard(days)
    match distribution:
        case Exponential(mean):
            return log_tail - math.log(mean), log_tail
        case Weibull(_, shape):
            scale = distribution.scale
            return math.log(shape / scale) + (shape - 1) * np.log(days / scale) + log_tail, log_tail
        case Gamma(_, shape):
            scale = distribution.scale
            density = (shape - 1) * np.log(days / scale) - days / scale - float(gammaln(shape)) - math.log(scale)
            return density, log_tail
        case Lognormal():
            score = (np.log(days) - distribution.mu) / distribution.sigma
            return -0.5 * score**2 - np.log(days * distribution.sigma * math.sqrt(2 * math.pi)), log_tail
    raise TypeError(f"{type(distribution).__name__} is not fitted.")


def _two_phases(first: float, second: float, onward: float, days: Floats) -> tuple[Floats, Floats]:
    if abs(first / second - 1) < 1e-6:
        first *= 1 + 1e-5
    share = onward * first / (first - second)
    early, late = np.exp(-first * days), np.exp(-second * days)
    tails = early * (1 - share) + share * late
    return np.log(first * early * (1 - share) + share * second * late), np.log(tails)


def _judged(family: _Family, theta: Floats, seen: Lifetimes) -> Fit:
    distribution = rounded(family.make(theta))
    reach = LEVEL_SCORE * _error_of_log_mean(family, theta, seen)
    mean = _rounded(distribution.mean)
    low, high = (mean * math.exp(-reach), mean * math.exp(reach)) if math.isfinite(reach) else (0.0, math.inf)
    return Fit(distribution, family.name, mean, low, high, distance(distribution, seen), seen.events, seen.unfinished)


def _error_of_log_mean(family: _Family, theta: Floats, seen: Lifetimes) -> float:
    """By the curvature of the likelihood (delta method)."""
    size, step = len(theta), 1e-3
    shifts = np.eye(size) * step
    centre = _loss(family, theta, seen)
    curve = np.empty((size, size))
    for a in range(size):
        for b in range(a, size):
            if a == b:
                ends = _loss(family, theta + shifts[a], seen) + _loss(family, theta - shifts[a], seen)
                curve[a, a] = (ends - 2 * centre) / step**2
            else:
                signs = ((1, 1, 1), (1, -1, -1), (-1, 1, -1), (-1, -1, 1))
                parts = [sign * _loss(family, theta + p * shifts[a] + q * shifts[b], seen) for p, q, sign in signs]
                curve[a, b] = curve[b, a] = sum(parts) / (4 * step**2)
    slope = np.array(
        [math.log(family.make(theta + shift).mean / family.make(theta - shift).mean) / (2 * step) for shift in shifts]
    )
    try:
        variance = float(slope @ np.linalg.pinv(curve * seen.events, hermitian=True, rcond=1e-8) @ slope)
    except np.linalg.LinAlgError:
        return math.inf
    return math.sqrt(variance) if variance > 0 else math.inf


def distance(distribution: Distribution, seen: Lifetimes) -> float:
    """Between the share up to a length and the observed one; where at least one stay in fifty still goes on."""
    ends, tails = tail(seen)
    before = np.concatenate([[1.0], tails[:-1]])
    inside = before > 0.02
    fitted = np.exp(-distribution.hazard(ends))
    middle = (tails + before) / 2
    return float(np.abs(fitted - middle)[inside].max(initial=0.0))


def _histogram(seen: Lifetimes, smallest_bin: int) -> Fit | None:
    """Bins of so many ended stays each; none where too much of the tail is unseen, or there are too few for two bins."""
    ends, tails = tail(seen)
    count = int(min(20, seen.events // smallest_bin))
    if tails[-1] > 0.02 or count < 2:
        return None
    cuts = [0.0]
    for place in range(1, count):
        cut = _rounded(float(ends[np.searchsorted(-tails, -(1 - place / count))]), 3)
        if cut > cuts[-1]:
            cuts.append(cut)
    shares = [1.0, *(float(tails[np.searchsorted(ends, cut, side="right") - 1]) for cut in cuts[1:]), 0.0]
    weights = -np.diff(shares)
    # The last bin is as wide as its mean says: the longest stay of all is one patient's, and stays unwritten.
    above = ends >= cuts[-1]
    mass = -np.diff(np.concatenate([[shares[-2]], tails[above]]))
    top = _rounded(2 * float(np.average(ends[above], weights=np.maximum(mass, 1e-12))) - cuts[-1], 3)
    edges = [*cuts, max(top, cuts[-1])]
    bins = zip(edges[:-1], edges[1:], weights, strict=True)
    made = Empirical(tuple((low, high, _rounded(float(weight), 3)) for low, high, weight in bins if weight > 0))
    spread = math.sqrt(
        sum(w * ((a + b) / 2 - made.mean) ** 2 for a, b, w in made.bins) / sum(w for _, _, w in made.bins)
    )
    reach = LEVEL_SCORE * spread / math.sqrt(seen.events)
    return Fit(
        made,
        "histogram",
        made.mean,
        made.mean - reach,
        made.mean + reach,
        distance(made, seen),
        seen.events,
        seen.unfinished,
    )


def _rounded(value: float, digits: int = 4) -> float:
    return float(f"{value:.{digits}g}")


def rounded(distribution: Distribution) -> Distribution:
    """Four digits: more would say things about single patients."""
    match distribution:
        case Exponential(mean):
            return Exponential(_rounded(mean))
        case Lognormal(mean, sd):
            return Lognormal(_rounded(mean), _rounded(sd))
        case Gamma(mean, shape):
            return Gamma(_rounded(mean), _rounded(shape))
        case Weibull(mean, shape):
            return Weibull(_rounded(mean), _rounded(shape))
        case Coxian(means, onward):
            return Coxian(tuple(_rounded(mean) for mean in means), tuple(_rounded(share) for share in onward))
        case Mixture(((weight, first), (_, second))):
            weight = round(weight, 4)
            return Mixture(((weight, rounded(first)), (round(1 - weight, 4), rounded(second))))
    return distribution
