"""The same network in each engine there is: CPU time of one thread, in one run, so that ratios mean something."""

import json
import shutil
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean, median
from typing import Any

import numpy as np

from harmoni import __version__
from harmoni.bench.network import Network
from harmoni.engine import columns as c
from harmoni.engine.program import build
from harmoni.engine.run import replicate
from harmoni.ticks import TICKS_PER_DAY

SCRIPTS = Path(__file__).parent / "peers"
PEERS = ("C", "SimPy", "Ciw", "Cimba")
# How often each engine has its turn, and how many replications it then makes.
ROUNDS = 5
REPLICATIONS = {"Harmoni": 30, "C": 60, "SimPy": 2, "Ciw": 1, "Cimba": 10}

_PerEngine = defaultdict[str, list["Timing"]]


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
    ratio: float = 1.0
    """Its time by Harmoni's right before and after: the median of the rounds, and the lowest and highest of them."""
    lowest: float = 1.0
    highest: float = 1.0


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
            [compiler, "-O3", "-o", str(program), str(SCRIPTS / "loop.c"), "-lm"], capture_output=True, text=True
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
    script = SCRIPTS / f"run_{engine.lower()}.py"
    asked = json.dumps(network.numbers(replications, seed))
    ran = subprocess.run([python, str(script)], input=asked, capture_output=True, text=True)
    if ran.returncode:
        last = ran.stderr.strip().splitlines()[-1:] or ["it stopped"]
        raise NoPeer(f"{last[0]} (pip install --require-hashes -r requirements/bench.txt)")
    return _timing(engine, network, replications, json.loads(ran.stdout))


def measure(network: Network, python: str, rounds: int = ROUNDS, seed: int = 1) -> Iterator[Timing | str]:
    """Each engine's timing, Harmoni's first; or a sentence on why there is none.

    A shared machine is quicker at one moment than at the next. So the engines take turns, Harmoni runs right before and
    right after each of the others, and what is told is the median of the rounds.
    """
    ours, others, missing = [harmoni(network, REPLICATIONS["Harmoni"], seed)], _PerEngine(list), dict[str, str]()
    for turn in range(rounds):
        for name in PEERS:
            if name in missing:
                continue
            try:
                found = _other(name, network, python, seed + turn * REPLICATIONS[name])
            except NoPeer as reason:
                missing[name] = f"{name} is not measured: {reason}"
                continue
            before = ours[-1]
            ours.append(harmoni(network, REPLICATIONS["Harmoni"], seed + len(ours) * REPLICATIONS["Harmoni"]))
            others[name].append(
                replace(found, ratio=2 * found.milliseconds / (before.milliseconds + ours[-1].milliseconds))
            )
    yield _median(ours)
    for name in PEERS:
        yield missing[name] if name in missing else _median(others[name])


def _other(name: str, network: Network, python: str, seed: int) -> Timing:
    if name == "C":
        return plain_c(network, REPLICATIONS[name], seed)
    return peer(name, python, network, REPLICATIONS[name], seed)


def _median(rounds: list[Timing]) -> Timing:
    """What the rounds say together."""
    ratios = [row.ratio for row in rounds]
    return replace(
        rounds[0],
        replications=sum(row.replications for row in rounds),
        milliseconds=median(row.milliseconds for row in rounds),
        events_a_second=median(row.events_a_second for row in rounds),
        waiting=fmean(row.waiting for row in rounds),
        ratio=median(ratios),
        lowest=min(ratios),
        highest=max(ratios),
    )
