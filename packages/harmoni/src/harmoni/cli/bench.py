"""`harmoni bench`: the engine beside its peers, and the figures it promises."""

import argparse
import sys
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from harmoni.cli.show import number
from harmoni.texts import say

if TYPE_CHECKING:
    from harmoni.bench.engines import Timing
    from harmoni.bench.figures import Figure

FINE = 0
PARTS = ("engines", "draws", "study", "growth", "start", "memory")
# Only when asked for: ten minutes.
LONG = ("designs",)


def add(commands: Any) -> None:
    """The command's words."""
    bench = commands.add_parser(
        "bench", help=say("measure speed and memory here, beside a loop in C, SimPy, Ciw and Cimba")
    )
    bench.add_argument("--only", nargs="+", choices=PARTS + LONG, default=list(PARTS), metavar="PART",
                       help=say("some of: {names}; designs (a thousand of them: ten minutes)", names=", ".join(PARTS)))  # fmt: skip
    bench.add_argument("--quick", action="store_true", help=say("one round of engines: ratios are rough"))
    bench.add_argument("--python", default=sys.executable, metavar="PATH", help=say(
        "the Python that has the peers (requirements/bench.txt); default this one"))  # fmt: skip
    bench.add_argument("--json", action="store_true", help=say("the answer as JSON, for programs"))


def bench_command(asked: argparse.Namespace) -> int:
    """Everything asked for, one after the other, in one thread."""
    from harmoni.bench import figures as f
    from harmoni.cli.commands import progress, write_json

    console = Console()
    answer: dict[str, Any] = {}
    found: list[Figure] = []
    if "engines" in asked.only:
        timings, missing = _engines(asked)
        answer |= {"engines": [asdict(row) for row in timings], "not_measured": missing}
        found += ratios(timings)
        if not asked.json:
            console.print(engines_table(timings))
            for sentence in missing:
                console.print(sentence, style="yellow", highlight=False)
    for part, figures in f.PARTS.items():
        if part in asked.only:
            found += figures()
    if "designs" in asked.only:
        with progress(asked.json, "designs") as told:
            found.append(f.many_designs(progress=told))
    answer["figures"] = [asdict(row) | {"is_reached": row.is_reached} for row in found]
    if asked.json:
        write_json(answer)
    else:
        console.print(figures_table(found))
    return FINE


def _engines(asked: argparse.Namespace) -> "tuple[list[Timing], list[str]]":
    from harmoni.bench.engines import ROUNDS, measure
    from harmoni.bench.network import Network

    rows = []
    for network in (Network(), replace(Network(), is_lognormal=True)):
        rows += list(measure(network, asked.python, 1 if asked.quick else ROUNDS))
    missing = list(dict.fromkeys(row for row in rows if isinstance(row, str)))
    return [row for row in rows if not isinstance(row, str)], missing


def ratios(timings: "list[Timing]") -> "list[Figure]":
    """What the timings say about the goals."""
    from harmoni.bench.figures import Figure

    goals = {"C": ("speed by that of a plain loop in C", 0.5), "SimPy": ("times as fast as SimPy", 50.0),
             "Ciw": ("times as fast as Ciw", 300.0), "Cimba": ("times as fast as Cimba", 5.0)}  # fmt: skip
    ours = {row.stays: row for row in timings if row.engine == "Harmoni"}
    found = [
        Figure(f"events a CPU second, {stays} stays", row.events_a_second / 1e6, "million", 5.0, at_least=True)
        for stays, row in ours.items()
    ]
    for row in timings:
        if row.engine in goals:
            name, goal = goals[row.engine]
            found.append(Figure(f"{name}, {row.stays} stays", row.ratio, "times", goal, at_least=True))
    return found


def engines_table(timings: "list[Timing]") -> Table:
    table = Table(title="The benchmark chain: four units, 545 days, blocking")
    table.add_column("engine")
    table.add_column("stays")
    for heading in ("CPU ms", "thousand events/s", "by Harmoni", "lowest", "highest", "runs", "waiting"):
        table.add_column(heading, justify="right")
    for row in timings:
        table.add_row(
            f"{row.engine} ({row.version})",
            row.stays,
            number(row.milliseconds),
            number(row.events_a_second / 1000),
            f"{number(row.ratio)} ×",
            number(row.lowest),
            number(row.highest),
            str(row.replications),
            number(row.waiting),
        )
    return table


def figures_table(found: "list[Figure]") -> Table:
    table = Table(title="What is promised")
    table.add_column("figure")
    for heading in ("here", "goal"):
        table.add_column(heading, justify="right")
    table.add_column("")
    for row in found:
        word = "at least" if row.at_least else "at most"
        verdict, style = ("reached", None) if row.is_reached else ("NOT REACHED", "red")
        table.add_row(row.name, f"{number(row.value)} {row.unit}", f"{word} {number(row.goal)}", verdict, style=style)
    return table
