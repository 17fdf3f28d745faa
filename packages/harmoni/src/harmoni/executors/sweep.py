"""Many models at once: designs, demands, dates, municipalities."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from harmoni.answers.figures import figures
from harmoni.engine.arrays import Floats
from harmoni.executors.base import Executor
from harmoni.executors.local import Processes
from harmoni.executors.parts import Part, cut, run_part
from harmoni.model.parts import Model

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Swept:
    """One model of a sweep: every figure, replication by replication. With one seed the models meet the same patients,
    so that figures of two may be subtracted row by row."""

    model: Model
    values: dict[str, Floats]


def figures_of_part(part: Part) -> dict[str, Floats]:
    """Only the figures travel back: a sweep of a thousand models need not send their days."""
    rows = [figures(part.model, run) for run in run_part(part)]
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


def sweep(
    models: Sequence[Model],
    seed: int,
    count: int,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Iterator[Swept]:
    """`count` replications of each model, in the order of the models; on processes when nothing else is said."""
    if executor is None:
        with Processes() as processes:
            yield from sweep(models, seed, count, processes, progress)
        return
    tasks = [cut(model, seed, 0, count, workers=1) for model in models]
    results = executor.map(figures_of_part, [part for parts in tasks for part in parts])
    for done, (model, parts) in enumerate(zip(models, tasks, strict=True)):
        found = [next(results) for _ in parts]
        yield Swept(model, {name: np.concatenate([row[name] for row in found]) for name in found[0]})
        if progress:
            progress(done + 1, len(models))
