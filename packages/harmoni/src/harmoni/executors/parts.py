"""A study cut into tasks, and put together again."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from harmoni.answers.replication import Reader, Replication
from harmoni.engine.program import Program, build
from harmoni.engine.run import replications
from harmoni.executors.base import Executor
from harmoni.model.parts import Model

MOST_A_PART = 25
"""Replications of a city take some 20 ms each: half a second is a task worth sending."""


@dataclass(frozen=True)
class Part:
    """Some replications of one model: all that another machine needs to know."""

    model: Model
    seed: int
    first: int
    count: int


def cut(model: Model, seed: int, first: int, count: int, workers: int) -> list[Part]:
    """Parts of about the same size, at least two for each worker so that none stands idle; none for none."""
    if count <= 0:
        return []
    pieces = min(count, max(math.ceil(count / MOST_A_PART), 2 * workers if workers > 1 else 1))
    ends = [first + count * piece // pieces for piece in range(pieces + 1)]
    return [Part(model, seed, start, end - start) for start, end in zip(ends, ends[1:], strict=False)]


_last: tuple[Model, Program] | None = None


def _program(model: Model) -> Program:
    """The model of the part before, most often: laying it out takes as long as a replication or two."""
    global _last
    kept = _last
    if kept is None or kept[0] != model:
        kept = _last = (model, build(model))
    return kept[1]


def run_part(part: Part) -> tuple[Replication, ...]:
    """The work of one task; a function of the module, so that it can be sent."""
    program = _program(part.model)
    numbers = range(part.first, part.first + part.count)
    return tuple(replications(program, part.seed, numbers, Reader(program).read))


def run_on(executor: Executor, model: Model, seed: int, first: int, count: int) -> Iterator[Replication]:
    """The replications of a model in their order, wherever they were run."""
    for found in executor.map(run_part, cut(model, seed, first, count, executor.workers)):
        yield from found
