"""An event log: a row for each stay of a patient, under a pseudonym. It never leaves the zone of those who own it."""

import csv
import datetime as dt
import io
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from harmoni.model.parts import DIES, EVERYONE, LEAVES, OUTSIDE, Model, Route
from harmoni.model.problems import BadModel, Problem
from harmoni.model.tables import Column, read_table
from harmoni.texts import say

LARGEST_FILE = 1_000_000_000
MOST_PROBLEMS = 100
_MINUTE = 1 / 1440
_UNIT = re.compile(r"[a-z][a-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Visit:
    """A stay, or a wait from outside for one. Times are days since the year 1 (`date.toordinal`), None: not yet."""

    patient: str
    group: str
    unit: str
    asked: float | None = None
    """Who came from outside: when they asked for the unit. Left out: when they were admitted."""
    admitted: float | None = None
    ready: float | None = None
    """Clinical need is over. Left out where it is not written down: when the patient moved."""
    notified: float | None = None
    answered: float | None = None
    wanted: str = ""
    """Where the patient should have gone, when another way was taken in the end."""
    destination: str = ""
    moved: float | None = None

    @property
    def need_over(self) -> float | None:
        return self.moved if self.ready is None else self.ready

    @property
    def first_destination(self) -> str:
        return self.wanted or self.destination

    @property
    def is_for_another(self) -> bool:
        """Who is ready here goes, or should have gone, to another unit: until the move the place is held."""
        return any(name not in ("", LEAVES, DIES, self.unit) for name in (self.wanted, self.destination))

    @property
    def came(self) -> float:
        """When the row begins."""
        first = self.asked if self.asked is not None else self.admitted
        assert first is not None
        return first


@dataclass(frozen=True)
class Log:
    """Visits in the order of patients and time, and the days that the log tells all about."""

    visits: tuple[Visit, ...]
    begins: float
    ends: float

    @property
    def days(self) -> float:
        return self.ends - self.begins

    @property
    def units(self) -> list[str]:
        return sorted({visit.unit for visit in self.visits})

    def as_of(self, moment: float, rules: Model | None = None) -> "Log":
        """What was known at a moment: what happened later is not there.

        When a plan was changed is not in a log. It is known once the patient has moved, or sooner by the rules of a model.
        """
        known = (_known(visit, moment, rules) for visit in self.visits if visit.came < moment)
        return Log(tuple(known), self.begins, moment)


def other_way(rules: Model, visit: Visit) -> Route | None:
    """The route of a patient who went by its alternative, for the rules of a model."""
    ways = rules.routes_of(visit.unit, visit.group) if visit.wanted else ()
    return next((way for way in ways if (way.to, way.alternative) == (visit.wanted, visit.destination)), None)


def _known(visit: Visit, moment: float, rules: Model | None) -> Visit:
    def before(time: float | None) -> float | None:
        return time if time is not None and time < moment else None

    is_over = before(visit.need_over) is not None
    way = other_way(rules, visit) if rules else None
    changed = visit.moved if way is None or visit.ready is None else visit.ready + way.days
    is_changed = before(changed) is not None
    return replace(
        visit,
        admitted=before(visit.admitted),
        ready=before(visit.ready),
        notified=before(visit.notified),
        answered=before(visit.answered),
        wanted=visit.wanted if is_changed else "",
        destination=(visit.destination if is_changed else visit.first_destination) if is_over else "",
        moved=before(visit.moved),
    )  # fmt: skip


def moment(text: str) -> float:
    """`2026-01-31T08:15`, or a date alone."""
    try:
        time = dt.datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(say("«{text}» is not a time. Write it like 2026-01-31T08:15.", text=text)) from None
    if time.tzinfo is not None:
        raise ValueError(say("«{text}» has a time zone. Write local time without one.", text=text))
    return time.toordinal() + (time.hour * 3600 + time.minute * 60 + time.second) / 86400


def day(date: dt.date) -> float:
    return float(date.toordinal())


def written(time: float | None) -> str:
    """To the minute, the one that has begun."""
    if time is None:
        return ""
    day, minute = divmod(int(time * 1440 + 1e-4), 1440)
    return f"{dt.date.fromordinal(day)}T{minute // 60:02d}:{minute % 60:02d}"


def pseudonym(text: str) -> str:
    if _is_national_number(text):
        raise ValueError(
            say("This is a national identity number. Replace it by a pseudonym before the file is used here.")
        )
    return text


def _is_national_number(text: str) -> bool:
    """Eleven digits with both check digits right."""
    digits = text.replace(" ", "")
    if len(digits) != 11 or not digits.isdecimal():
        return False
    numbers = [int(digit) for digit in digits]
    for weights in ((3, 7, 6, 1, 8, 9, 4, 5, 2, 1), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)):
        if sum(weight * number for weight, number in zip(weights, numbers, strict=False)) % 11:
            return False
    return True


