"""`harmoni forecast` and `harmoni score`: what is expected in the next days, and how good it was."""

import argparse
import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harmoni.cli.arguments import as_json, at_least, date, simulating
from harmoni.texts import say

if TYPE_CHECKING:
    from harmoni.forecast.make import Forecast
    from harmoni.model.parts import Model, Present


def add(commands: Any) -> None:
    """The two commands."""
    forecast = commands.add_parser(
        "forecast", help=say("what each unit will hold in the next days, from today's census")
    )
    forecast.add_argument("model", type=Path)
    forecast.add_argument(
        "--census", type=Path, metavar="FILE", help=say("those who are there, instead of the model's own")
    )
    forecast.add_argument(
        "--date", type=date, help=say("the day that begins with the census; default: the model's start")
    )
    forecast.add_argument("--days", type=at_least(1), default=14, metavar="N", help=say("default {number}", number=14))
    forecast.add_argument(
        "--scenario", metavar="NAME", help=say("a measure that was decided; without it is kept as well")
    )
    forecast.add_argument("--unit", metavar="UNIT", help=say("show one unit day by day"))
    forecast.add_argument(
        "--above", type=at_least(0), metavar="N", help=say("show the chance of more than N who are ready")
    )
    forecast.add_argument("--out", type=Path, metavar="FILE", help=say("keep it, to be scored later"))
    simulating(forecast, replications=400)
    as_json(forecast)
    forecast.set_defaults(do=make)

    score = commands.add_parser("score", help=say("hold forecasts that were kept against what came"))
    score.add_argument("came", type=Path, help=say("a table date,unit,what,value, or an event log"))
    score.add_argument(
        "forecasts", nargs="+", type=Path, metavar="FORECAST", help=say("files made by harmoni forecast")
    )
    as_json(score)
    score.set_defaults(do=judge)


def make(asked: argparse.Namespace) -> int:
    """`harmoni forecast`."""
    from rich.console import Console

    from harmoni.cli import called
    from harmoni.cli import commands as c
    from harmoni.cli import show_forecast as show
    from harmoni.forecast import make as m
    from harmoni.forecast import store
    from harmoni.model import scenarios
    from harmoni.model.load import load
    from harmoni.statistics.study import default_workers

    if asked.out and asked.out.exists():
        raise c.Refused(
            say("{path} is there already, and a forecast is never replaced. Name a file that is not.", path=asked.out)
        )
    model, _ = load(asked.model)
    model = m.from_census(model, asked.date, asked.days, _census(asked.census, model))
    if asked.unit and asked.unit not in {unit.id for unit in model.units}:
        raise c.Refused(
            say(
                "«{name}» is not one of: {names}.",
                name=asked.unit,
                names=", ".join(unit.id for unit in model.units),
            )
        )
    scenario = scenarios.load(asked.model, asked.scenario, model) if asked.scenario else None
    made = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    workers = asked.workers or default_workers()
    digest = store.digest_of(asked.model)
    with (
        c.executor(asked.on, workers) as there,
        c.progress(asked.json, say("Looking {days} days ahead", days=asked.days)) as tick,
    ):
        found = m.forecast(model, asked.seed, asked.replications, workers, scenario, digest, made, tick, there)
    if asked.out:
        store.save(found, asked.out)
    if asked.json:
        c.write_json(store.as_document(found))
        return c.FINE
    console = Console()
    console.print(show.overview(found, called.titles(asked.model)))
    for series in show.chosen(found, asked.unit):
        console.print(show.by_day(found, series, asked.above))
    if found.promised:
        console.print(show.promises(found))
    if asked.out:
        console.print(say("Kept in {out}. When the days have passed: harmoni score EVENTS.csv {out}", out=asked.out))
    return c.FINE


def _census(path: Path | None, model: "Model") -> "tuple[Present, ...] | None":
    from harmoni.model import files
    from harmoni.model.problems import BadModel, Problem

    if path is None:
        if not model.census:
            message = say(
                "A forecast begins with those who are there today. Write census.csv, or name one with --census."
            )
            raise BadModel([Problem("census.csv", "", "", message)])
        return None
    return files.read_census(path)


def judge(asked: argparse.Namespace) -> int:
    """`harmoni score`."""
    from rich.console import Console

    from harmoni.cli import commands as c
    from harmoni.cli import show_forecast as show
    from harmoni.forecast import score as s
    from harmoni.forecast import store

    forecasts = [store.load(path) for path in asked.forecasts]
    observed = _came(asked.came, forecasts)
    points = [point for one in forecasts for point in s.points(one, observed)]
    if not points:
        raise c.Refused(say("{came} says nothing about the days and units of the forecasts.", came=asked.came))
    effects = [(one, s.effects(one, observed)) for one in forecasts if one.scenario]
    late = [path.name for path, one in zip(asked.forecasts, forecasts, strict=True) if was_made_late(one)]
    if asked.json:
        c.write_json(
            {
                "all": _as_json(s.summarise(points)),
                "series": {name: _as_json(row) for name, row in s.table(points, s.by_series).items()},
                "weeks": {name: _as_json(row) for name, row in s.table(points, s.by_week).items()},
                "effects": [
                    {"scenario": one.scenario, **asdict(row), "verdict": row.verdict}
                    for one, rows in effects
                    for row in rows
                ],
                "made_late": late,
            }
        )
        return c.FINE
    console = Console()
    console.print(show.scores(points))
    console.print(show.places(s.summarise(points)))
    for one, rows in effects:
        console.print(show.effects(one, rows))
    if late:
        console.print(
            say(
                "[yellow]Made after their first day had passed, so no prediction: {names}[/yellow]",
                names=", ".join(late),
            )
        )
    return c.FINE


def _as_json(row: Any) -> dict[str, Any]:
    return {**asdict(row), "verdict": row.verdict}


def was_made_late(forecast: "Forecast") -> bool:
    """Whether the first day had already passed when the forecast was made."""
    if not forecast.made:
        return False
    return dt.datetime.fromisoformat(forecast.made).date() > forecast.start


def _came(path: Path, forecasts: "list[Forecast]") -> Any:
    from harmoni.forecast import observe
    from harmoni.learning import events
    from harmoni.learning.daily import daily

    if not path.is_file() or not events.is_log(path):
        return observe.read(path)
    units = sorted({series.unit for one in forecasts for series in one.series if series.unit})
    return daily(events.read(path, units=units), units)
