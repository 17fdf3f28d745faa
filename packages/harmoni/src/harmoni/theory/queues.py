"""Formulas for single stations. Load `a` is arrivals a day times mean days; `c` is the number of places."""

import math

import numpy as np

from harmoni.distributions import Distribution
from harmoni.engine.arrays import Floats


def erlang_b(c: int, a: float) -> float:
    """The share turned away where nobody may wait; depends on the stay only through its mean."""
    blocked = 1.0
    for n in range(1, c + 1):
        blocked = a * blocked / (n + a * blocked)
    return blocked


def erlang_c(c: int, a: float) -> float:
    """The share that has to wait, with exponential stays."""
    if a >= c:
        return 1.0
    b = erlang_b(c, a)
    return b / (1 - a / c * (1 - b))


def mean_wait(c: int, a: float, mean_stay: float) -> float:
    """Days of waiting before a place, M/M/c."""
    return erlang_c(c, a) * mean_stay / (c - a) if a < c else math.inf


def mean_line(c: int, a: float) -> float:
    """Patients waiting, M/M/c."""
    return erlang_c(c, a) * a / (c - a) if a < c else math.inf


def limited(c: int, room: int, a: float) -> Floats:
    """How likely 0, 1 … c + room patients are, M/M/c with a waiting room."""
    weights = [1.0]
    for n in range(1, c + room + 1):
        weights.append(weights[-1] * a / min(n, c))
    return np.array(weights) / sum(weights)


def priority_waits(c: int, loads: list[float], mean_stay: float) -> list[float]:
    """Cobham: days of waiting by priority, highest first, none interrupted, the same exponential stay for all."""
    total = sum(loads)
    base = erlang_c(c, total) * mean_stay / c
    waits, before = [], 0.0
    for load in loads:
        after = before + load / c
        waits.append(base / ((1 - before) * (1 - after)))
        before = after
    return waits


def daily_occupancy(rates: Floats, stay: Distribution, per_day: int = 96) -> Floats:
    """Mean patients by day of a repeated week at a unit without limit (Mt/G/∞), from the mean rate of each day."""
    week = np.repeat(rates, per_day)
    longest = int(math.ceil(float(stay.at_hazard(np.array([25.0]))[0])))
    ages = (np.arange(longest * per_day) + 0.5) / per_day
    still_there = np.exp(-stay.hazard(ages)) / per_day
    folded = np.zeros(len(week))
    np.add.at(folded, np.arange(len(ages)) % len(week), still_there)
    at_ends = np.real(np.fft.ifft(np.fft.fft(week) * np.fft.fft(folded)))
    found = (at_ends + np.roll(at_ends, 1)) / 2
    return np.asarray(found.reshape(len(rates), per_day).mean(axis=1))


def square_root_places(a: float, chance_of_waiting: float) -> int:
    """The fewest places at which no larger share waits, beginning from the load and its square root."""
    places = max(1, math.ceil(a))
    while erlang_c(places, a) > chance_of_waiting:
        places += 1
    return places
