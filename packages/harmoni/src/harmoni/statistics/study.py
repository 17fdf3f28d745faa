"""Replications of a model, as many as the asked precision takes, and differences between scenarios."""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from harmoni.answers.figures import bottlenecks, figures
from harmoni.answers.replication import Reader, Replication
from harmoni.engine.arrays import Floats
from harmoni.engine.program import build
from harmoni.engine.run import replications
from harmoni.executors.base import Executor
from harmoni.executors.parts import run_on
from harmoni.model.parts import CENSUS, STEADY, Model
from harmoni.statistics.intervals import Summary, summarise

FIRST_BATCH = 40
MOST_REPLICATIONS = 5000
SHORT_TERM_DAYS = 56
SHORTEST_WARM_UP = 364

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Study:
    """Replications 0 to n - 1 of a model with one seed."""

    model: Model
    seed: int
    runs: tuple[Replication, ...]

    def values(self, name: str) -> Floats:
        return np.array([figures(self.model, run)[name] for run in self.runs])

    def table(self) -> dict[str, Summary]:
        """Every figure over the replications."""
        rows = [figures(self.model, run) for run in self.runs]
        return {name: summarise(np.array([row[name] for row in rows])) for name in rows[0]}

    def bottlenecks(self) -> list[tuple[str, str, float]]:
        return bottlenecks(self.model, np.mean([run.causes for run in self.runs], axis=0, dtype=np.float64))

    def fan(self, series: str, unit: int, shares: tuple[float, ...] = (0.05, 0.25, 0.5, 0.75, 0.95)) -> Floats:
        """Quantiles over the replications of a daily series (`in_care`, `held`, `used`, `outside`), by day."""
        return np.asarray(np.quantile([getattr(run, series)[:, unit] for run in self.runs], shares, axis=0))


@dataclass(frozen=True)
class Comparison:
    """Two scenarios with the same patients: differences replication by replication, scenario less base."""

    base: Study
    scenario: Study

    def differences(self) -> dict[str, Summary]:
        ours = [figures(self.base.model, run) for run in self.base.runs]
        theirs = [figures(self.scenario.model, run) for run in self.scenario.runs]
        return {
            name: summarise(np.array([there[name] - here[name] for here, there in zip(ours, theirs, strict=True)]))
            for name in ours[0]
            if name in theirs[0]
        }


def simulate(
    model: Model,
    seed: int,
    count: int,
    workers: int = 1,
    first: int = 0,
    progress: Progress | None = None,
    executor: Executor | None = None,
) -> Study:
    """A fixed number of replications; their numbers begin at `first`. On `workers` threads, or where `executor` is:
    the results are the same."""
    runs = []
    for run in _run(model, seed, first, count, workers, executor):
        runs.append(run)
        if progress:
            progress(len(runs), count)
    return Study(model, seed, tuple(runs))


def _run(
    model: Model, seed: int, first: int, count: int, workers: int, executor: Executor | None
) -> Iterable[Replication]:
    if executor is not None:
        return run_on(executor, model, seed, first, count)
    program = build(model)
    return replications(program, seed, range(first, first + count), Reader(program).read, workers)


def simulate_until(
    model: Model,
    seed: int,
    figure: str,
    half_width: float,
    workers: int = 1,
    most: int = MOST_REPLICATIONS,
    progress: Progress | None = None,
    executor: Executor | None = None,
) -> Study:
    """Replications until the interval of a figure is as narrow as asked, or there are `most`."""
    study = simulate(model, seed, min(FIRST_BATCH, most), workers, executor=executor)
    while True:
        reached = summarise(study.values(figure)).half_width
        wanted = needed(len(study.runs), reached, half_width)
        if progress:
            progress(len(study.runs), max(wanted, len(study.runs)))
        if reached <= half_width or len(study.runs) >= most:
            return study
        more = min(wanted, 2 * len(study.runs), most) - len(study.runs)
        further = simulate(model, seed, more, workers, first=len(study.runs), executor=executor)
        study = replace(study, runs=study.runs + further.runs)


def needed(count: int, reached: float, wanted: float) -> int:
    """Replications for a half-width, from what a first batch reached; always at least one tenth more."""
    if reached <= wanted:
        return count
    return max(int(np.ceil(count * (reached / wanted) ** 2)), count + max(count // 10, 1))


def compare(
    base: Model,
    scenario: Model,
    seed: int,
    count: int,
    workers: int = 1,
    progress: Progress | None = None,
    executor: Executor | None = None,
) -> Comparison:
    """The same patients in both."""

    def half(done: int, total: int) -> None:
        if progress:
            progress(done, 2 * total)

    def other_half(done: int, total: int) -> None:
        if progress:
            progress(total + done, 2 * total)

    ours = simulate(base, seed, count, workers, progress=half, executor=executor)
    theirs = simulate(scenario, seed, count, workers, progress=other_half, executor=executor)
    return Comparison(ours, theirs)


def short_term(model: Model) -> Model | None:
    """The next eight weeks from today's census; None when the model has no census."""
    if not model.census:
        return None
    days = min(model.horizon.days, SHORT_TERM_DAYS)
    return replace(model, horizon=replace(model.horizon, begin=CENSUS, warm_up_days=0, days=days))


def long_term(model: Model) -> Model:
    """A year (or as long as the model says) in steady state."""
    warm_up = max(model.horizon.warm_up_days, SHORTEST_WARM_UP)
    return replace(model, horizon=replace(model.horizon, begin=STEADY, warm_up_days=warm_up))


def default_workers() -> int:
    return max(1, min(4, os.cpu_count() or 1))
