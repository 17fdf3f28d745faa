"""Designs on the simulator: the same patients in all of them, each replication simulated once."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from harmoni.engine.arrays import Floats
from harmoni.engine.program import build
from harmoni.optimise.measures import Prices, Sample, simulate
from harmoni.optimise.question import Design, Question
from harmoni.statistics.study import long_term

FRESH = 1_000_000
"""Replications from here on choose between finalists: others than those the search saw, which flatter what it found."""
A_PART = 50
"""Replications of a task: laying out a model takes as long as a few of them."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Task:
    """Some replications of one design: all that another process or machine needs to know."""

    question: Question
    design: Design
    seed: int
    first: int
    count: int
    prices: Prices


def run_task(task: Task) -> Floats:
    """The work of one task; a function of the module, so that it can be sent."""
    return simulate(task.question, task.design, task.seed, task.first, task.count, task.prices)


class Elsewhere(Protocol):
    """Does tasks and gives the results in the order of the tasks: processes, or many machines."""

    def map(self, work: Callable[[Task], Floats], tasks: Sequence[Task]) -> Iterator[Floats]: ...


class Simulator:
    """Remembers every replication of every design; where it is simulated, and by how many, changes only the time."""

    def __init__(
        self, question: Question, seed: int, workers: int = 1, first: int = 0, executor: Elsewhere | None = None
    ) -> None:
        self.question, self.seed, self.workers, self.first = question, seed, workers, first
        self.executor = executor
        self.prices = Prices.of(build(long_term(question.model)))
        self.found: dict[Design, Sample] = {}
        self.simulated = 0

    def known(self) -> list[Design]:
        return list(self.found)

    def sample(self, design: Design, count: int) -> Sample:
        """At least so many replications of a design; all that are known."""
        self.ensure([design], count)
        return self.found[design]

    def ensure(self, designs: Iterable[Design], count: int, progress: Progress | None = None) -> None:
        """See to it that each of these designs has so many replications."""
        tasks = [task for design in dict.fromkeys(designs) for task in self._missing(design, count)]
        for done, (task, rows) in enumerate(zip(tasks, self._done(tasks), strict=True)):
            before = self.found.get(task.design)
            self.found[task.design] = Sample(self.question, rows if before is None else np.vstack([before.rows, rows]))
            self.simulated += len(rows)
            if progress:
                progress(done + 1, len(tasks))

    def _missing(self, design: Design, count: int) -> Iterator[Task]:
        """In parts and in order, so that the years of one design too are shared among workers."""
        known = self.found[design].count if design in self.found else 0
        for at in range(known, count, A_PART):
            yield Task(self.question, design, self.seed, self.first + at, min(A_PART, count - at), self.prices)

    def _done(self, tasks: list[Task]) -> Iterator[Floats]:
        if self.executor is not None:
            yield from self.executor.map(run_task, tasks)
        elif self.workers <= 1 or len(tasks) <= 1:
            yield from map(run_task, tasks)
        else:
            with ThreadPoolExecutor(self.workers) as threads:
                yield from threads.map(run_task, tasks)
