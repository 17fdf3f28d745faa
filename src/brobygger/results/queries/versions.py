"""Stored frameworks as the drafts they were written down as: for the file, for the next version, for comparing."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch

from brobygger.contributions.rules.credit import Credit
from brobygger.results.models import Definition, Framework, GoalArea, Indicator, Target
from brobygger.results.queries.frameworks import areas_of
from brobygger.results.rules.drafts import DefinitionDraft, FrameworkDraft, GoalAreaDraft, IndicatorDraft, TargetDraft
from brobygger.results.rules.verdicts import TargetKind, TargetVersion


def framework_draft(framework: Framework) -> FrameworkDraft:
    """A whole framework. Four queries or five."""
    return FrameworkDraft(
        framework.slug,
        framework.name,
        tuple(framework.years),
        tuple(_area(area) for area in areas_of(framework)),
        framework.source,
    )


def _area(area: GoalArea) -> GoalAreaDraft:
    return GoalAreaDraft(
        area.code,
        area.name,
        area.objective,
        area.expected_value,
        tuple(indicator_draft(each) for each in area.indicators.all()),
        area.source,
    )


def indicator_with_versions(framework: Framework, code: str) -> Indicator | None:
    """One indicator with its versions in order; None when there is none of that code. Three queries."""
    return (
        Indicator.objects.filter(goal_area__framework=framework, code=code)
        .select_related("goal_area__framework")
        .prefetch_related(
            Prefetch("definitions", Definition.objects.order_by("version")),
            Prefetch("targets", Target.objects.select_related("decision").order_by("version")),
        )
        .first()
    )


def indicator_draft(indicator: Indicator) -> IndicatorDraft:
    """One indicator with all its versions."""
    return IndicatorDraft(
        indicator.code,
        indicator.group,
        indicator.name,
        indicator.direction,
        tuple(definition_draft(each) for each in indicator.definitions.all()),
        tuple(target_draft(each) for each in indicator.targets.all()),
        indicator.source,
    )


def definition_draft(row: Definition) -> DefinitionDraft:
    """A version of a definition."""
    return DefinitionDraft(
        row.version, row.valid_from, row.text, row.unit, full_rule(row.counting), row.reason, row.source
    )


def full_rule(stored: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """A counting rule with all its words in order, however it was stored."""
    if not stored:
        return None
    credit = stored.get("credit") or Credit.BROAD.value
    return {
        "kinds": list(stored["kinds"]),
        "purposes": list(stored.get("purposes") or ()),
        "milestone": stored["milestone"],
        "year_from": stored["year_from"],
        "unique": stored["unique"],
        "time": stored["time"],
        "measure": stored["measure"],
        "pending": stored.get("pending") or "",
        **({} if credit == Credit.BROAD else {"credit": credit}),
    }


def target_draft(row: Target) -> TargetDraft:
    """A version of a target."""
    return TargetDraft(
        version=row.version,
        valid_from=row.valid_from,
        kind=TargetKind(row.kind),
        value=_plain(row.value),
        baseline_year=row.baseline_year,
        baseline_value=_plain(row.baseline_value),
        baseline_source=row.baseline_source,
        due_years=tuple(row.due_years),
        criteria=tuple(row.criteria),
        owner=row.owner,
        method=row.method,
        mandate=row.mandate,
        exception=row.exception,
        decision=row.decision.slug if row.decision else "",
        reason=row.reason,
        source=row.source,
    )


def target_value(draft: TargetDraft, direction: str) -> TargetVersion:
    """What a drafted target is judged by."""
    return TargetVersion(
        kind=draft.kind,
        valid_from=draft.valid_from,
        value=draft.value,
        baseline_year=draft.baseline_year,
        baseline_value=draft.baseline_value,
        due_years=tuple(draft.due_years),
        criteria=tuple(criterion["code"] for criterion in draft.criteria),
        up_is_better=direction == "up",
        version=draft.version,
    )


def _plain(value: Decimal | None) -> Decimal | None:
    """Without the zeros a database adds, and never in powers of ten."""
    if value is None:
        return None
    number = Decimal(value)
    return number.quantize(Decimal(1)) if number == number.to_integral() else number.normalize()
