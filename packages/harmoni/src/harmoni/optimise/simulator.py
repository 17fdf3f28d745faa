"""Designs on the simulator: the same patients in all of them, each replication simulated once."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from harmoni.engine.program import build
from harmoni.optimise.measures import Prices, Sample, simulate
from harmoni.optimise.question import Design, Question
from harmoni.statistics.study import long_term

FRESH = 1_000_000
"""Replications from here on choose between finalists: others than those the search saw, which flatter what it found."""

A_PART = 50
"""Replications of a task: laying out a model takes as long as a few of them."""

Progress = Callable[[int, int], None]
Task = tuple[Design, int, int]


class Simulator:
    """Remembers every replication of every design; the number of threads changes only the time."""

    def __init__(self, question: Question, seed: int, workers: int = 1, first: int = 0) -> None:
        self.question, self.seed, self.workers, self.first = question, seed, workers, first
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
        tasks: list[Task] = []
        for design in dict.fromkeys(designs):
            known = self.found[design].count if design in self.found else 0
            if known < count:
                tasks.append((design, self.first + known, count - known))
        parts = [part for task in tasks for part in _cut(task)]
        for done, ((design, _, _), rows) in enumerate(zip(parts, self._simulated(parts), strict=True)):
            before = self.found.get(design)
            self.found[design] = Sample(self.question, rows if before is None else np.vstack([before.rows, rows]))
            self.simulated += len(rows)
            if progress:
                progress(done + 1, len(parts))

    def _simulated(self, tasks: list[Task]) -> Iterable[np.ndarray]:
        def one(task: Task) -> np.ndarray:
            design, first, count = task
            return simulate(self.question, design, self.seed, first, count, self.prices)

        if self.workers <= 1 or len(tasks) <= 1:
            yield from map(one, tasks)
            return
        with ThreadPoolExecutor(self.workers) as executor:
            yield from executor.map(one, tasks)


def _cut(task: Task) -> list[Task]:
    """Parts of one design, in order, so that its years too are shared among threads."""
    design, first, count = task
    return [(design, at, min(A_PART, first + count - at)) for at in range(first, first + count, A_PART)]
