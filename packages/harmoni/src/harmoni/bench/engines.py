"""The same network in each engine there is: CPU time of one thread, in one run, so that ratios mean something."""

import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from harmoni import __version__
from harmoni.bench.network import Network
from harmoni.engine import columns as c
from harmoni.engine.program import build
from harmoni.engine.run import replicate
from harmoni.ticks import TICKS_PER_DAY

PEERS = Path(__file__).parent / "peers"
# How many replications, so that each engine takes some seconds.
REPLICATIONS = {"Harmoni": 200, "C": 400, "SimPy": 6, "Ciw": 2}


@dataclass(frozen=True)
class Timing:
    """One engine on one network; a replication is the same work for all of them."""

    engine: str
    version: str
    stays: str
    replications: int
    milliseconds: float
    """CPU time of a replication."""
    events_a_second: float
    """Arrivals and ends of stays, as the engine counts them."""
    waiting: float
    """Patients held in the first unit on average: that it is the same network."""


class NoPeer(RuntimeError):
    """An engine that cannot be measured here, and why."""


def _timing(engine: str, network: Network, replications: int, answer: dict[str, Any]) -> Timing:
    return Timing(
        engine=engine,
        version=str(answer.get("version", "")),
        stays="lognormal" if network.is_lognormal else "exponential",
        replications=replications,
        milliseconds=1000 * answer["seconds"] / replications,
        events_a_second=answer["events"] / answer["seconds"],
        waiting=answer["held"][0],
    )


def harmoni(network: Network, replications: int, seed: int) -> Timing:
    """The complete engine, once it is compiled: calendars, groups, fees, daily series, causes, whether needed or not."""
    program = build(network.model())
    memory = replicate(program, seed, 0)
    events, seconds, held = 0, 0.0, np.zeros(len(network.places))
    for number in range(replications):
        start = time.process_time()
        memory = replicate(program, seed, number, memory[c.POOL_ROOM], used=memory)
        seconds += time.process_time() - start
        # Days that end are events of the calendar, which the others do not have.
        events += memory[c.EVENTS] - memory[c.DAYS]
        held += memory.daily[network.warm_up :, :, c.DAY_HELD].mean(axis=0) / TICKS_PER_DAY
    answer = {"version": __version__, "seconds": seconds, "events": events, "held": held / replications}
    return _timing("Harmoni", network, replications, answer)


def plain_c(network: Network, replications: int, seed: int) -> Timing:
    """Compiles the loop with the machine's own compiler and runs it. `NoPeer` when there is none."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None:
        raise NoPeer("no C compiler (cc, gcc or clang) is installed")
    with tempfile.TemporaryDirectory(prefix="harmoni-bench-") as folder:
        program = Path(folder) / "loop"
        built = subprocess.run(
            [compiler, "-O3", "-o", str(program), str(PEERS / "loop.c"), "-lm"], capture_output=True, text=True
        )
        if built.returncode:
            raise NoPeer(f"{compiler} could not compile the loop: {built.stderr.strip()[:200]}")
        lines = network.line_of_numbers(replications, seed)
        ran = subprocess.run([str(program)], input=lines, capture_output=True, text=True)
    if ran.returncode:
        raise NoPeer(f"the loop in C stopped: {ran.stderr.strip()[:200]}")
    told = subprocess.run([compiler, "-dumpversion"], capture_output=True, text=True).stdout.strip()
    return _timing("C", network, replications, json.loads(ran.stdout) | {"version": f"{Path(compiler).name} {told}"})


def peer(engine: str, python: str, network: Network, replications: int, seed: int) -> Timing:
    """An engine in Python, run by an interpreter that has it. `NoPeer` when it has not."""
    script = PEERS / f"run_{engine.lower()}.py"
    asked = json.dumps(network.numbers(replications, seed))
    ran = subprocess.run([python, str(script)], input=asked, capture_output=True, text=True)
    if ran.returncode:
        last = ran.stderr.strip().splitlines()[-1:] or ["it stopped"]
        raise NoPeer(f"{last[0]} (pip install --require-hashes -r requirements/bench.txt)")
    return _timing(engine, network, replications, json.loads(ran.stdout))


def measure(network: Network, python: str, share: float = 1.0, seed: int = 1) -> Iterator[Timing | str]:
    """Each engine's timing, Harmoni's first; or a sentence on why there is none.

    Harmoni is measured before and after the others: a shared machine is quicker at one moment than at the next.
    """
    counts = {name: max(1, round(count * share)) for name, count in REPLICATIONS.items()}
    half = max(1, counts["Harmoni"] // 2)
    before = harmoni(network, half, seed)
    others = list(_others(network, python, counts, seed))
    yield _together(before, harmoni(network, half, seed + 1))
    yield from others


def _together(one: Timing, other: Timing) -> Timing:
    """Two timings of as many replications."""
    milliseconds = (one.milliseconds + other.milliseconds) / 2
    events = (one.events_a_second * one.milliseconds + other.events_a_second * other.milliseconds) / 2
    return replace(
        one,
        replications=one.replications + other.replications,
        milliseconds=milliseconds,
        events_a_second=events / milliseconds,
        waiting=(one.waiting + other.waiting) / 2,
    )


def _others(network: Network, python: str, counts: dict[str, int], seed: int) -> Iterator[Timing | str]:
    for name in ("C", "SimPy", "Ciw"):
        try:
            if name == "C":
                yield plain_c(network, counts[name], seed)
            else:
                yield peer(name, python, network, counts[name], seed)
        except NoPeer as reason:
            yield f"{name} is not measured: {reason}"
