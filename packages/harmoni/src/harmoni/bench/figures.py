"""What is promised of Harmoni itself: one function for each figure, with the value that is to be reached."""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from harmoni.bench.network import Network, region
from harmoni.engine import columns as c
from harmoni.engine.program import build
from harmoni.engine.run import replicate
from harmoni.executors.local import Serial
from harmoni.executors.sweep import Progress, sweep
from harmoni.model.parts import Model
from harmoni.statistics import study

WAITING = "ready and waiting in hospital"
MEGABYTES = 1e6


@dataclass(frozen=True)
class Figure:
    """A number, and what it is to be: at least the goal, or at most."""

    name: str
    value: float
    unit: str
    goal: float
    at_least: bool = False

    @property
    def is_reached(self) -> bool:
        return self.value >= self.goal if self.at_least else self.value <= self.goal


def variance_cut(pairs: int = 200, seed: int = 1) -> Figure:
    """Two more places at the helsehus: variance of the difference with seeds of their own, by that with the same
    patients."""
    network = Network()
    more = replace(network, places=(300, 62, 40, 300))
    base = study.simulate(network.model(), seed, pairs).values(WAITING)
    same = study.simulate(more.model(), seed, pairs).values(WAITING)
    others = study.simulate(more.model(), seed + 1, pairs).values(WAITING)
    cut = float(np.var(others - base, ddof=1) / np.var(same - base, ddof=1))
    return Figure("variance of a difference, own seeds by same patients", cut, "times", 10.0, at_least=True)


def two_scenarios(seed: int = 1) -> Figure:
    """A planner's question to the city of the example: two scenarios, 100 replications, a steady year."""
    from harmoni import examples
    from harmoni.model import scenarios
    from harmoni.model.load import load

    folder = examples.folder("fjordby")
    model, _ = load(folder)
    other: Model = scenarios.load(folder, "helsehus-4", model).model
    study.simulate(study.long_term(model), seed, 1)
    start = time.process_time()
    study.compare(study.long_term(model), study.long_term(other), seed, 100).differences()
    return Figure("2 scenarios, 100 replications, a year (Fjordby)", time.process_time() - start, "CPU s", 4.0)


def many_designs(
    sides: tuple[int, int, int] = (10, 10, 10), replications: int = 100, seed: int = 1, progress: Progress | None = None
) -> Figure:
    """Places at the helsehus, in the nursing home and in home care, each side of a cube of designs; in one process."""
    network = replace(Network(), is_lognormal=True)
    hospital, helsehus, nursing, home = network.places
    designs = [
        replace(network, places=(hospital, helsehus + a, nursing + b, home + 5 * d)).model()
        for a, b, d in product(*(range(-(side // 2), side - side // 2) for side in sides))
    ]
    study.simulate(designs[0], seed, 1)
    start = time.process_time()
    for _ in sweep(designs, seed, replications, Serial(), progress):
        pass
    minutes = (time.process_time() - start) / 60
    return Figure(f"{len(designs):,} designs, {replications} replications", minutes, "CPU minutes", 15.0)


def growth(factors: tuple[int, ...] = (1, 10, 100), seed: int = 1) -> list[tuple[int, float, float]]:
    """Patients and places times a factor: the factor, millions of events, and nanoseconds an event."""
    found = []
    for factor in factors:
        network = replace(Network().times(factor), warm_up=0, days=max(20, 2000 // factor))
        program = build(network.model())
        pool = replicate(program, seed, 0)[c.POOL_ROOM]
        start = time.process_time()
        memory = replicate(program, seed, 1, pool)
        spent = time.process_time() - start
        found.append((factor, memory[c.EVENTS] / 1e6, spent / memory[c.EVENTS] * 1e9))
    return found


def slowing(rows: list[tuple[int, float, float]]) -> Figure:
    """1 where time grows as events do. With a hundred times the patients they no longer fit in the near caches."""
    return Figure("an event with 100 times the patients, by one with few", rows[-1][2] / rows[0][2], "times", 2.5)


def _elsewhere(code: str, **environment: str) -> dict[str, float]:
    """Runs code in a Python of its own, which prints JSON."""
    ran = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | environment, capture_output=True, text=True, check=True
    )
    answer: dict[str, float] = json.loads(ran.stdout)
    return answer


_IMPORT = """
import json, time
import harmoni.statistics.study
print(json.dumps({"seconds": time.process_time()}))
"""
_RUN = """
import json, time
from harmoni.bench.network import Network
from harmoni.statistics.study import simulate
start = time.process_time()
simulate(Network().model(), 1, 1)
print(json.dumps({"seconds": time.process_time() - start}))
"""
_MEMORY = """
import json
from harmoni.bench.figures import memory_of_a_region
print(json.dumps({"megabytes": memory_of_a_region()}))
"""


def starting() -> list[Figure]:
    """Import; the first run ever, which compiles; the first run of a later process."""
    imported = Figure("import", _elsewhere(_IMPORT)["seconds"], "CPU s", 1.5)
    with tempfile.TemporaryDirectory(prefix="harmoni-bench-") as folder:
        first = _elsewhere(_RUN, HARMONI_CACHE=folder)["seconds"]
        later = _elsewhere(_RUN, HARMONI_CACHE=folder)["seconds"]
    return [
        imported,
        Figure("first run, which compiles", first, "CPU s", 20.0),
        Figure("first run of a later process", later, "CPU s", 1.5),
    ]


def memory_of_a_region(seed: int = 1) -> float:
    """The most that this process has used after a year of a region, in MB; to be asked in a process of its own."""
    study.simulate(region(), seed, 1)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Linux counts in kibibytes, macOS in bytes.
    return most * (1 if sys.platform == "darwin" else 1024) / MEGABYTES


def memory() -> Figure:
    """Everything the process holds: Python, numba and the machine code too."""
    megabytes = _elsewhere(_MEMORY)["megabytes"]
    return Figure("memory, a year of a region of 200 units", megabytes, "MB", 300.0)


PARTS: dict[str, Callable[[], list[Figure]]] = {
    "draws": lambda: [variance_cut()],
    "study": lambda: [two_scenarios()],
    "growth": lambda: [slowing(growth())],
    "start": starting,
    "memory": lambda: [memory()],
}
