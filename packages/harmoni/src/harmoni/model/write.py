"""A model as files: what `harmoni.model.load` reads gives the same model again."""

import csv
import io
import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from harmoni.distributions import (
    Constant,
    Coxian,
    Distribution,
    Empirical,
    Exponential,
    Gamma,
    Lognormal,
    Mixture,
    Weibull,
)
from harmoni.model.parts import ALL_DAYS, EVERYONE, HOLIDAY, PROBABILITY, Intake, Model, Route, Unit
from harmoni.model.words import days_text
from harmoni.texts import say

Fields = dict[str, str]


def folder(model: Model, path: Path, notes: str = "", others: Mapping[str, bytes] | None = None) -> None:
    """A new folder with the model, whole or not at all; `FileExistsError` when there is one. `others` go beside it."""
    if path.exists():
        raise FileExistsError(f"{path} is there already. Name a folder that is not.")
    half = path.with_name(f".{path.name}.half")
    shutil.rmtree(half, ignore_errors=True)
    try:
        half.mkdir(parents=True)
        for name, content in {
            **{n: text.encode() for n, text in as_files(model, notes).items()},
            **(others or {}),
        }.items():
            (half / name).parent.mkdir(parents=True, exist_ok=True)
            (half / name).write_bytes(content)
        half.rename(path)
    finally:
        shutil.rmtree(half, ignore_errors=True)


def as_files(model: Model, notes: str = "") -> dict[str, str]:
    """Texts by file name. `ValueError` where a distribution cannot be written (a mixture of mixtures)."""
    found = {
        "model.toml": _toml(model, notes),
        "groups.csv": table(("group", "name", "priority"), [_group(one) for one in model.groups]),
        "routes.csv": table(_ROUTE, [_route(one) for one in model.routes]),
        "stays.csv": table(_STAY, [row for stay in model.stays for row in _stay(stay.unit, stay.group, stay.distribution)]),
        "arrivals.csv": table(
            ("group", "from", "to", "days", "from_hour", "to_hour", "per_day"),
            [
                {
                    "group": row.group, "from": str(row.start or ""), "to": str(row.end or ""), "days": days_text(row.days),
                    "from_hour": str(row.from_hour), "to_hour": str(row.to_hour), "per_day": _number(row.per_day),
                }
                for row in model.arrivals
            ],
        ),
    }  # fmt: skip
    if model.census:
        found["census.csv"] = table(
            ("unit", "group", "days", "waiting_for", "waited_days", "stay_factor", "hours_factor"),
            [
                {"unit": row.unit, "group": row.group, "days": _number(row.days), "waiting_for": row.waiting_for,
                 "waited_days": _number(row.waited_days), "stay_factor": _factor(row.stay_factor),
                 "hours_factor": _factor(row.hours_factor)}
                for row in model.census
            ],
        )  # fmt: skip
    if model.prices:
        found["prices.csv"] = table(
            ("what", "unit", "from", "to", "nok"),
            [
                {"what": row.what, "unit": row.unit, "from": str(row.start or ""), "to": str(row.end or ""),
                 "nok": _number(row.nok)}
                for row in model.prices
            ],
        )  # fmt: skip
    return found


def table(columns: Iterable[str], rows: Iterable[Fields]) -> str:
    """A CSV with the columns that some row fills; the first always."""
    filled = list(rows)
    first, *rest = columns
    kept = [first, *(column for column in rest if any(row.get(column) for row in filled))]
    out = io.StringIO()
    writer = csv.DictWriter(out, kept, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(filled)
    return out.getvalue()


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))


def _factor(value: float) -> str:
    """The usual one is not written."""
    return "" if value == 1 else _number(value)


def _group(one: object) -> Fields:
    return {
        name: str(getattr(one, field)) for name, field in (("group", "id"), ("name", "name"), ("priority", "priority"))
    }


_ROUTE = ("from", "to", "group", "probability", "rule", "alternative", "days", "share", "stay_factor", "hours_factor",
          "priority")  # fmt: skip


def _route(route: Route) -> Fields:
    row = {"from": route.origin, "to": route.to, "group": route.group, "probability": _number(route.probability)}
    if route.rule != PROBABILITY:
        row |= {"rule": route.rule, "alternative": route.alternative, "days": _number(route.days)}
        row |= {name: _number(getattr(route, name)) for name in ("share", "stay_factor", "hours_factor")}
    return row | ({"priority": str(route.priority)} if route.priority is not None else {})


_STAY = ("unit", "group", "distribution", "weight", "mean", "sd", "shape", "from_days", "to_days", "onward")


def _stay(unit: str, group: str, stay: Distribution) -> list[Fields]:
    return [{"unit": unit, "group": group, **row} for row in rows_of(stay)]


