"""The runs that a report tells of: today and every scenario, in a steady year and in the weeks to come."""

import datetime as dt
import hashlib
import os
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from harmoni import __version__
from harmoni.executors.base import Executor
from harmoni.model import check, files, load, scenarios
from harmoni.model.parts import Model
from harmoni.model.problems import Problem
from harmoni.model.scenarios import Scenario
from harmoni.statistics import warm_up
from harmoni.statistics.intervals import Summary
from harmoni.statistics.study import Comparison, Study, long_term, short_term, simulate

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Change:
    """What a scenario changes, figure by figure. The runs it came from are not kept: they are many."""

    now: dict[str, Summary]
    rows: dict[str, Summary]


@dataclass(frozen=True)
class Proposal:
    """A scenario, what its file says changes, and what came of it."""

    scenario: Scenario
    changes: tuple[dict[str, Any], ...]
    long: Change
    short: Change | None


@dataclass(frozen=True)
class Machine:
    """On what it was run: no names of machines or folders."""

    system: str
    processor: str
    cores: int
    versions: dict[str, str]


@dataclass(frozen=True)
class Findings:
    """Everything a report is written from."""

    name: str
    """Of the model's folder or file."""
    model: Model
    checksums: dict[str, str]
    wanted: tuple[str, ...] | None
    """The scenarios that were asked for; None: all there are."""
    long: Study
    table: dict[str, Summary]
    """Every figure of the steady year."""
    short: Study | None
    proposals: tuple[Proposal, ...]
    seed: int
    replications: int
    seconds: float | None
    """Of the processor, for all runs; None where they were not run in this process."""
    events: int
    machine: Machine
    made_on: dt.date

    def warnings(self) -> list[Problem]:
        """What should be known of the model and of its steady year, in the reader's language."""
        return [*check.problems_of(self.model), *warm_up.warnings(self.long)]


def find(
    path: Path,
    wanted: Sequence[str] | None,
    seed: int,
    replications: int,
    workers: int,
    made_on: dt.date,
    progress: Progress = lambda done, total: None,
    executor: Executor | None = None,
) -> Findings:
    """Run it all. `wanted`: scenarios by name; None: every one. On `workers` threads, or where `executor` is: the
    findings are the same, but for the seconds, which are then not known. `BadModel` when something cannot be run."""
    model, _ = load.load(path)
    names = scenarios.names(path) if wanted is None else list(wanted)
    found = [scenarios.load(path, name, model) for name in names]
    started = time.process_time()
    terms = [long_term, short_term] if model.census else [long_term]
    total = len(terms) * (1 + len(found)) * replications
    done = 0

    events = 0

    def run(of: Model) -> Study:
        nonlocal done, events
        before = done

        def tell(now: int, _: int) -> None:
            progress(before + now, total)

        study = simulate(of, seed, replications, workers, progress=tell, executor=executor)
        done += replications
        events += sum(one.events for one in study.runs)
        return study

    def short_of(of: Model) -> Study | None:
        weeks = short_term(of)
        return run(weeks) if weeks else None

    long, short = run(long_term(model)), short_of(model)
    table, short_table = long.table(), short.table() if short else {}
    proposals = []
    for scenario in found:
        later = Change(table, Comparison(long, run(long_term(scenario.model))).differences())
        soon = short_of(scenario.model)
        proposals.append(
            Proposal(
                scenario,
                _changes(path, scenario.id),
                later,
                Change(short_table, Comparison(short, soon).differences()) if short and soon else None,
            )
        )
    return Findings(
        name=path.name,
        model=model,
        checksums=checksums(path),
        wanted=None if wanted is None else tuple(wanted),
        long=long,
        table=table,
        short=short,
        proposals=tuple(proposals),
        seed=seed,
        replications=replications,
        seconds=None if executor else time.process_time() - started,
        events=events,
        machine=machine(),
        made_on=made_on,
    )


def checksums(path: Path) -> dict[str, str]:
    """SHA-256 of every file of the model, by name."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.read_files(path).items())}


def machine() -> Machine:
    """What STRESS asks about the computer."""
    packages = ("numpy", "numba", "scipy", "typst")
    versions = {"Harmoni": __version__, "Python": platform.python_version()}
    versions |= {name: metadata.version(name) for name in packages}
    return Machine(platform.system(), platform.machine(), os.cpu_count() or 1, versions)


def _changes(path: Path, name: str) -> tuple[dict[str, Any], ...]:
    file = f"scenarios/{name}.toml"
    document = files.read_toml(file, files.read_files(path).get(file), "scenario", [])
    return tuple(document["change"]) if document else ()
