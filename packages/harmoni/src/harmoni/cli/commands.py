"""What each command does."""

import argparse
import json
import math
import shutil
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from harmoni.cli import called, show
from harmoni.cli.bench import bench_command
from harmoni.cli.exchange import export_command, import_command
from harmoni.model import scenarios
from harmoni.model.load import examine, load
from harmoni.model.parts import Model
from harmoni.model.problems import BadModel, Problem
from harmoni.report import author
from harmoni.texts import say

if TYPE_CHECKING:
    from harmoni.executors import Executor

FINE, WRONG = 0, 1


class Refused(ValueError):
    """The command asks for something that cannot be."""


def write_json(answer: object) -> None:
    """Numbers that JSON cannot say become null."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {str(key): plain(part) for key, part in value.items()}
        if isinstance(value, list | tuple):
            return [plain(part) for part in value]
        return None if isinstance(value, float) and not math.isfinite(value) else value

    print(json.dumps(plain(answer), ensure_ascii=False, indent=2))


def tell_problems(problems: list[Problem], as_json: bool) -> None:
    """Errors and warnings, to the reader or to a program."""
    if as_json:
        write_json({"problems": [asdict(problem) for problem in problems]})
    else:
        Console(stderr=True).print(show.problems(problems))


def check(asked: argparse.Namespace) -> int:
    model, problems = examine(asked.model)
    if model is not None and not any(not problem.is_warning for problem in problems):
        from harmoni.optimise import question

        problems += author.problems_of(asked.model)
        for beside in (scenarios, question):
            for name in beside.names(asked.model):
                try:
                    beside.load(asked.model, name, model)
                except BadModel as error:
                    problems += error.problems
    is_wrong = any(not problem.is_warning for problem in problems)
    if asked.json:
        load_rows = show.load_rows(model) if model and not is_wrong else []
        write_json({"is_right": not is_wrong, "problems": [asdict(p) for p in problems], "load": load_rows})
        return WRONG if is_wrong else FINE
    console = Console()
    if model is not None and not is_wrong:
        console.print(show.load_table(model, called.titles(asked.model)))
    if problems:
        console.print(show.problems(problems))
    if not is_wrong:
        console.print(say("[green]{name} can be run.[/green]", name=asked.model.name))
    return WRONG if is_wrong else FINE


def run(asked: argparse.Namespace) -> int:
    from harmoni.statistics import study as s
    from harmoni.statistics.warm_up import warnings

    model, problems = load(asked.model)
    if asked.scenario:
        scenario = scenarios.load(asked.model, asked.scenario, model)
        model, problems = scenario.model, list(scenario.warnings)
    model = _term(model, asked.term)
    workers = asked.workers or s.default_workers()
    own = called.titles(asked.model)
    figure = _known_figure(model, asked.figure) if asked.precision else ""
    with (
        executor(asked.on, workers) as there,
        progress(asked.json, say("Simulating {name}", name=own(model.title))) as tick,
    ):
        if asked.precision:
            study = s.simulate_until(model, asked.seed, figure, asked.precision, workers, progress=tick, executor=there)
        else:
            study = s.simulate(model, asked.seed, asked.replications, workers, progress=tick, executor=there)
    problems += warnings(study)
    if asked.json:
        write_json(
            {
                "title": model.title,
                "seed": asked.seed,
                "replications": len(study.runs),
                "figures": {name: asdict(row) for name, row in study.table().items()},
                "bottlenecks": [dict(zip(("unit", "reason", "held"), row, strict=True)) for row in study.bottlenecks()],
                "warnings": [asdict(problem) for problem in problems],
            }
        )
        return FINE
    console = Console()
    console.print(show.study(study, own))
    console.print(show.bottlenecks(study.bottlenecks()))
    if problems:
        console.print(show.problems(problems))
    return FINE


def compare(asked: argparse.Namespace) -> int:
    from harmoni.statistics import study as s
    from harmoni.statistics.warm_up import warnings

    model, _ = load(asked.model)
    found = [scenarios.load(asked.model, name, model) for name in asked.scenarios]
    workers = asked.workers or s.default_workers()
    answer: list[dict[str, Any]] = []
    problems: list[Problem] = []
    console, own = Console(), called.titles(asked.model)
    for scenario in found:
        terms: dict[str, tuple[Model, Model] | None] = {"long": (s.long_term(model), s.long_term(scenario.model))}
        now, then = s.short_term(model), s.short_term(scenario.model)
        terms["short"] = (now, then) if now and then else None
        entry: dict[str, Any] = {"scenario": scenario.id, "title": scenario.title, "seed": asked.seed}
        for term in ("short", "long"):
            pair = terms[term]
            if pair is None:
                entry[term] = None
                continue
            with (
                executor(asked.on, workers) as there,
                progress(asked.json, own(scenario.title)) as tick,
            ):
                result = s.compare(*pair, asked.seed, asked.replications, workers, progress=tick, executor=there)
            entry[term] = {name: asdict(row) for name, row in result.differences().items()}
            problems += [found for found in warnings(result.base) if found not in problems]
            if not asked.json:
                console.print(show.comparison(scenario, term, result, own))
                console.print(show.sentence(scenario, term, result, own), highlight=False)
        if terms["short"] is None and not asked.json:
            console.print(
                say("The short term begins with those who are there today: write census.csv to have it answered.")
            )
        answer.append(entry)
    if asked.json:
        warned = [asdict(problem) for problem in problems]
        write_json({"replications": asked.replications, "comparisons": answer, "warnings": warned})
    elif problems:
        console.print(show.problems(problems))
    return FINE


def executor(where: str, workers: int) -> "AbstractContextManager[Executor | None]":
    """Where to run; None for threads of this process, which need no executor."""
    from harmoni import executors
    from harmoni.executors.many import NoDask

    if where == "threads":
        return nullcontext(None)
    try:
        return executors.at(where, workers)
    except (ValueError, NoDask) as error:
        raise Refused(str(error)) from error
    except OSError as error:
        raise Refused(say("Nobody answers at {where}: {error}", where=where, error=error)) from error


def selftest(asked: argparse.Namespace) -> int:
    from harmoni.selftest.ladder import climb

    with progress(asked.json, say("Holding the engine to theory")) as tick:
        results = climb(0.1 if asked.quick else 1.0, tick)
    is_fine = all(result.is_fine for result in results)
    if asked.json:
        write_json({"is_fine": is_fine, "rungs": [asdict(result) | {"z": result.z} for result in results]})
    else:
        Console().print(show.ladder(results))
    return FINE if is_fine else WRONG


def example(asked: argparse.Namespace) -> int:
    from harmoni import examples

    if asked.folder.exists():
        raise Refused(say("{path} is there already. Name a folder that is not.", path=asked.folder))
    half = asked.folder.with_name(f".{asked.folder.name}.half")
    shutil.rmtree(half, ignore_errors=True)
    shutil.copytree(examples.folder(asked.name), half)
    half.rename(asked.folder)
    print(say("Wrote {path}. Next: harmoni check {path}", path=asked.folder))
    return FINE


def _term(model: Model, term: str) -> Model:
    from harmoni.statistics import study as s

    if term == "long":
        return s.long_term(model)
    if term == "short":
        short = s.short_term(model)
        if short is None:
            raise Refused(say("The short term begins with those who are there today, and the model has no census.csv."))
        return short
    return model


def _known_figure(model: Model, asked: str | None) -> str:
    """The name of a figure, by that name or as the tables call it."""
    from harmoni.answers.names import WAITING
    from harmoni.statistics import study as s

    known = {called.figure(name): name for name in s.simulate(model, 0, 1).table()}
    name = known.get(asked, asked) if asked else WAITING
    if name not in known.values():
        raise Refused(say("«{name}» is not one of: {names}.", name=name, names="; ".join(known)))
    return name


def progress(as_json: bool, title: str) -> Any:
    """A bar on the terminal while it takes time; nothing where a program reads."""
    if as_json or not sys.stderr.isatty():
        return nullcontext(lambda done, total: None)
    return _Bar(title)


class _Bar:
    def __init__(self, title: str) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self.progress = Progress(*columns, console=Console(stderr=True), transient=True)
        self.task = self.progress.add_task(title, total=None)

    def __enter__(self) -> Callable[[int, int], None]:
        self.progress.start()
        return lambda done, total: self.progress.update(self.task, completed=done, total=total)

    def __exit__(self, *_: object) -> None:
        self.progress.stop()


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "check": check,
    "run": run,
    "compare": compare,
    "selftest": selftest,
    "example": example,
    "bench": bench_command,
    "import": import_command,
    "export": export_command,
}
