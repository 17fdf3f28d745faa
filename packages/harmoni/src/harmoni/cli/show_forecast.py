"""Forecasts and scores as tables that a person can read."""

import datetime as dt
from collections.abc import Sequence

from rich.table import Table

from harmoni.cli import called
from harmoni.cli.show import number
from harmoni.forecast import score as s
from harmoni.forecast.make import EVERYWHERE, READY, Forecast, Series
from harmoni.texts import language, say, texts


def label(unit: str, what: str) -> str:
    if unit == EVERYWHERE:
        return called.figure("ready and waiting in hospital")
    word = {
        "patients": say("there"),
        "ready": say("ready and waiting"),
        "outside": say("waiting from outside"),
    }[what]
    return f"{unit}: {word}"


def overview(found: Forecast, own: called.Called = str) -> Table:
    """Every series: today, and the fan tomorrow, in a week, and on the last day."""
    table = Table(
        title=say("{title}: {days} days from {start}", title=own(found.title), days=found.days, start=found.start),
        caption=say(
            "Mean over the day: median, and what 90 of 100 lie between. {replications} replications, seed {seed}.",
            replications=found.replications,
            seed=found.seed,
        )
        + (f" {say('With {scenario}.', scenario=found.scenario)}" if found.scenario else ""),
    )
    days = sorted({0, min(6, found.days - 1), found.days - 1})
    table.add_column(say("patients"))
    table.add_column(say("now"), justify="right")
    for day in days:
        table.add_column(called.day(found.start + dt.timedelta(days=day)), justify="right")
    for series in found.series:
        low, _, middle, _, high = series.quantiles()
        cells = [f"{number(middle[day])} ({number(low[day])}–{number(high[day])})" for day in days]
        table.add_row(label(series.unit, series.what), number(series.today), *cells)
    return table


def chosen(found: Forecast, unit: str | None) -> list[Series]:
    """What is shown day by day: a unit that was asked for, else those who are ready in hospital."""
    if unit:
        return [series for series in found.series if series.unit == unit]
    return [series for series in found.series if (series.unit, series.what) == (EVERYWHERE, READY)]


def by_day(found: Forecast, series: Series, above: int | None) -> Table:
    table = Table(title=say("Day by day: {unit}", unit=label(series.unit, series.what)))
    table.add_column(say("day"))
    for heading in (say("5 of 100 below"), say("25 below"), say("median"), say("25 above"), say("5 of 100 above")):
        table.add_column(heading, justify="right")
    if above is not None:
        table.add_column(say("chance of more than {above}", above=above), justify="right")
        chance = series.chance_above(above)
    for day, row in enumerate(series.quantiles().T):
        cells = [number(value) for value in row]
        if above is not None:
            cells.append(called.share(float(chance[day])))
        table.add_row(called.day(found.start + dt.timedelta(days=day)), *cells)
    return table


def promises(found: Forecast) -> Table:
    table = Table(
        title=say(
            "What {scenario} should change, on average over {days} days", scenario=found.scenario, days=found.days
        )
    )
    table.add_column(say("patients"))
    table.add_column(say("change"), justify="right")
    table.add_column(say("90 of 100 lie between"), justify="right")
    for row in found.promised:
        if not row.mean == row.low == row.high == 0:
            table.add_row(
                label(row.unit, row.what),
                number(row.mean),
                say("{low} and {high}", low=number(row.low), high=number(row.high)),
            )
    return table


def scores(points: Sequence[s.Point]) -> Table:
    total = s.summarise(points)
    table = Table(
        title=say(
            "{forecasts} forecasts against what came, {points} values", forecasts=total.forecasts, points=total.points
        ),
        caption=say(
            "CRPS: distance between fan and what came, in patients. Skill: 1 is perfect, 0 no better than «as it is today»."
        ),
    )
    table.add_column(say("patients"))
    for heading in (
        say("said"),
        say("came"),
        say("in the 50 % fan"),
        say("in the 90 % fan"),
        say("CRPS"),
        say("skill"),
    ):
        table.add_column(heading, justify="right")
    table.add_column(say("reading"))
    groups = {**s.table(points, lambda point: label(point.unit, point.what)), **s.table(points, week)}
    for name, row in {**groups, say("all"): total}.items():
        skill = "" if row.skill != row.skill else texts(language()).number(row.skill, 2)
        cells = [number(row.expected), number(row.came), *(called.share(share) for share in row.coverage)]
        table.add_row(name, *cells, number(row.crps), skill, row.verdict)
    return table


def week(point: s.Point) -> str:
    """By how far ahead."""
    number = (point.ahead - 1) // 7
    return say("days {first} to {last}", first=7 * number + 1, last=7 * number + 7)


def places(total: s.Score) -> Table:
    """Where in the fan the days fell: a bar for each tenth."""
    table = Table(title=say("Where in the fan it came (all tenths should be alike)"))
    table.add_column(say("tenth"), justify="right")
    table.add_column(say("values"), justify="right")
    table.add_column("")
    most = max(total.pit) or 1
    for place, count in enumerate(total.pit):
        table.add_row(str(place + 1), str(count), "█" * round(30 * count / most))
    return table


def effects(forecast: Forecast, rows: Sequence[s.Effect]) -> Table:
    table = Table(
        title=say(
            "What {scenario} changed from {start}, on average over {days} days",
            scenario=forecast.scenario,
            start=forecast.start,
            days=forecast.days,
        ),
        caption=say("Reached: what came, less what was expected without it. 90 of 100 lie in brackets."),
    )
    table.add_column(say("patients"))
    for heading in (say("promised"), say("reached")):
        table.add_column(heading, justify="right")
    table.add_column(say("reading"))
    for row in rows:
        cells = [
            say("{mean} ({low} to {high})", mean=number(mean), low=number(low), high=number(high))
            for mean, low, high in (row.promised, row.reached)
        ]
        style = "dim" if row.is_untold else None
        table.add_row(label(row.unit, row.what), *cells, row.verdict, style=style)
    return table