_TIME = Column(moment)
COLUMNS = {
    "patient": Column(pseudonym, is_required=True), "group": Column(default="all"), "unit": Column(is_required=True),
    "asked": _TIME, "admitted": _TIME, "ready": _TIME, "notified": _TIME, "answered": _TIME,
    "wanted": Column(default=""), "destination": Column(default=""), "moved": _TIME,
}  # fmt: skip


def read(path: Path, begins: dt.date | None = None, ends: dt.date | None = None, units: Iterable[str] = ()) -> Log:
    """The log of a file; `BadModel` with what is wrong in it. Days that are not named: see `window`. `units` are known
    besides those that somebody was in."""
    problems: list[Problem] = []
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BadModel([Problem(path.name, "", "", say("The file is larger than 1 GB. Take fewer years."))])
        content = path.read_bytes()
    except OSError as error:
        raise BadModel(
            [Problem(path.name, "", "", say("The file cannot be read: {why}.", why=error.strerror))]
        ) from None
    rows = read_table(path.name, content, COLUMNS, problems)
    numbered = [(line, Visit(**row)) for line, row in rows]
    known = {visit.unit for _, visit in numbered} | {LEAVES, DIES, *units}
    for line, visit in numbered:
        problems += [Problem(path.name, say("line {line}", line=line), *wrong) for wrong in _wrong(visit, known)]
    numbered = [row for row in numbered if not (row[1].asked is None and row[1].admitted is None)]
    numbered.sort(key=lambda row: (row[1].patient, row[1].came, row[1].moved or float("inf")))
    problems += _overlaps(path.name, numbered)
    if not rows and not problems:
        problems.append(Problem(path.name, "", "", say("There is no row in it.")))
    if problems:
        more = len(problems) - MOST_PROBLEMS
        tail = [Problem(path.name, "", "", say("… and {more} more.", more=more))] if more > 0 else []
        raise BadModel([*problems[:MOST_PROBLEMS], *tail])
    return window([visit for _, visit in numbered], begins, ends)


def window(visits: Iterable[Visit], begins: dt.date | None = None, ends: dt.date | None = None) -> Log:
    """The log of some days. Where they are not named: from the day of the first move (those who left before are not in
    the file) to the last thing that happened."""
    rows = tuple(visits)
    last = max(time for row in rows for time in _times(row))
    moves = [row.moved for row in rows if row.moved is not None]
    first = day(begins) if begins else float(int(min(moves, default=min(row.came for row in rows))))
    end = day(ends) if ends else last + _MINUTE
    if end <= first:
        message = say(
            "The log ends {end} and begins {first}: there is no day in it.", end=written(end), first=written(first)
        )
        raise BadModel([Problem("", "", "to", message)])
    inside = tuple(row for row in rows if row.moved is None or row.moved >= first)
    return Log(inside, first, last + 1).as_of(end)


