"""A model from its folder or zip file: all of it read, and everything that is wrong told at once."""

import datetime as dt
import json
import tomllib
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path, PurePosixPath
from typing import Any

from harmoni.distributions import Distribution
from harmoni.model import lengths, words
from harmoni.model.parts import (
    ALL_DAYS,
    EVERYONE,
    HOLIDAY,
    Arrivals,
    Group,
    Horizon,
    Intake,
    Model,
    Need,
    Period,
    Present,
    Price,
    Route,
    Stay,
    Unit,
)
from harmoni.model.problems import BadModel, Problem
from harmoni.model.tables import Column, Row, read_table
from harmoni.texts import say

LARGEST_FILE = 50_000_000
EVERY_DAY = ALL_DAYS | {HOLIDAY}

_NEEDED = Column(is_required=True)
_NUMBER = Column(words.number)
_DATE = Column(words.date)
_DAYS = Column(words.weekdays, EVERY_DAY)

COLUMNS: dict[str, dict[str, Column]] = {
    "groups.csv": {"group": _NEEDED, "name": Column(default=""), "priority": Column(words.whole, 1)},
    "routes.csv": {
        "from": _NEEDED, "to": _NEEDED, "group": Column(default=EVERYONE),
        "probability": Column(words.number, 1.0), "rule": Column(default="probability"),
        "alternative": Column(default=""), "days": Column(words.number, 0.0), "share": Column(words.number, 1.0),
        "stay_factor": Column(words.number, 1.0), "hours_factor": Column(words.number, 1.0),
        "priority": Column(words.whole),
    },
    "stays.csv": {
        "unit": _NEEDED, "group": Column(default=EVERYONE), "distribution": _NEEDED, "weight": _NUMBER,
        "mean": _NUMBER, "sd": _NUMBER, "median": _NUMBER, "shape": _NUMBER, "from_days": _NUMBER,
        "to_days": _NUMBER, "onward": _NUMBER,
    },
    "arrivals.csv": {
        "group": _NEEDED, "from": _DATE, "to": _DATE, "days": _DAYS, "from_hour": Column(words.whole, 0),
        "to_hour": Column(words.whole, 24), "per_day": Column(words.number, is_required=True),
    },
    "census.csv": {
        "unit": Column(default=""), "group": _NEEDED, "days": Column(words.number, 0.0),
        "waiting_for": Column(default=""), "waited_days": Column(words.number, 0.0), "patients": Column(words.patients, 1),
        "stay_factor": Column(words.number, 1.0), "hours_factor": Column(words.number, 1.0),
    },
    "prices.csv": {
        "what": _NEEDED, "unit": Column(default=""), "from": _DATE, "to": _DATE,
        "nok": Column(words.number, is_required=True),
    },
}  # fmt: skip
_OPTIONAL = {"census.csv", "prices.csv"}


@dataclass(frozen=True)
class Source:
    """Files by name, and where each part of the model was written: to point at when something is wrong."""

    files: dict[str, bytes]
    lines: dict[tuple[str, int], int]

    def row(self, file: str, place: int) -> str:
        line = self.lines.get((file, place))
        return say("line {line}", line=line) if line else ""


def read_files(path: Path) -> dict[str, bytes]:
    """The files of a folder or zip by their names inside it."""
    if path.is_dir():
        return {
            file.relative_to(path).as_posix(): file.read_bytes()
            for file in sorted(path.rglob("*"))
            if file.suffix in (".toml", ".csv") and file.is_file()
        }
    if not path.exists():
        raise BadModel([Problem(str(path), "", "", say("There is no such folder or file."))])
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [info for info in archive.infolist() if info.filename.endswith((".toml", ".csv"))]
            if sum(info.file_size for info in infos) > LARGEST_FILE:
                raise BadModel(
                    [Problem(str(path), "", "", say("The zip holds more than 50 MB; a model is far smaller."))]
                )
            found = {info.filename: archive.read(info) for info in infos}
    except zipfile.BadZipFile:
        message = say("This is neither a folder nor a zip file with model.toml in it.")
        raise BadModel([Problem(str(path), "", "", message)]) from None
    tops = [PurePosixPath(name).parent for name in found if PurePosixPath(name).name == "model.toml"]
    top = "" if not tops or str(tops[0]) == "." else f"{tops[0]}/"
    return {name.removeprefix(top): content for name, content in found.items() if name.startswith(top)}


def read_census(path: Path) -> tuple[Present, ...]:
    """A census of its own, in the columns of census.csv; `BadModel` with everything that is wrong in it."""
    problems: list[Problem] = []
    try:
        rows = read_table(path.name, path.read_bytes(), COLUMNS["census.csv"], problems)
    except OSError as error:
        raise BadModel(
            [Problem(path.name, "", "", say("The file cannot be read: {why}.", why=error.strerror))]
        ) from None
    if problems:
        raise BadModel(problems)
    return _present([fields for _, fields in rows])


