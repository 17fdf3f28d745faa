"""Answers as tables that a person can read."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rich.table import Table

from harmoni.answers.names import COST, SOCIETY, WAITING
from harmoni.cli import called
from harmoni.cli.called import Called
from harmoni.model import calendar, flow
from harmoni.model.parts import HOURS, Model
from harmoni.model.problems import Problem
from harmoni.model.scenarios import Scenario
from harmoni.texts import language, say, texts

if TYPE_CHECKING:
    from harmoni.selftest.ladder import Result
    from harmoni.statistics.intervals import Summary
    from harmoni.statistics.study import Comparison, Study


def number(value: float) -> str:
    """With as many digits as mean something, and a space between thousands."""
    size = abs(value)
    digits = 0 if size >= 1000 else 1 if size >= 100 else 2 if size >= 0.1 or size == 0 else 3
    if size == float("inf"):
        return "∞"
    return texts(language()).number(value, digits)


def problems(found: list[Problem]) -> Table:
    table = Table(
        title=say("What should be known") if all(p.is_warning for p in found) else say("What is wrong"), show_lines=True
    )
    for heading in (say("file"), say("where"), say("field"), say("what to do")):
        table.add_column(heading, overflow="fold")
    for problem in found:
        style = "yellow" if problem.is_warning else "red"
        table.add_row(problem.file, problem.row, problem.field, problem.message, style=style)
    return table


def load_rows(model: Model) -> list[dict[str, Any]]:
    """What would be in use on a mean day without any wait, beside what there is."""
    rows = []
    for unit, load, capacity in zip(model.units, flow.offered(model), flow.mean_capacity(model), strict=True):
        scale = calendar.MINUTES if unit.kind == HOURS else 1
        rows.append(
            {"unit": unit.id, "kind": unit.kind, "offered": float(load / scale), "capacity": float(capacity / scale)}
        )
    return rows


def load_table(model: Model, own: Called = str) -> Table:
    table = Table(title=say("{title}: load on a mean day, before any wait", title=own(model.title)))
    table.add_column(say("unit"))
    for heading in (say("needed"), say("there is"), say("in use")):
        table.add_column(heading, justify="right")
    for row in load_rows(model):
        share = row["offered"] / row["capacity"] if row["capacity"] else float("inf")
        style = "red" if share >= 1 else "yellow" if share > 0.95 else None
        capacity = say("no limit") if row["capacity"] == float("inf") else number(row["capacity"])
        needed = f"{number(row['offered'])} {called.kind(row['kind'])}"
        table.add_row(row["unit"], needed, capacity, called.share(share), style=style)
    return table


def study(found: "Study", own: Called = str) -> Table:
    title, runs = own(found.model.title), len(found.runs)
    table = Table(title=say("{title}: {runs} replications, seed {seed}", title=title, runs=runs, seed=found.seed))
    table.add_column(say("figure"))
    for heading in (say("mean"), say("95 % interval"), say("median"), say("5 of 100 below"), say("5 of 100 above")):
        table.add_column(heading, justify="right")
    for name, row in found.table().items():
        row = scaled(name, row)
        cells = (number(row.mean), _interval(row), number(row.median), number(row.tail_low), number(row.tail_high))
        table.add_row(called.figure(name), *cells)
    return table


def scaled(name: str, row: "Summary") -> "Summary":
    """Money in millions."""
    scale = called.scale_of(name)
    if scale == 1.0:
        return row
    fields = ("mean", "low", "high", "median", "tail_low", "tail_high")
    return replace(row, **{field: getattr(row, field) / scale for field in fields})


def bottlenecks(rows: list[tuple[str, str, float]]) -> Table:
    table = Table(title=say("Where the waits of held patients begin"))
    table.add_column(say("unit"))
    table.add_column(say("why"))
    table.add_column(say("patients held, on average"), justify="right")
    table.add_column(say("share"), justify="right")
    total = sum(held for _, _, held in rows)
    for unit, reason, held in rows:
        if held >= total / 1000:
            table.add_row(unit, called.reason(reason), number(held), called.share(held / total))
    return table


def comparison(scenario: Scenario, term: str, found: "Comparison", own: Called = str) -> Table:
    days, runs = found.base.model.horizon.days, len(found.base.runs)
    title = (
        say("{title}: the next {days} days, from today's census", title=own(scenario.title), days=days)
        if term == "short"
        else say("{title}: {days} days in steady state", title=own(scenario.title), days=days)
    )
    author, reason = own(scenario.author), own(scenario.reason)
    pairs = say("{author}: {reason} {runs} pairs of the same patients.", author=author, reason=reason, runs=runs)
    table = Table(title=title, caption=pairs)
    table.add_column(say("figure"))
    for heading in (say("now"), say("change"), say("95 % interval"), say("median change")):
        table.add_column(heading, justify="right")
    table.add_column(say("reading"))
    base = found.base.table()
    for name, row in found.differences().items():
        if row.mean == row.low == row.high == 0:
            continue
        reading = {1: say("more"), -1: say("less"), 0: say("cannot be told from 0")}[row.direction]
        style = "dim" if row.direction == 0 else None
        now, row = scaled(name, base[name]), scaled(name, row)
        cells = (number(now.mean), number(row.mean), _interval(row), number(row.median), reading)
        table.add_row(called.figure(name), *cells, style=style)
    return table


def sentence(scenario: Scenario, term: str, found: "Comparison", own: Called = str) -> str:
    """The answer in words: who waits in hospital, and what it costs everybody together."""
    rows = found.differences()
    parts = [_said(name, rows[name]) for name in (WAITING, f"{SOCIETY}: {COST}") if name in rows]
    if not parts:
        return ""
    title, told = own(scenario.title), "; ".join(parts)
    if term == "short":
        return say("In the next weeks, «{title}»: {told}.", title=title, told=told)
    return say("In a steady year, «{title}»: {told}.", title=title, told=told)


def _said(name: str, change: "Summary") -> str:
    row = scaled(name, change)
    low, high = sorted((abs(row.low), abs(row.high))) if row.direction else (row.low, row.high)
    told = {"mean": number(abs(row.mean)), "low": number(low), "high": number(high)}
    if name == WAITING:
        return {
            1: say("patients ready and waiting in hospital: {mean} ({low} to {high}) more", **told),
            -1: say("patients ready and waiting in hospital: {mean} ({low} to {high}) fewer", **told),
            0: say("patients ready and waiting in hospital: cannot be told from 0 ({low} to {high})", **told),
        }[row.direction]
    return {
        1: say("cost to all parties: {mean} ({low} to {high}) million NOK a year more", **told),
        -1: say("cost to all parties: {mean} ({low} to {high}) million NOK a year less", **told),
        0: say("cost to all parties: cannot be told from 0 ({low} to {high} million NOK a year)", **told),
    }[row.direction]


def ladder(results: "list[Result]") -> Table:
    table = Table(title=say("The engine against what is known exactly"))
    table.add_column(say("rung"))
    for heading in (say("simulated"), say("exact"), say("z")):
        table.add_column(heading, justify="right")
    table.add_column("")
    for row in results:
        verdict = say("as it should") if row.is_fine else say("WRONG")
        style = None if row.is_fine else "red"
        table.add_row(row.name, f"{row.simulated:.5f}", f"{row.exact:.5f}", f"{row.z:+.2f}", verdict, style=style)
    return table


def _interval(row: "Summary") -> str:
    if row.low == float("-inf"):
        return say("unknown")
    return say("{low} to {high}", low=number(row.low), high=number(row.high))
