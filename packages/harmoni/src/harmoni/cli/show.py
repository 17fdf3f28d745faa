"""Answers as tables that a person can read."""

from typing import TYPE_CHECKING, Any

from rich.table import Table

from harmoni.model import calendar, flow
from harmoni.model.parts import HOURS, Model
from harmoni.model.problems import Problem
from harmoni.model.scenarios import Scenario

if TYPE_CHECKING:
    from harmoni.selftest.ladder import Result
    from harmoni.statistics.intervals import Summary
    from harmoni.statistics.study import Comparison, Study


def number(value: float) -> str:
    """With as many digits as mean something, and a space between thousands."""
    size = abs(value)
    digits = 0 if size >= 1000 else 1 if size >= 100 else 2 if size >= 0.1 or size == 0 else 3
    return f"{value:,.{digits}f}".replace(",", "\u202f").replace("-", "−")


def problems(found: list[Problem]) -> Table:
    table = Table(
        title="What should be known" if all(p.is_warning for p in found) else "What is wrong", show_lines=True
    )
    for heading in ("file", "where", "field", "what to do"):
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


def load_table(model: Model) -> Table:
    table = Table(title=f"{model.title}: load on a mean day, before any wait")
    table.add_column("unit")
    for heading in ("needed", "there is", "in use"):
        table.add_column(heading, justify="right")
    for row in load_rows(model):
        share = row["offered"] / row["capacity"] if row["capacity"] else float("inf")
        style = "red" if share >= 1 else "yellow" if share > 0.95 else None
        capacity = "no limit" if row["capacity"] == float("inf") else number(row["capacity"])
        table.add_row(row["unit"], f"{number(row['offered'])} {row['kind']}", capacity, f"{share:.0%}", style=style)
    return table


def study(found: "Study") -> Table:
    table = Table(title=f"{found.model.title}: {len(found.runs)} replications, seed {found.seed}")
    table.add_column("figure")
    for heading in ("mean", "95 % interval", "median", "5 of 100 below", "5 of 100 above"):
        table.add_column(heading, justify="right")
    for name, row in found.table().items():
        table.add_row(
            name, number(row.mean), _interval(row), number(row.median), number(row.tail_low), number(row.tail_high)
        )
    return table


def bottlenecks(rows: list[tuple[str, str, float]]) -> Table:
    table = Table(title="Where the waits of held patients begin")
    table.add_column("unit")
    table.add_column("why")
    table.add_column("patients held, on average", justify="right")
    table.add_column("share", justify="right")
    total = sum(held for _, _, held in rows)
    for unit, reason, held in rows:
        if held >= total / 1000:
            table.add_row(unit, reason, number(held), f"{held / total:.0%}")
    return table


def comparison(scenario: Scenario, term: str, found: "Comparison") -> Table:
    days = found.base.model.horizon.days
    when = f"the next {days} days, from today's census" if term == "short" else f"{days} days in steady state"
    table = Table(
        title=f"{scenario.title}: {when}",
        caption=f"{scenario.author}: {scenario.reason} {len(found.base.runs)} pairs of the same patients.",
    )
    table.add_column("figure")
    for heading in ("now", "change", "95 % interval", "median change"):
        table.add_column(heading, justify="right")
    table.add_column("reading")
    base = found.base.table()
    for name, row in found.differences().items():
        if row.mean == row.low == row.high == 0:
            continue
        reading = {1: "more", -1: "less", 0: "cannot be told from 0"}[row.direction]
        style = "dim" if row.direction == 0 else None
        table.add_row(
            name, number(base[name].mean), number(row.mean), _interval(row), number(row.median), reading, style=style
        )
    return table


def sentence(scenario: Scenario, term: str, found: "Comparison") -> str:
    """The answer in words: who waits in hospital, and what it costs everybody together."""
    when = "In the next weeks" if term == "short" else "In a steady year"
    parts = []
    names = {
        "ready and waiting in hospital": ("patients ready and waiting in hospital", 1.0, ""),
        "all parties: cost, NOK a year": ("cost to all parties", 1e6, " million NOK a year"),
    }
    for name, row in found.differences().items():
        if name in names:
            label, scale, unit = names[name]
            low, high = sorted((abs(row.low), abs(row.high)))
            change = {1: "more", -1: "fewer" if scale == 1.0 else "less"}.get(row.direction)
            if change is None:
                parts.append(
                    f"{label}: cannot be told from 0 ({number(row.low / scale)} to {number(row.high / scale)}{unit})"
                )
            else:
                values = f"{number(abs(row.mean) / scale)} ({number(low / scale)} to {number(high / scale)})"
                parts.append(f"{label}: {values}{unit} {change}")
    return f"{when}, «{scenario.title}»: {'; '.join(parts)}." if parts else ""


def ladder(results: "list[Result]") -> Table:
    table = Table(title="The engine against what is known exactly")
    table.add_column("rung")
    for heading in ("simulated", "exact", "z"):
        table.add_column(heading, justify="right")
    table.add_column("")
    for row in results:
        verdict = "as it should" if row.is_fine else "WRONG"
        style = None if row.is_fine else "red"
        table.add_row(row.name, f"{row.simulated:.5f}", f"{row.exact:.5f}", f"{row.z:+.2f}", verdict, style=style)
    return table


def _interval(row: "Summary") -> str:
    if row.low == float("-inf"):
        return "unknown"
    return f"{number(row.low)} to {number(row.high)}"