def _present(rows: list[dict[str, Any]]) -> tuple[Present, ...]:
    return tuple(
        Present(
            f["unit"], f["group"], f["days"], f["waiting_for"], f["waited_days"], f["stay_factor"], f["hours_factor"]
        )
        for f in rows
        for _ in range(f["patients"])
    )


def read_parts(files: dict[str, bytes]) -> tuple[Model | None, Source, list[Problem]]:
    """The model as far as it can be read, without judging what it says."""
    problems: list[Problem] = []
    lines: dict[tuple[str, int], int] = {}
    document = read_toml("model.toml", files.get("model.toml"), "model", problems)
    rows: dict[str, list[Row]] = {}
    for name, columns in COLUMNS.items():
        if name in files:
            rows[name] = read_table(name, files[name], columns, problems)
        elif name not in _OPTIONAL:
            problems.append(
                Problem(name, "", "", say("The file is missing. Its first line is: {names}.", names=",".join(columns)))
            )
    stays = _stays(rows.get("stays.csv", []), lines, problems)
    if document is None:
        return None, Source(files, lines), problems
    units = tuple(_unit(entry, problems) for entry in document["unit"])
    if any(not problem.is_warning for problem in problems):
        return None, Source(files, lines), problems
    for name, found in rows.items():
        if name != "stays.csv":
            lines.update({(name, place): line for place, (line, _) in enumerate(found)})
    plain = {name: [fields for _, fields in found] for name, found in rows.items()}
    run = document["run"]
    model = Model(
        units=units,
        groups=tuple(Group(f["group"], f["name"], f["priority"]) for f in plain["groups.csv"]),
        routes=tuple(_route(f) for f in plain["routes.csv"]),
        stays=stays,
        arrivals=tuple(
            Arrivals(f["group"], f["per_day"], f["from"], f["to"], f["days"], f["from_hour"], f["to_hour"])
            for f in plain["arrivals.csv"]
        ),
        needs=tuple(
            Need(entry["id"], need.get("group", EVERYONE), float(need["from_day"]), float(need["hours"]))
            for entry in document["unit"]
            for need in entry.get("need", ())
        ),
        census=_present(plain.get("census.csv", [])),
        prices=tuple(Price(f["what"], f["nok"], f["from"], f["to"], f["unit"]) for f in plain.get("prices.csv", [])),
        holidays=frozenset(dt.date.fromisoformat(day) for day in run.get("holidays", ())),
        horizon=Horizon(dt.date.fromisoformat(run["start"]), run["days"], run["begin"], run.get("warm_up_days", 0)),
        title=document["title"],
    )
    return model, Source(files, lines), problems


@cache
def schema(name: str) -> dict[str, Any]:
    """The published JSON Schema of `model` or `scenario`."""
    text = resources.files("harmoni.model").joinpath(f"schema/{name}.schema.json").read_text("utf-8")
    return dict(json.loads(text))


def read_toml(name: str, content: bytes | None, kind: str, problems: list[Problem]) -> dict[str, Any] | None:
    """A TOML file that follows its schema, dates as texts; None when it does not."""
    if content is None:
        problems.append(Problem(name, "", "", say("The file is missing.")))
        return None
    try:
        document = _with_date_texts(tomllib.loads(content.decode("utf-8-sig")))
    except UnicodeDecodeError:
        problems.append(Problem(name, "", "", say("The file is not UTF-8. Save it as UTF-8.")))
        return None
    except tomllib.TOMLDecodeError as error:
        problems.append(Problem(name, "", "", say("The file is not valid TOML: {error}.", error=error)))
        return None
    from jsonschema import Draft202012Validator

    before = len(problems)
    complaints = Draft202012Validator(schema(kind)).iter_errors(document)
    for complaint in sorted(complaints, key=lambda one: [str(step) for step in one.path]):
        row, field = _place(document, list(complaint.path))
        problems.append(Problem(name, row, field, _said(complaint)))
    for date in _dates(document):
        try:
            dt.date.fromisoformat(date)
        except ValueError:
            problems.append(Problem(name, "", "", say("«{date}» is not a date.", date=date)))
    return document if len(problems) == before else None


