"""A framework with its figures as a snapshot kept them, in the shapes that pages and reports tell figures from.

The rows are never saved: their keys are below zero, where no row of a database is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import count
from typing import Any, TypeVar

from django.db.models import Model

from brobygger.contributions.rules.credit import Credit
from brobygger.partnerships.models import Decision
from brobygger.results.models import Assessment, Definition, Framework, GoalArea, Indicator, Judgement, Target
from brobygger.results.queries.frameworks import Figures
from brobygger.results.rules.figures import Basis, Figure, Reported, Series, Sums
from brobygger.results.rules.verdicts import Judged, TargetKind, Verdict, Why

Row = TypeVar("Row", bound=Model)
# The groups of a snapshot's file that are read here.
GROUPS = ("framework", "goal-areas", "indicators", "figures", "decisions")
_DECIMALS = frozenset({"value", "baseline_value"})


@dataclass(frozen=True)
class Thawed:
    """Figures as of then; judgements and assessments by key of the indicator, those of the whole period last."""

    figures: Figures
    judgements: Mapping[int, Sequence[Judgement]]
    assessments: Mapping[int, Sequence[Assessment]]


def thawed(items: Mapping[str, Sequence[Any]]) -> Thawed | None:
    """What stands in the `GROUPS` of a file, of any format; None when nothing was followed. No query."""
    areas = items["goal-areas"]
    if not areas:
        return None
    keys = count(-1, -1)
    told = next(iter(items["framework"]), {"slug": areas[0]["framework"], "years": areas[0]["years"], "name": {}})
    framework = Framework(
        pk=next(keys), slug=told["slug"], name=told["name"], years=told["years"], source=told.get("source", "")
    )
    decisions = {each["slug"]: Decision(slug=each["slug"], title=each["title"]) for each in items["decisions"]}
    rows = [_area(next(keys), framework, each) for each in areas]
    by_code = {each.code: each for each in rows}
    indicators: dict[str, list[Indicator]] = {each.code: [] for each in rows}
    judgements, assessments = {}, {}
    for each in sorted(items["indicators"], key=lambda one: int(one["position"])):
        indicator = _indicator(next(keys), by_code[each["goal_area"]], each, decisions)
        indicators[each["goal_area"]].append(indicator)
        judgements[indicator.pk] = _last_of_period([_row(Judgement, one) for one in each["judgements"]])
        assessments[indicator.pk] = _last_of_period([_row(Assessment, one) for one in each["assessments"]])
    for row in rows:
        _hold(row, "indicators", indicators[row.code])
    found = [indicator for row in rows for indicator in indicators[row.code]]
    series = {each.code: _series(each, items["figures"], told["years"]) for each in found}
    bands = {each.code: band for each in found if (band := _band(each.code, items["figures"]))}
    ordered = sorted(rows, key=lambda row: row.position)
    return Thawed(Figures(framework, ordered, series, bands), judgements, assessments)


def thawed_indicator(told: Mapping[str, Any]) -> Indicator:
    """One indicator as it was frozen, with its versions and nothing around it. No query."""
    return _indicator(-1, GoalArea(pk=-2), {**told, "targets": []}, {})


def figure_from(told: Mapping[str, Any]) -> Figure:
    """One figure as it was frozen."""
    reported = told["reported"]
    return Figure(
        code=told["code"],
        year=told["year"],
        target_kind=TargetKind(told["target_kind"]),
        target=_decimal(told["target"]),
        value=_decimal(told["value"]),
        basis=Basis(told["basis"]) if told["basis"] else None,
        is_final=told["is_final"],
        pending=told["pending"],
        judged=judged_from(told),
        counted=_decimal(told["counted"]),
        reported=Reported(**{**reported, "value": _decimal(reported["value"])}) if reported else None,
        left_out=told.get("left_out", 0),
        is_disputed=told.get("is_disputed", False),
    )


def judged_from(told: Mapping[str, Any]) -> Judged:
    """The verdict of a frozen figure with its reason."""
    facts = {name: _fact(fact) for name, fact in told["facts"].items()}
    return Judged(Verdict(told["verdict"]), Why(told["why"]), facts)


def _area(key: int, framework: Framework, told: Mapping[str, Any]) -> GoalArea:
    names = ("code", "name", "objective", "expected_value", "position")
    return GoalArea(pk=key, framework=framework, **{name: told[name] for name in names})


def _indicator(
    key: int, area: GoalArea, told: Mapping[str, Any], decisions: Mapping[str | None, Decision]
) -> Indicator:
    names = ("code", "name", "group", "direction", "position")
    row = Indicator(
        pk=key, goal_area=area, source=told.get("source", ""), **{name: told[name] for name in names}
    )  # fmt: skip
    _hold(row, "definitions", [_row(Definition, one, indicator=row) for one in told["definitions"]])
    _hold(
        row,
        "targets",
        [
            _row(Target, {**one, "decision": decisions.get(one["decision"])}, indicator=row)
            for one in told["targets"]
        ],
    )  # fmt: skip
    return row


def _row(model: type[Row], told: Mapping[str, Any], **more: Any) -> Row:
    known = {field.name for field in model._meta.get_fields()}
    values = {name: _decimal(value) if name in _DECIMALS else value for name, value in told.items() if name in known}
    return model(**values, **more)


def _hold(row: Model, name: str, rows: Sequence[Model]) -> None:
    """As if they had been prefetched: `row.<name>.all()` gives them, and asks no database."""
    held: dict[str, Sequence[Model]] = vars(row).setdefault("_prefetched_objects_cache", {})
    held[name] = rows


def _last_of_period(rows: list[Row]) -> list[Row]:
    def when(row: Any) -> tuple[bool, int]:
        return row.year is None, row.year or 0

    return sorted(rows, key=when)


def _series(indicator: Indicator, told: Sequence[Mapping[str, Any]], years: Sequence[int]) -> Series:
    own = {each["year"]: each for each in told if each["code"] == indicator.code}
    first = next(iter(indicator.targets.all()), None)
    has_baseline = first is not None and first.baseline_year is not None and first.baseline_value is not None
    return Series(
        code=indicator.code,
        by_year={year: figure_from(own[year]) for year in years},
        period=figure_from(own[None]),
        jumps=[(before, after) for before, after in own[None].get("jumps", [])],
        undated=own[None]["undated"],
        baseline=(first.baseline_year, first.baseline_value) if first and has_baseline else None,  # type: ignore[arg-type]
    )


def _band(code: str, told: Sequence[Mapping[str, Any]]) -> dict[Credit, Sums]:
    """What was counted for every credit; empty where nothing was, and in files that do not have it."""
    own = {each["year"]: each for each in told if each["code"] == code}
    if not own[None].get("band"):
        return {}
    years = [year for year in own if year is not None]
    return {
        credit: Sums(
            {year: _decimal(own[year]["band"][credit.value]) for year in years},
            _decimal(own[None]["band"][credit.value]),
            own[None]["undated"],
            {year: own[year]["pending"] for year in years},
            {year: own[year]["left_out"] for year in years},
        )
        for credit in Credit
        if credit.value in own[None]["band"]
    }


def _fact(fact: Any) -> Any:
    """Decimals were frozen as texts; texts that are no numbers stay."""
    if not isinstance(fact, str):
        return fact
    try:
        return Decimal(fact)
    except InvalidOperation:
        return fact


def _decimal(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)