def _times(visit: Visit) -> list[float]:
    times = (visit.asked, visit.admitted, visit.ready, visit.notified, visit.answered, visit.moved)
    return [time for time in times if time is not None]


def _wrong(visit: Visit, known: set[str]) -> Iterable[tuple[str, str]]:
    """Field and message."""
    if visit.asked is None and visit.admitted is None:
        yield "admitted", say("Write when the patient was admitted, or when they asked and still wait.")
        return
    order = [("asked", visit.asked), ("admitted", visit.admitted), ("ready", visit.ready), ("moved", visit.moved)]
    told = [("admitted", visit.admitted), ("notified", visit.notified), ("answered", visit.answered)]
    for chain in (order, told):
        there = [(name, time) for name, time in chain if time is not None]
        for (before, earlier), (after, later) in zip(there, there[1:], strict=False):
            if later < earlier:
                yield (
                    after,
                    say(
                        "{after} ({later}) is before {before} ({earlier}).",
                        after=after,
                        later=written(later),
                        before=before,
                        earlier=written(earlier),
                    ),
                )
    if visit.admitted is None and (visit.ready is not None or visit.destination):
        yield "admitted", say("The patient was never admitted, so there is neither a ready time nor a destination.")
    if visit.destination and visit.need_over is None:
        yield "destination", say("There is a destination, but neither ready nor moved says since when.")
    for name in ("wanted", "destination"):
        value = getattr(visit, name)
        if value and value not in known:
            yield (
                name,
                say(
                    "«{name}» is neither a unit that anybody was in, nor leaves or dies.",
                    name=value,
                ),
            )
    if visit.group == EVERYONE:
        yield "group", say("The name is used for something else.")
    if visit.unit in (LEAVES, DIES, OUTSIDE):
        yield "unit", say("The name is used for something else.")
    elif not _UNIT.fullmatch(visit.unit):
        yield (
            "unit",
            say("«{unit}» is not right. Small letters, digits, - and _; begins with a letter.", unit=visit.unit),
        )


def _overlaps(name: str, numbered: list[tuple[int, Visit]]) -> Iterable[Problem]:
    for (_, before), (line, after) in zip(numbered, numbered[1:], strict=False):
        if before.patient != after.patient:
            continue
        if before.moved is None:
            message = say("An earlier row of this patient is still open: write when they moved.")
            yield Problem(name, say("line {line}", line=line), "admitted", message)
        elif after.admitted is not None and after.admitted < before.moved - _MINUTE:
            message = say(
                "The patient is in two places: until {moved} in {unit}.", moved=written(before.moved), unit=before.unit
            )
            yield Problem(name, say("line {line}", line=line), "admitted", message)


def as_table(log: Log) -> str:
    """The log as a file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for v in log.visits:
        writer.writerow(
            [v.patient, v.group, v.unit, written(v.asked), written(v.admitted), written(v.ready), written(v.notified),
             written(v.answered), v.wanted, v.destination, written(v.moved)]
        )  # fmt: skip
    return out.getvalue()


def is_log(path: Path) -> bool:
    """Whether a table is an event log, by its first line."""
    with path.open("rb") as file:
        header = file.readline(2000).decode("utf-8-sig", "replace").lower().replace(";", ",")
    return "patient" in [cell.strip() for cell in header.split(",")]


def from_outside(log: Log) -> tuple[Visit, ...]:
    """The visits that did not come from another unit of the chain within a day."""
    found, before = [], None
    for visit in log.visits:
        follows = (
            before is not None
            and before.patient == visit.patient
            and before.destination == visit.unit
            and before.moved is not None
            and visit.came - before.moved <= 1
            and visit.asked is None
        )
        if not follows:
            found.append(visit)
        before = visit
    return tuple(found)


def present(log: Log) -> Counter[str]:
    """How many are in each unit when the log ends."""
    return Counter(visit.unit for visit in log.visits if visit.admitted is not None and visit.moved is None)
