"""What a data set tells about results: the framework it names, reported values, judgements, assessments."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from brobygger.audit.rules import Actor
from brobygger.contributions.rules.credit import Credit
from brobygger.intake.dataset.context import Context
from brobygger.intake.rules.problems import Fault, Place, Problem
from brobygger.intake.rules.reader import Fields, translated_node
from brobygger.intake.rules.yaml_lines import Node
from brobygger.portfolio.rules.kinds import Kind, Purpose
from brobygger.portfolio.rules.lifecycle import MilestoneKind
from brobygger.results.actions import loading
from brobygger.results.rules.counting import Measure, TimeRule, Unique
from brobygger.results.rules.drafts import (
    AssessmentDraft,
    DefinitionDraft,
    FrameworkDraft,
    GoalAreaDraft,
    IndicatorDraft,
    Judgement,
    JudgementDraft,
    ReportedDraft,
    TargetDraft,
)
from brobygger.results.rules.editing import RESERVED_CODES
from brobygger.results.rules.verdicts import Level, TargetKind

TOP = ("framework", "goal_areas")
FRAMEWORK = ("id", "name", "years", "source")
GOAL_AREA = ("code", "name", "objective", "expected_value", "indicators", "source")
INDICATOR = ("code", "group", "name", "direction", "definitions", "targets", "source")
DEFINITION = ("version", "valid_from", "text", "unit", "counting", "reason", "source")
COUNTING = ("kinds", "purposes", "milestone", "year_from", "unique", "time", "measure", "pending", "credit", "note")
TARGET = (
    "version",
    "valid_from",
    "kind",
    "value",
    "baseline",
    "due_years",
    "criteria",
    "owner",
    "method",
    "mandate",
    "exception",
    "decision",
    "reason",
    "source",
)
REPORTED = ("indicator", "year", "value", "pending", "state", "as_of", "quality", "source")
JUDGED = ("indicator", "year", "judgement", "words", "source")
ASSESSED = ("indicator", "criterion", "year", "level", "text", "activities", "source")


class FrameworkPart:
    """The frameworks the agreement periods name."""

    def read(self, context: Context) -> None:
        """See `Part.read`."""
        partnership = context.drafts.get("partnership")
        periods = partnership.periods if partnership else ()
        drafts = [
            draft
            for period in periods
            if period.framework and (draft := read_framework(context, period.framework)) is not None
        ]
        context.drafts["frameworks"] = drafts

    def write(self, context: Context, *, by: Actor, now: datetime) -> None:
        """See `Part.write`."""
        for draft in context.drafts["frameworks"]:
            loading.adopt_framework(partnership=context.written["partnership"], draft=draft, by=by, now=now)


def read_framework(context: Context, slug: str) -> FrameworkDraft | None:
    """One framework file; beside the data set's own folder first, else among the common ones."""
    own = context.folder / f"{slug}.yaml"
    path = own if own.is_file() else context.frameworks / f"{slug}.yaml"
    root = context.yaml(path)
    if root is None:
        return None
    return framework_in(context, root, context.name_of(path), slug)


def framework_in(context: Context, root: Node, file: str, slug: str) -> FrameworkDraft | None:
    """The framework a file's root holds; `slug` is what it must be called, empty for any. None when there is none."""
    top = Fields(root, file, context.problems, allowed=TOP)
    fields = top.inside("framework", FRAMEWORK)
    if fields is None:
        top.note(Fault.FIELD_MISSING, "framework")
        return None
    called = fields.slug()
    if slug and called != slug:
        fields.note(Fault.NOT_ALLOWED, "id", value=fields.text("id"), allowed=slug)
    years = tuple(sorted({int(year) for year in fields.texts("years") if _is_year(fields, year)}))
    if not years:
        fields.note(Fault.FIELD_MISSING, "years")
    return FrameworkDraft(
        slug or called,
        fields.translated("name", required=True) or {},
        years,
        tuple(_goal_area(context, each) for each in top.each("goal_areas", GOAL_AREA)),
        fields.text("source", at_most=300),
    )


def _is_year(fields: Fields, text: str) -> bool:
    if text.isascii() and text.isdigit() and len(text) == 4 and 1900 <= int(text) <= 2200:
        return True
    fields.note(Fault.NOT_A_DATE, "years", value=text[:40])
    return False


def _goal_area(context: Context, fields: Fields) -> GoalAreaDraft:
    code = fields.slug("code")
    context.register("goal_area", code, fields)
    expected: dict[str, list[Any]] = {}
    for key, node in fields.mapping("expected_value").items():
        context.check("party", key, fields, "expected_value")
        inner = node.value if isinstance(node.value, list) else []
        expected[key] = [translated_node(each, fields.file, "expected_value", context.problems) for each in inner]
    return GoalAreaDraft(
        code,
        fields.translated("name", required=True) or {},
        fields.translated("objective", required=True) or {},
        expected,
        tuple(_indicator(context, each) for each in fields.each("indicators", INDICATOR)),
        fields.text("source", at_most=300),
    )