def rows_of(stay: Distribution) -> list[Fields]:
    """The rows of stays.csv that say a distribution, without unit and group."""
    match stay:
        case Mixture(parts):
            rows = []
            for weight, part in parts:
                if isinstance(part, Mixture | Coxian | Empirical):
                    raise ValueError(say("A mixture of {name} cannot be written in a table.", name=type(part).__name__))
                rows.append({**_simple(part), "weight": _number(weight)})
            return rows
        case Coxian(means, onward):
            ways = [*(_number(share) for share in onward), ""]
            return [
                {"distribution": "coxian", "mean": _number(mean), "onward": way}
                for mean, way in zip(means, ways, strict=True)
            ]
        case Empirical(bins):
            return [
                {
                    "distribution": "empirical",
                    "from_days": _number(low),
                    "to_days": _number(high),
                    "weight": _number(weight),
                }
                for low, high, weight in bins
            ]
    return [_simple(stay)]


def _simple(stay: Distribution) -> Fields:
    match stay:
        case Exponential(mean):
            return {"distribution": "exponential", "mean": _number(mean)}
        case Constant(mean):
            return {"distribution": "constant", "mean": _number(mean)}
        case Lognormal(mean, sd):
            return {"distribution": "lognormal", "mean": _number(mean), "sd": _number(sd)}
        case Gamma(mean, shape):
            return {"distribution": "gamma", "mean": _number(mean), "shape": _number(shape)}
        case Weibull(mean, shape):
            return {"distribution": "weibull", "mean": _number(mean), "shape": _number(shape)}
    raise ValueError(say("{name} cannot be written in a table.", name=type(stay).__name__))


def _toml(model: Model, notes: str) -> str:
    run = model.horizon
    lines = [
        *(f"# {line}".rstrip() for line in notes.splitlines()),
        "format = 1",
        f"title = {_text(model.title or 'Model')}",
    ]
    lines += ["", "[run]", f"start = {run.start}", f"days = {run.days}", f'begin = "{run.begin}"']
    lines += [f"warm_up_days = {run.warm_up_days}"] if run.warm_up_days else []
    lines += [f"holidays = [{', '.join(str(day) for day in sorted(model.holidays))}]"] if model.holidays else []
    for unit in model.units:
        lines += ["", "[[unit]]", *_unit(unit)]
        for row in unit.staffed:
            lines += ["", "  [[unit.staffed]]", f"  places = {_number(row.places)}"]
            lines += [f"  from = {row.start}"] if row.start else []
            lines += [f"  to = {row.end}"] if row.end else []
            lines += [f'  days = "{days_text(row.days)}"'] if days_text(row.days) != "all" else []
        for need in (need for need in model.needs if need.unit == unit.id):
            lines += ["", "  [[unit.need]]"]
            lines += [f"  group = {_text(need.group)}"] if need.group != EVERYONE else []
            lines += [f"  from_day = {_number(need.from_day)}", f"  hours = {_number(need.hours)}"]
    return "\n".join(lines) + "\n"


def _unit(unit: Unit) -> list[str]:
    lines = [f"id = {_text(unit.id)}", f"name = {_text(unit.name or unit.id)}", f'kind = "{unit.kind}"']
    lines += [f"owner = {_text(unit.owner)}"] if unit.owner else []
    lines += [f"built = {_number(unit.built)}"] if unit.built is not None else []
    lines += [f"waiting_room = {unit.waiting_room}"] if unit.waiting_room is not None else []
    lines += [f'order = "{unit.order}"'] if unit.order != "strict" else []
    lines += [f"head_start_days = {_number(unit.head_start_days)}"] if unit.head_start_days else []
    lines += [f"{name} = true" for name in ("pass_over", "has_fee", "pays_fee") if getattr(unit, name)]
    lines += [f"notice = {_delay(unit.notice)}"] if unit.notice else []
    lines += [f"answer = {_delay(unit.answer)}"] if unit.answer else []
    return lines + ([f"intake = {_intake(unit.intake)}"] if not unit.intake.is_always else [])


def _delay(delay: Distribution) -> str:
    fields = _simple(delay)
    parts = [f'distribution = "{fields.pop("distribution")}"', *(f"{name} = {value}" for name, value in fields.items())]
    return f"{{ {', '.join(parts)} }}"


def _intake(intake: Intake) -> str:
    days = days_text(intake.days | ({HOLIDAY} if intake.days == ALL_DAYS else frozenset()))
    parts = [f'days = "{days}"', f"from_hour = {_number(intake.from_hour)}", f"to_hour = {_number(intake.to_hour)}"]
    return f"{{ {', '.join([*parts, f'on_holidays = {str(intake.on_holidays).lower()}'])} }}"


def _text(value: str) -> str:
    """A TOML basic string: JSON's escapes are among TOML's, but for the delete character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
