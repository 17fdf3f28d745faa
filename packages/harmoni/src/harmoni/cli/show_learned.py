"""What was learned from a log, as tables that a person can read."""

from collections.abc import Iterator

from rich.table import Table

from harmoni.cli.show import number
from harmoni.learning.learn import Learned
from harmoni.learning.work import Number

_TITLES = {
    "arrivals": ("Who comes", "patients a day"),
    "route": ("Where they go", "share"),
    "stay": ("How long they need to stay", "days, mean"),
    "notice": ("From admission until the municipality is told", "days, mean"),
    "answer": ("From being told until it answers", "days, mean"),
    "built": ("Most who were there at once", "patients"),
}
_POOR_FIT = 0.1


def tables(found: Learned) -> Iterator[Table]:
    """A table for each kind of number, and what was left out."""
    for what, (title, unit) in _TITLES.items():
        rows = [row for row in found.numbers if row.what == what]
        if rows:
            yield _numbers(rows, title, unit, what)
    told = [*found.left_out, *found.notes]
    if told:
        table = Table(title="Left out, or not known", show_header=False)
        for line in told:
            table.add_row(line)
        yield table


def _numbers(rows: list[Number], title: str, unit: str, what: str) -> Table:
    table = Table(title=title)
    table.add_column("from" if what == "route" else "unit")
    table.add_column("group")
    table.add_column("to" if what == "route" else "what")
    for heading in (unit, "95 % interval", "stays, about"):
        table.add_column(heading, justify="right")
    for row in rows:
        poor = row.distance > _POOR_FIT
        detail = f"{row.detail}, poor fit" if poor else row.detail
        interval = "" if what == "built" else f"{number(row.low)} to {number(row.high)}"
        table.add_row(
            row.unit, row.group, detail, number(row.value), interval, str(row.about), style="yellow" if poor else None
        )
    return table