def _with_date_texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _with_date_texts(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_with_date_texts(part) for part in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def _dates(document: dict[str, Any]) -> list[str]:
    run = document.get("run", {})
    if not isinstance(run, dict):
        return []
    holidays = run.get("holidays", [])
    found = [run.get("start"), *(holidays if isinstance(holidays, list) else [])]
    return [date for date in found if isinstance(date, str)]


def _place(document: Any, path: list[Any]) -> tuple[str, str]:
    """The entry by its name where it has one, and the field inside it."""
    entry = document
    names: list[str] = []
    for step in path:
        entry = entry[step]
        if isinstance(step, int):
            label = entry.get("id") if isinstance(entry, dict) else None
            names[-1] = f"{names[-1]} {label or step + 1}"
        else:
            names.append(str(step))
    return (names[0], ".".join(names[1:])) if len(names) > 1 else ("", "".join(names))


def _said(error: Any) -> str:
    """The schema's complaint in a planner's words."""
    if error.validator == "enum":
        return say(
            "«{name}» is not one of: {names}.",
            name=error.instance,
            names=", ".join(map(str, error.validator_value)),
        )
    if error.validator == "pattern" and "description" in error.schema:
        # What is right stands in the schema, in English; a test sees to it that each is translated.
        right = say(error.schema["description"])
        return say("«{instance}» is not right. {right}", instance=error.instance, right=right)
    told = {"instance": error.instance, "limit": error.validator_value}
    if error.validator == "minimum":
        return say("{instance} is not possible: it must be at least {limit}.", **told)
    if error.validator == "maximum":
        return say("{instance} is not possible: it must be at most {limit}.", **told)
    if error.validator == "exclusiveMinimum":
        return say("{instance} is not possible: it must be above {limit}.", **told)
    if error.validator == "const":
        return say("{instance} is not possible: it must be {limit}.", **told)
    if error.validator == "required":
        missing = ", ".join(name for name in error.validator_value if name not in error.instance)
        return say("Something is missing: {names}.", names=missing)
    if error.validator == "additionalProperties":
        known = error.schema.get("properties", {})
        unknown = ", ".join(sorted(name for name in error.instance if name not in known))
        return say("Not known here: {names}. Known are: {known}.", names=unknown, known=", ".join(sorted(known)))
    if error.validator in ("minLength", "minItems"):
        return say("It is empty.")
    if error.validator == "type":
        return say(
            "«{instance}» is not of the right kind: it must be {kind}.", instance=error.instance, kind=_kind(error)
        )
    return say("It does not follow the form: {message}.", message=error.message)


def _kind(error: Any) -> str:
    return {
        "array": say("a list"), "boolean": say("true or false"), "integer": say("a whole number"),
        "number": say("a number"), "object": say("a table"), "string": say("a text in quotation marks"),
    }.get(str(error.validator_value), str(error.validator_value))  # fmt: skip


def _unit(entry: Mapping[str, Any], problems: list[Problem]) -> Unit:
    where = say("unit {id}", id=entry["id"])
    intake = entry.get("intake", {})
    return Unit(
        id=entry["id"],
        built=float(entry["built"]) if "built" in entry else None,
        name=entry.get("name", entry["id"]),
        kind=entry["kind"],
        owner=entry.get("owner", ""),
        staffed=tuple(
            Period(
                float(row["places"]),
                dt.date.fromisoformat(row["from"]) if "from" in row else None,
                dt.date.fromisoformat(row["to"]) if "to" in row else None,
                weekdays(row.get("days", "all"), where, "staffed.days", problems),
            )
            for row in entry.get("staffed", ())
        ),
        intake=Intake(
            weekdays(intake.get("days", "all"), where, "intake.days", problems) - {HOLIDAY},
            float(intake.get("from_hour", 0)),
            float(intake.get("to_hour", 24)),
            intake.get("on_holidays", True),
        ),
        waiting_room=entry.get("waiting_room"),
        order=entry.get("order", "strict"),
        head_start_days=float(entry.get("head_start_days", 0)),
        pass_over=entry.get("pass_over", False),
        has_fee=entry.get("has_fee", False),
        pays_fee=entry.get("pays_fee", False),
        notice=delay(entry.get("notice"), "model.toml", where, "notice", problems),
        answer=delay(entry.get("answer"), "model.toml", where, "answer", problems),
    )


def weekdays(text: str, where: str, field: str, problems: list[Problem]) -> frozenset[int]:
    try:
        return words.weekdays(text)
    except ValueError as error:
        problems.append(Problem("model.toml", where, field, str(error)))
        return EVERY_DAY


def delay(
    entry: Mapping[str, Any] | None, file: str, where: str, field: str, problems: list[Problem]
) -> Distribution | None:
    """A distribution written in a TOML file."""
    if entry is None:
        return None
    try:
        return lengths.one(entry)
    except ValueError as error:
        problems.append(Problem(file, where, field, str(error)))
        return None


def _route(f: Mapping[str, Any]) -> Route:
    return Route(
        f["from"], f["to"], f["group"], f["probability"], f["rule"], f["alternative"], f["days"], f["share"],
        f["stay_factor"], f["hours_factor"], f["priority"],
    )  # fmt: skip


def _stays(rows: list[Row], lines: dict[tuple[str, int], int], problems: list[Problem]) -> tuple[Stay, ...]:
    """One stay for each unit and group, of as many rows as it takes."""
    together: dict[tuple[str, str], list[Row]] = {}
    for line, fields in rows:
        together.setdefault((fields["unit"], fields["group"]), []).append((line, fields))
    found = []
    for (unit, group), parts in together.items():
        try:
            found.append(Stay(unit, group, lengths.several([fields for _, fields in parts])))
            lines["stays.csv", len(found) - 1] = parts[0][0]
        except ValueError as wrong:
            problems.append(Problem("stays.csv", say("line {line}", line=parts[0][0]), "distribution", str(wrong)))
    return tuple(found)
