"""What was learned from a log, as tables that a person can read."""

from collections.abc import Iterator

from rich.table import Table

from harmoni.cli.show import number
from harmoni.learning.learn import Learned
from harmoni.learning.work import Number
from harmoni.texts import say

_POOR_FIT = 0.1


def tables(found: Learned) -> Iterator[Table]:
    """A table for each kind of number, and what was left out."""
    for what, title, unit in _titles():
        rows = [row for row in found.numbers if row.what == what]
        if rows:
            yield _numbers(rows, title, unit, what)
    told = [*found.left_out, *found.notes]
    if told:
        table = Table(title=say("Left out, or not known"), show_header=False)
        for line in told:
            table.add_row(line)
        yield table


def _titles() -> list[tuple[str, str, str]]:
    """Kinds of numbers: what their table is called, and in what they are."""
    return [
        ("arrivals", say("Who comes"), say("patients a day")),
        ("route", say("Where they go"), say("share")),
        ("stay", say("How long they need to stay"), say("days, mean")),
        ("notice", say("From admission until the municipality is told"), say("days, mean")),
        ("answer", say("From being told until it answers"), say("days, mean")),
        ("built", say("Most who were there at once"), say("patients")),
    ]


def _numbers(rows: list[Number], title: str, unit: str, what: str) -> Table:
    table = Table(title=title)
    table.add_column(say("from") if what == "route" else say("unit"))
    table.add_column(say("group"))
    table.add_column(say("to") if what == "route" else say("what"))
    for heading in (unit, say("95 % interval"), say("stays, about")):
        table.add_column(heading, justify="right")
    for row in rows:
        poor = row.distance > _POOR_FIT
        detail = say("{detail}, poor fit", detail=row.detail) if poor else row.detail
        interval = "" if what == "built" else say("{low} to {high}", low=number(row.low), high=number(row.high))
        table.add_row(
            row.unit, row.group, detail, number(row.value), interval, str(row.about), style="yellow" if poor else None
        )
    return table
