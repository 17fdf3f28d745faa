"""Local search on the simulator: from each start to the best of its neighbours, as long as there is a better one.

Neighbours are one step up or down on one lever, and one step moved from a lever to another. All have the same patients,
so that few replications tell most of them apart: all neighbours get a few, those that may still be best get more.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from harmoni.optimise.question import Design, Question
from harmoni.optimise.simulator import Progress, Simulator

FEW, MANY = 20, 60
"""Replications of every neighbour, and of those that may still be best."""
_DOUBT = 2.0
"""Standard errors by which a neighbour must be worse to be left at that."""
UNLIMITED = 10**9


@dataclass(frozen=True)
class Found:
    """The best design of the search and the way there."""

    best: Design
    path: tuple[Design, ...]
    is_local_best: bool
    """Whether all its neighbours were looked at; else the search ran out of designs."""


def neighbours(question: Question, design: Design) -> Iterator[Design]:
    """Allowed designs one step away, and those with a step moved from one lever to another."""
    steps = [(at, by) for at in range(len(design)) for by in (1, -1)]
    for at, by in steps:
        yield from _allowed(question, design, {at: by})
    for at in range(len(design)):
        for other in range(len(design)):
            if at != other:
                yield from _allowed(question, design, {at: 1, other: -1})


def climb(
    simulator: Simulator, start: Design, most_designs: int, many: int = MANY, progress: Progress | None = None
) -> Found:
    """From one start, as far as `most_designs` reach, those the simulator knows already among them."""
    question = simulator.question
    here, path, is_local_best = start, [start], False
    simulator.ensure([here], many)
    while True:
        around = list(neighbours(question, here))
        fresh = [design for design in around if design not in simulator.found]
        room = max(most_designs - len(simulator.found), 0)
        simulator.ensure(fresh[:room], min(FEW, many))
        if progress:
            progress(len(simulator.found), most_designs)
        known = [design for design in around if design in simulator.found]
        better = _race(simulator, here, known, many)
        if better is None:
            is_local_best = len(fresh) <= room
            break
        here = better
        path.append(here)
    return Found(here, tuple(path), is_local_best)


def _race(simulator: Simulator, here: Design, around: list[Design], many: int) -> Design | None:
    """The best neighbour that is better than where we are, or None."""
    ours = simulator.found[here]
    hopeful = []
    for design in around:
        sample = simulator.found[design]
        both = min(sample.count, ours.count)
        difference = sample.objective[:both] - ours.objective[:both]
        error = float(difference.std(ddof=1)) / np.sqrt(both)
        if sample.excess < ours.excess or float(difference.mean()) < _DOUBT * error:
            hopeful.append(design)
    simulator.ensure(hopeful, many)
    best = min([here, *hopeful], key=lambda design: rank(simulator, design))
    return None if best == here else best


def rank(simulator: Simulator, design: Design) -> tuple[float, float, float, Design]:
    """Designs within the limits first, then by what they cost; equal ones by their numbers, so that ties are stable."""
    sample = simulator.found[design]
    cost = float(sample.objective[:MANY].mean())
    return sample.excess, cost, simulator.question.spent(design), design


def _allowed(question: Question, design: Design, moves: dict[int, int]) -> Iterator[Design]:
    moved = tuple(steps + moves.get(at, 0) for at, steps in enumerate(design))
    if question.is_allowed(moved):
        yield moved