def _indicator(context: Context, fields: Fields) -> IndicatorDraft:
    code = fields.slug("code")
    context.register("indicator", code, fields)
    if code in RESERVED_CODES:
        # A page below the indicators has this name.
        fields.note(Fault.ID_RESERVED, "code", value=code)
    direction = fields.text("direction") or "up"
    if direction not in {"up", "down"}:
        fields.note(Fault.NOT_ALLOWED, "direction", value=direction[:40], allowed="up, down")
    definitions = tuple(_definition(each) for each in fields.each("definitions", DEFINITION))
    targets = tuple(_target(context, code, each) for each in fields.each("targets", TARGET))
    for name, versions in (("definitions", definitions), ("targets", targets)):
        if not versions:
            fields.note(Fault.FIELD_MISSING, name)
        if len({version.version for version in versions}) < len(versions):
            fields.note(Fault.SAID_TWICE, name)
    return IndicatorDraft(
        code,
        fields.text("group", required=True, at_most=60),
        fields.translated("name", required=True) or {},
        direction,
        definitions,
        targets,
        fields.text("source", at_most=300),
    )


def _definition(fields: Fields) -> DefinitionDraft:
    return DefinitionDraft(
        version=_version(fields),
        valid_from=fields.year("valid_from", required=True) or 0,
        text=fields.translated("text", required=True) or {},
        unit=fields.translated("unit", required=True) or {},
        counting=_counting(fields),
        reason=fields.translated("reason"),
        source=fields.text("source", at_most=300),
    )


def _counting(fields: Fields) -> dict[str, Any] | None:
    inner = fields.inside("counting", COUNTING)
    if inner is None:
        return None
    kinds = inner.choices("kinds", Kind)
    if not kinds:
        inner.note(Fault.FIELD_MISSING, "kinds")
    milestone = inner.choice("milestone", MilestoneKind)
    year_from = inner.choice("year_from", MilestoneKind, default=milestone)
    pending = inner.choice("pending", MilestoneKind) if inner.has("pending") else None
    credit = inner.choice("credit", Credit, default=Credit.BROAD) or Credit.BROAD
    if not credit.is_band:
        inner.note(
            Fault.NOT_ALLOWED,
            "credit",
            value=credit.value,
            allowed="strict, decisive, contributed, broad",
        )
    return {
        "kinds": [kind.value for kind in kinds],
        "purposes": [purpose.value for purpose in inner.choices("purposes", Purpose)],
        "milestone": milestone.value if milestone else "",
        "year_from": year_from.value if year_from else "",
        "unique": (inner.choice("unique", Unique, default=Unique.ACTIVITY) or Unique.ACTIVITY).value,
        "time": (inner.choice("time", TimeRule, default=TimeRule.FIRST) or TimeRule.FIRST).value,
        "measure": (inner.choice("measure", Measure, default=Measure.COUNT) or Measure.COUNT).value,
        "pending": pending.value if pending else "",
        # Without a word it is broad, so that a definition from before there were answers stays word for word the same.
        **({} if credit is Credit.BROAD else {"credit": credit.value}),
    }


def _target(context: Context, indicator: str, fields: Fields) -> TargetDraft:
    kind = fields.choice("kind", TargetKind) or TargetKind.NONE
    value = fields.number("value", not_negative=True)
    if value is None and kind in {TargetKind.YEARLY, TargetKind.PERIOD_TOTAL}:
        fields.note(Fault.FIELD_MISSING, "value")
    baseline = fields.inside("baseline", ("year", "value", "source"))
    criteria: list[dict[str, Any]] = []
    for each in fields.each("criteria", ("code", "text")):
        code = each.slug("code")
        if code in {criterion["code"] for criterion in criteria}:
            each.note(Fault.ID_TWICE, "code", value=code)
        # A later target may keep the criteria of the one before it.
        context.known.setdefault(f"criterion of {indicator}", set()).add(code)
        criteria.append({"code": code, "text": each.translated("text", required=True) or {}})
    if kind is TargetKind.QUALITATIVE and not criteria:
        fields.note(Fault.FIELD_MISSING, "criteria")
    return TargetDraft(
        version=_version(fields),
        valid_from=fields.year("valid_from", required=True) or 0,
        kind=kind,
        value=value,
        baseline_year=baseline.year("year", required=True) if baseline else None,
        baseline_value=baseline.number("value", required=True) if baseline else None,
        baseline_source=baseline.text("source", at_most=300) if baseline else "",
        due_years=tuple(int(year) for year in fields.texts("due_years") if _is_year(fields, year)),
        criteria=tuple(criteria),
        owner=fields.translated("owner"),
        method=fields.translated("method"),
        mandate=fields.translated("mandate"),
        exception=fields.translated("exception"),
        decision=context.check("decision", fields.text("decision"), fields, "decision"),
        reason=fields.translated("reason"),
        source=fields.text("source", at_most=300),
    )


