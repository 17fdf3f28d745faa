"""Distributions as the files write them."""

import math
from collections.abc import Callable, Mapping
from typing import Any

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
from harmoni.texts import say

# A stay of ten years; longer ones are a slip of the unit of time.
LONGEST_MEAN_DAYS = 3660.0


def one(fields: Mapping[str, Any]) -> Distribution:
    """A distribution from one row: the name, and the numbers it needs. `ValueError` says what is missing or absurd."""
    name = str(fields["distribution"]).lower()
    if name not in _MAKERS:
        raise ValueError(
            say(
                "«{name}» is not a distribution. Use one of: {names}.",
                name=name,
                names=", ".join((*_MAKERS, "empirical", "coxian")),
            )
        )
    mean = fields.get("mean")
    if mean is None:
        raise ValueError(say("The mean is missing (in days)."))
    if mean < 0 or (mean == 0 and name != "constant"):
        raise ValueError(say("A mean of {mean:g} days is not possible; it must be above 0.", mean=mean))
    if mean > LONGEST_MEAN_DAYS:
        raise ValueError(say("A mean of {mean:g} days is more than ten years. Is it in days?", mean=mean))
    return _MAKERS[name](float(mean), fields)


def _above_zero(fields: Mapping[str, Any], name: str) -> float | None:
    value = fields.get(name)
    if value is not None and value <= 0:
        raise ValueError(say("{name} must be above 0, not {value:g}.", name=name, value=value))
    return value


def _lognormal(mean: float, fields: Mapping[str, Any]) -> Distribution:
    sd, median = _above_zero(fields, "sd"), _above_zero(fields, "median")
    if (sd is None) == (median is None):
        raise ValueError(say("A lognormal stay needs either sd or median beside the mean."))
    if sd is not None:
        return Lognormal(mean, sd)
    assert median is not None
    if median >= mean:
        raise ValueError(
            say(
                "The median of a lognormal stay is below its mean; {median:g} is not below {mean:g}.",
                median=median,
                mean=mean,
            )
        )
    return Lognormal.from_median(mean, median)


def _gamma(mean: float, fields: Mapping[str, Any]) -> Distribution:
    sd, shape = _above_zero(fields, "sd"), _above_zero(fields, "shape")
    if (sd is None) == (shape is None):
        raise ValueError(say("A gamma stay needs either sd or shape beside the mean."))
    if shape is not None:
        return Gamma(mean, shape)
    assert sd is not None
    return Gamma.from_sd(mean, sd)


def _weibull(mean: float, fields: Mapping[str, Any]) -> Distribution:
    shape = _above_zero(fields, "shape")
    if shape is None:
        raise ValueError(say("A weibull stay needs its shape beside the mean."))
    return Weibull(mean, shape)


_MAKERS: dict[str, Callable[[float, Mapping[str, Any]], Distribution]] = {
    "exponential": lambda mean, _: Exponential(mean),
    "constant": lambda mean, _: Constant(mean),
    "lognormal": _lognormal,
    "gamma": _gamma,
    "weibull": _weibull,
}


def several(rows: list[Mapping[str, Any]]) -> Distribution:
    """Rows for one unit and group: a histogram, phases, or a mixture of whatever each row says."""
    names = {str(row["distribution"]).lower() for row in rows}
    if names == {"empirical"}:
        return _empirical(rows)
    if names == {"coxian"}:
        return _coxian(rows)
    if names & {"empirical", "coxian"}:
        raise ValueError(say("empirical and coxian rows cannot be mixed with others for one unit and group."))
    if len(rows) == 1:
        return one(rows[0])
    weights = [row.get("weight") for row in rows]
    if any(weight is None or weight <= 0 for weight in weights):
        raise ValueError(say("Several rows are a mixture: each needs a weight above 0 (or a row is there twice)."))
    total = sum(float(weight or 0) for weight in weights)
    return Mixture(tuple((float(row["weight"]) / total, one(row)) for row in rows))


def _empirical(rows: list[Mapping[str, Any]]) -> Distribution:
    bins = []
    for row in rows:
        low, high, weight = row.get("from_days"), row.get("to_days"), row.get("weight")
        if low is None or high is None or weight is None:
            raise ValueError(say("An empirical stay needs from_days, to_days and weight in every row."))
        if low < 0 or high < low or weight < 0:
            raise ValueError(
                say(
                    "The bin from {low:g} to {high:g} days with weight {weight:g} is not possible.",
                    low=low,
                    high=high,
                    weight=weight,
                )
            )
        bins.append((float(low), float(high), float(weight)))
    bins.sort()
    for (_, high, _), (low, _, _) in zip(bins, bins[1:], strict=False):
        if low < high:
            raise ValueError(
                say("The bins overlap: one ends at {high:g} days, the next begins at {low:g}.", high=high, low=low)
            )
    if sum(weight for _, _, weight in bins) <= 0:
        raise ValueError(say("The weights sum to 0."))
    return Empirical(tuple(bin_ for bin_ in bins if bin_[2] > 0))


def _coxian(rows: list[Mapping[str, Any]]) -> Distribution:
    means, onward = [], []
    for place, row in enumerate(rows):
        mean, on = row.get("mean"), row.get("onward")
        if mean is None or not 0 < mean <= LONGEST_MEAN_DAYS:
            raise ValueError(say("Each coxian phase needs a mean above 0 days."))
        is_last = place == len(rows) - 1
        if not is_last and (on is None or not 0 < on <= 1):
            raise ValueError(
                say("Each coxian phase but the last needs onward: the share that goes on, above 0 and up to 1.")
            )
        means.append(float(mean))
        if not is_last:
            onward.append(float(on or 0))
    if math.isclose(sum(means), 0):
        raise ValueError(say("The phases last no time."))
    return Coxian(tuple(means), tuple(onward))
