"""Writing frameworks and what is reported under them. Definitions, targets and values are added, never changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.partnerships.models import Decision, Partnership
from brobygger.results.models import (
    Assessment,
    Definition,
    Framework,
    GoalArea,
    Indicator,
    Judgement,
    ReportedValue,
    Target,
)
from brobygger.results.rules.drafts import (
    AssessmentDraft,
    DefinitionDraft,
    FrameworkDraft,
    GoalAreaDraft,
    IndicatorDraft,
    JudgementDraft,
    ReportedDraft,
    TargetDraft,
)


@transaction.atomic
def adopt_framework(*, partnership: Partnership, draft: FrameworkDraft, by: Actor, now: datetime) -> Framework:
    """A new framework with its goal areas, indicators, definitions and targets."""
    framework = Framework.objects.create(
        partnership=partnership, slug=draft.slug, name=draft.name, years=list(draft.years), source=draft.source
    )
    decisions = decisions_of(partnership)
    for place, area in enumerate(draft.goal_areas):
        add_area(framework, area, place, decisions, by, now)
    _counted_anew(partnership, "framework", framework.pk, by, now)
    return framework


def decisions_of(partnership: Partnership) -> dict[str, Decision]:
    """The decisions a target may name, by slug. One query."""
    return {decision.slug: decision for decision in Decision.objects.filter(partnership=partnership)}


def add_area(
    framework: Framework,
    draft: GoalAreaDraft,
    position: int,
    decisions: Mapping[str, Decision],
    by: Actor,
    now: datetime,
) -> GoalArea:
    """A new goal area with its indicators. The caller writes the event and holds the transaction."""
    goal_area = GoalArea.objects.create(
        framework=framework,
        code=draft.code,
        name=draft.name,
        objective=draft.objective,
        expected_value=dict(draft.expected_value),
        position=position,
        source=draft.source,
    )
    for place, indicator in enumerate(draft.indicators):
        add_to_area(goal_area, indicator, place, decisions, by, now)
    return goal_area


def add_to_area(
    goal_area: GoalArea,
    draft: IndicatorDraft,
    position: int,
    decisions: Mapping[str, Decision],
    by: Actor,
    now: datetime,
) -> Indicator:
    """A new indicator with its versions. The caller writes the event and holds the transaction."""
    indicator = Indicator.objects.create(
        goal_area=goal_area,
        code=draft.code,
        name=dict(draft.name),
        group=draft.group,
        direction=draft.direction,
        position=position,
        source=draft.source,
    )
    Definition.objects.bulk_create([definition_row(indicator, each, by, now) for each in draft.definitions])
    Target.objects.bulk_create([target_row(indicator, each, decisions, by, now) for each in draft.targets])
    return indicator


def definition_row(indicator: Indicator, draft: DefinitionDraft, by: Actor, now: datetime) -> Definition:
    """A version of a definition, not yet saved."""
    return Definition(
        indicator=indicator,
        version=draft.version,
        valid_from=draft.valid_from,
        text=draft.text,
        unit=draft.unit,
        counting=draft.counting,
        reason=draft.reason,
        source=draft.source,
        recorded_at=now,
        recorded_by=by.label,
    )


def target_row(
    indicator: Indicator, draft: TargetDraft, decisions: Mapping[str, Decision], by: Actor, now: datetime
) -> Target:
    """A version of a target, not yet saved. `decisions` of the partnership by slug."""
    return Target(
        indicator=indicator,
        version=draft.version,
        valid_from=draft.valid_from,
        kind=draft.kind.value,
        value=draft.value,
        baseline_year=draft.baseline_year,
        baseline_value=draft.baseline_value,
        baseline_source=draft.baseline_source,
        due_years=list(draft.due_years),
        criteria=[dict(criterion) for criterion in draft.criteria],
        owner=draft.owner,
        method=draft.method,
        mandate=draft.mandate,
        exception=draft.exception,
        decision=decisions.get(draft.decision),
        reason=draft.reason,
        source=draft.source,
        recorded_at=now,
        recorded_by=by.label,
    )


@transaction.atomic
def report_values(
    *,
    partnership: Partnership,
    values: Iterable[ReportedDraft],
    judgements: Iterable[JudgementDraft],
    assessments: Iterable[AssessmentDraft],
    by: Actor,
    now: datetime,
) -> None:
    """Numbers, judgements and assessments that were reported. The indicators must exist; later values win."""
    indicators = {
        indicator.code: indicator
        for indicator in Indicator.objects.filter(goal_area__framework__partnership=partnership)
    }
    ReportedValue.objects.bulk_create(
        [
            ReportedValue(
                indicator=indicators[v.indicator],
                year=v.year,
                value=v.value,
                pending=v.pending,
                state=v.state,
                as_of=v.as_of,
                quality=v.quality,
                source=v.source,
                recorded_at=now,
                recorded_by=by.label,
            )
            for v in values
        ]
    )
    Judgement.objects.bulk_create(
        [
            Judgement(
                indicator=indicators[j.indicator],
                year=j.year,
                judgement=j.judgement.value,
                words=j.words,
                source=j.source,
            )
            for j in judgements
        ]
    )
    Assessment.objects.bulk_create(
        [
            Assessment(
                indicator=indicators[a.indicator],
                criterion=a.criterion,
                year=a.year,
                level=a.level.value,
                text=a.text,
                activities=list(a.activities),
                source=a.source,
                recorded_at=now,
                recorded_by=by.label,
            )
            for a in assessments
        ]
    )
    _counted_anew(partnership, "reported_values", partnership.pk, by, now)


def _counted_anew(partnership: Partnership, subject: str, subject_id: int, by: Actor, now: datetime) -> None:
    audit.record(
        verb="loaded", subject_type=subject, subjects=[(subject_id, {})], by=by, now=now, partnership_id=partnership.pk
    )
    Partnership.objects.filter(pk=partnership.pk).update(data_version=F("data_version") + 1)
