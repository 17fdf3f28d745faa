"""What came: the daily numbers that forecasts are held against, from a table or from an event log."""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from harmoni.forecast.make import WHAT
from harmoni.model import words
from harmoni.model.problems import BadModel, Problem
from harmoni.model.tables import Column, read_table
from harmoni.texts import say

Key = tuple[dt.date, str, str]
Observed = dict[Key, float]
"""Day, unit, what: the mean over the day, in patients."""

COLUMNS = {
    "date": Column(words.date, is_required=True),
    "unit": Column(is_required=True),
    "what": Column(is_required=True),
    "value": Column(words.number, is_required=True),
}


def read(path: Path) -> Observed:
    """A table `date,unit,what,value`; `BadModel` with everything that is wrong in it."""
    problems: list[Problem] = []
    try:
        content = path.read_bytes()
    except OSError as error:
        raise BadModel(
            [Problem(path.name, "", "", say("The file cannot be read: {why}.", why=error.strerror))]
        ) from None
    found: Observed = {}
    for line, row in read_table(path.name, content, COLUMNS, problems):
        key = (row["date"], row["unit"], row["what"])
        if row["what"] not in WHAT:
            message = say("«{name}» is not one of: {names}.", name=row["what"], names=", ".join(WHAT))
            problems.append(Problem(path.name, say("line {line}", line=line), "what", message))
        elif row["value"] < 0:
            message = say("{value:g} patients are not possible.", value=row["value"])
            problems.append(Problem(path.name, say("line {line}", line=line), "value", message))
        elif key in found:
            message = say("{unit} on {date} is there twice. Keep one of the rows.", unit=row["unit"], date=row["date"])
            problems.append(Problem(path.name, say("line {line}", line=line), "date", message))
        found[key] = row["value"]
    if problems:
        raise BadModel(problems)
    return found


def value(observed: Observed, date: dt.date, unit: str, what: str, fee_units: Iterable[str]) -> float | None:
    """A number of a day; that of all units together is the sum, where all of them are known."""
    if unit:
        return observed.get((date, unit, what))
    parts = [observed.get((date, one, what)) for one in fee_units]
    return None if None in parts else sum(part for part in parts if part is not None)
