"""Blocking after service, solved exactly: units in a row as a Markov chain with exponential stays."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np

State = tuple[int, ...]


@dataclass(frozen=True)
class Row:
    """Units in a row. `onward` is the share that goes on to the next unit; the rest leaves. Arrivals come to the first
    and wait outside, at most `room` of them."""

    arrivals_a_day: float
    places: tuple[int, ...]
    mean_stays: tuple[float, ...]
    onward: tuple[float, ...]
    room: int


@dataclass(frozen=True)
class Steady:
    """Means in the long run: waiting outside, in care and held by unit, and the share turned away."""

    outside: float
    in_care: tuple[float, ...]
    held: tuple[float, ...]
    turned_away: float


def solve(row: Row) -> Steady:
    """Every state is (waiting outside, in care 1, held 1, in care 2, held 2, …)."""
    from scipy.sparse import coo_array
    from scipy.sparse.linalg import spsolve

    start: State = (0,) * (1 + 2 * len(row.places))
    number = {start: 0}
    todo = deque([start])
    entries: list[tuple[int, int, float]] = []
    while todo:
        state = todo.popleft()
        for after, rate in _steps(row, state):
            if after not in number:
                number[after] = len(number)
                todo.append(after)
            entries.append((number[state], number[after], rate))
            entries.append((number[state], number[state], -rate))
    origins, ends, rates = (np.array(column) for column in zip(*entries, strict=True))
    # Balance for all states but one, which the sum replaces.
    kept = ends != 0
    count = len(number)
    i = np.concatenate([ends[kept], np.zeros(count, dtype=np.int64)])
    j = np.concatenate([origins[kept], np.arange(count)])
    v = np.concatenate([rates[kept], np.ones(count)])
    right = np.zeros(count)
    right[0] = 1.0
    shares = spsolve(coo_array((v, (i, j)), shape=(count, count)).tocsc(), right)
    states = np.array(list(number))
    means = shares @ states
    full = (states[:, 0] == row.room) & (states[:, 1] + states[:, 2] == row.places[0])
    return Steady(float(means[0]), tuple(means[1::2]), tuple(means[2::2]), float(shares[full].sum()))


def _steps(row: Row, state: State) -> Iterator[tuple[State, float]]:
    return chain(_arrival(row, state), _ends(row, state))


def _arrival(row: Row, state: State) -> Iterator[tuple[State, float]]:
    after = list(state)
    if state[1] + state[2] < row.places[0]:
        after[1] += 1
    elif state[0] < row.room:
        after[0] += 1
    else:
        return
    yield tuple(after), row.arrivals_a_day


def _ends(row: Row, state: State) -> Iterator[tuple[State, float]]:
    for unit, mean in enumerate(row.mean_stays):
        cared = 1 + 2 * unit
        if state[cared] == 0:
            continue
        rate, onward = state[cared] / mean, row.onward[unit] if unit + 1 < len(row.places) else 0.0
        if onward < 1:
            after = list(state)
            after[cared] -= 1
            _pull(after, unit)
            yield tuple(after), rate * (1 - onward)
        if onward > 0:
            after = list(state)
            after[cared] -= 1
            if state[cared + 2] + state[cared + 3] < row.places[unit + 1]:
                after[cared + 2] += 1
                _pull(after, unit)
            else:
                after[cared + 1] += 1
            yield tuple(after), rate * onward


def _pull(state: list[int], unit: int) -> None:
    """A place is free: who is held before it, or waits outside, comes in; and so on backwards."""
    if unit == 0:
        if state[0] > 0:
            state[0] -= 1
            state[1] += 1
    elif state[2 * unit] > 0:
        state[2 * unit] -= 1
        state[2 * unit + 1] += 1
        _pull(state, unit - 1)