def _version(fields: Fields) -> int:
    """The first where nothing is said. There is none before it."""
    number = _whole(fields, "version")
    if number == 0:
        fields.note(Fault.NOT_ALLOWED, "version", value="0", allowed="1, 2, 3 …")
    return number or 1


def _whole(fields: Fields, name: str, *, at_most: int = 1_000) -> int | None:
    number = fields.number(name, not_negative=True)
    if number is not None and (number != int(number) or number > at_most):
        fields.note(Fault.NOT_A_NUMBER, name, value=str(number))
        return None
    return None if number is None else int(number)


class ReportedPart:
    """reported.csv, judgements.csv and assessments.yaml; each may be missing."""

    def read(self, context: Context) -> None:
        """See `Part.read`."""
        context.drafts["reported"] = [
            draft
            for fields in context.rows(context.folder / "reported.csv", REPORTED, required=False)
            if (draft := _reported(context, fields)) is not None
        ]
        context.drafts["judgements"] = [
            judged
            for fields in context.rows(context.folder / "judgements.csv", JUDGED, required=False)
            if (judged := _judgement(context, fields)) is not None
        ]
        context.drafts["assessments"] = _assessments(context)

    def write(self, context: Context, *, by: Actor, now: datetime) -> None:
        """See `Part.write`."""
        loading.report_values(
            partnership=context.written["partnership"],
            values=context.drafts["reported"],
            judgements=context.drafts["judgements"],
            assessments=context.drafts["assessments"],
            by=by,
            now=now,
        )


def _indicator_code(context: Context, fields: Fields) -> str:
    return context.check("indicator", fields.text("indicator", required=True, at_most=80), fields, "indicator")


def _year_or_period(fields: Fields) -> int | None:
    text = fields.text("year", required=True)
    return None if text == "period" else fields.year("year")


def _reported(context: Context, fields: Fields) -> ReportedDraft | None:
    code = _indicator_code(context, fields)
    state = fields.text("state", required=True)
    if state not in {"final", "provisional"}:
        fields.note(Fault.NOT_ALLOWED, "state", value=state[:40], allowed="final, provisional")
    year = _year_or_period(fields)
    key = f"{code} {year}"
    seen = context.known.setdefault("reported", set())
    if code and key in seen:
        fields.note(Fault.ID_TWICE, "indicator", value=key)
    seen.add(key)
    value = fields.number("value", not_negative=True)
    pending = _whole(fields, "pending", at_most=1_000_000) or 0
    as_of = fields.date("as_of")
    quality, source = fields.text("quality"), fields.text("source", at_most=300)
    return ReportedDraft(code, year, value, pending, state, as_of, quality, source) if code else None


def _judgement(context: Context, fields: Fields) -> JudgementDraft | None:
    code = _indicator_code(context, fields)
    year = _year_or_period(fields)
    judgement = fields.choice("judgement", Judgement)
    words, source = fields.text("words", required=True), fields.text("source", at_most=300)
    return JudgementDraft(code, year, judgement, words, source) if code and judgement else None


def _assessments(context: Context) -> list[AssessmentDraft]:
    path = context.folder / "assessments.yaml"
    root = context.yaml(path, required=False)
    if root is None:
        return []
    file = context.name_of(path)
    if not isinstance(root.value, list):
        context.problems.append(Problem(Place(file, root.line), Fault.WRONG_TYPE, {"expected": "list"}))
        return []
    found = []
    for node in root.value:
        fields = Fields(node, file, context.problems, allowed=ASSESSED)
        code = _indicator_code(context, fields)
        criterion = fields.text("criterion", required=True, at_most=80)
        if code:
            criterion = context.check(f"criterion of {code}", criterion, fields, "criterion")
        level = fields.choice("level", Level)
        activities = tuple(
            slug for slug in fields.texts("activities") if context.check("activity", slug, fields, "activities")
        )
        year = _year_or_period(fields)
        text = fields.translated("text", required=True) or {}
        source = fields.text("source", at_most=300)
        if code and criterion and level:
            found.append(AssessmentDraft(code, criterion, year, level, text, activities, source))
    return found
