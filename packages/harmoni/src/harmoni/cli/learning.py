"""`harmoni learn` and `harmoni synth`: from an event log to a model, and from a model to a synthetic log."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harmoni.cli.arguments import as_json, at_least, date, running, seed
from harmoni.texts import say

if TYPE_CHECKING:
    from harmoni.learning.learn import Learned


def add(commands: Any) -> None:
    """The two commands."""
    learn = commands.add_parser(
        "learn", help=say("make a model of an event log: aggregates only, small cells left out")
    )
    learn.add_argument("events", type=Path, help=say("a row for each stay, under pseudonyms"))
    learn.add_argument("out", type=Path, nargs="?", help=say("the folder for the model; left out: only look"))
    learn.add_argument(
        "--model", type=Path, metavar="BASE", help=say("places, hours, rules and prices, which no log tells")
    )
    learn.add_argument(
        "--from", dest="begins", type=date, metavar="DATE", help=say("the first day the log tells all about")
    )
    learn.add_argument("--to", dest="ends", type=date, metavar="DATE", help=say("the day before which it ends"))
    learn.add_argument(
        "--smallest", type=at_least(5), default=5, metavar="N", help=say("patients a number must rest on; 5")
    )
    learn.add_argument(
        "--census", action="store_true", help=say("also who is there at the end, a row each: stays inside")
    )
    learn.add_argument(
        "--back-test", type=at_least(1), metavar="N", help=say("forecast N times from the past, and score")
    )
    running(learn)
    as_json(learn)
    learn.set_defaults(do=from_log)

    synth = commands.add_parser("synth", help=say("write a synthetic event log of a model, with nobody real in it"))
    synth.add_argument("model", type=Path)
    synth.add_argument("events", type=Path, help=say("the file to write"))
    synth.add_argument("--days", type=at_least(1), metavar="N", help=say("default: as the model says"))
    synth.add_argument(
        "--from", dest="begins", type=date, metavar="DATE", help=say("the first day; default: the model's")
    )
    synth.add_argument("--scenario", metavar="NAME", help=say("a file in scenarios/, without .toml"))
    synth.add_argument("--seed", type=seed, default=1)
    synth.set_defaults(do=to_log)


def from_log(asked: argparse.Namespace) -> int:
    """`harmoni learn`."""
    from rich.console import Console

    from harmoni.cli import commands as c
    from harmoni.cli import show, show_forecast, show_learned
    from harmoni.forecast import score
    from harmoni.learning import backtest, events
    from harmoni.learning.learn import learn
    from harmoni.model import check
    from harmoni.model.load import load
    from harmoni.statistics.study import default_workers

    if asked.out and asked.out.exists():
        raise c.Refused(say("{path} is there already. Name a folder that is not.", path=asked.out))
    base = load(asked.model)[0] if asked.model else None
    log = events.read(asked.events, asked.begins, asked.ends, [unit.id for unit in base.units] if base else ())
    with c.progress(asked.json, say("Learning")) as tick:
        found = learn(log, base, asked.smallest, asked.census, tick)
    points = []
    if asked.back_test:
        workers = asked.workers or default_workers()
        with c.executor(asked.on, workers) as there, c.progress(asked.json, say("Forecasting from the past")) as tick:
            points = backtest.back_test(
                log, base, asked.back_test, smallest=asked.smallest, workers=workers, progress=tick, executor=there
            )
    problems = check.problems_of(found.model)
    if asked.out:
        _write(asked, found)
    is_wrong = any(not problem.is_warning for problem in problems)
    if asked.json:
        c.write_json(
            {
                "from": found.begins.isoformat(),
                "to": found.ends.isoformat(),
                "numbers": [asdict(number) for number in found.numbers],
                "left_out": found.left_out,
                "notes": found.notes,
                "problems": [asdict(problem) for problem in problems],
                "back_test": {**asdict(score.summarise(points)), "verdict": score.summarise(points).verdict}
                if points
                else None,
            }
        )
        return c.WRONG if is_wrong else c.FINE
    console = Console()
    for table in show_learned.tables(found):
        console.print(table)
    if problems:
        console.print(show.problems(problems))
    if points:
        console.print(show_forecast.scores(points))
        console.print(show_forecast.places(score.summarise(points)))
    if asked.out:
        console.print(
            say("Wrote {path}. Put right what stands above, then: harmoni check {path}", path=asked.out)
            if is_wrong
            else say("Wrote {path}. Next: harmoni check {path}", path=asked.out)
        )
        if asked.census:
            console.print(
                say(
                    "[yellow]census.csv has a row for each patient. The folder stays with those who own the log.[/yellow]"
                )
            )
    return c.WRONG if is_wrong else c.FINE


def _write(asked: argparse.Namespace, found: "Learned") -> None:
    """The folder, with the scenarios of the base beside the model."""
    from harmoni.model import files, write

    others = {}
    if asked.model:
        others = {name: text for name, text in files.read_files(asked.model).items() if name.startswith("scenarios/")}
        lines = [
            say(
                "Learned from an event log, {begins} to {ends}. No number rests on fewer than {smallest} patients.",
                begins=found.begins,
                ends=found.ends,
                smallest=asked.smallest,
            )
        ]
    if not asked.model:
        lines.append(
            say("built is the most that were there at once: write what there is, and the hours, fees and prices.")
        )
    write.folder(found.model, asked.out, "\n".join([*lines, *found.left_out, *found.notes]), others)


def to_log(asked: argparse.Namespace) -> int:
    """`harmoni synth`."""
    from harmoni.cli import commands as c
    from harmoni.forecast.store import write_new
    from harmoni.learning import events, synthetic
    from harmoni.model import check, scenarios
    from harmoni.model.load import load
    from harmoni.model.problems import BadModel

    if asked.events.exists():
        raise c.Refused(say("{path} is there already. Name a file that is not.", path=asked.events))
    model, _ = load(asked.model)
    if asked.scenario:
        model = scenarios.load(asked.model, asked.scenario, model).model
    model = synthetic.with_days(model, asked.begins, asked.days)
    wrong = [problem for problem in check.problems_of(model) if not problem.is_warning]
    if wrong:
        raise BadModel(wrong)
    log = synthetic.log_of(model, asked.seed)
    write_new(asked.events, events.as_table(log))
    print(
        say(
            "Wrote {events}: {visits} stays in {days:.0f} days, all of them invented.",
            events=asked.events,
            visits=len(log.visits),
            days=log.days,
        )
    )
    return c.FINE
