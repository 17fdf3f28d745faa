"""Writing frameworks and what is reported under them. Definitions, targets and values are added, never changed."""

from __future__ import annotations

from collections.abc import Iterable
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
    FrameworkDraft,
    IndicatorDraft,
    JudgementDraft,
    ReportedDraft,
)


@transaction.atomic
def adopt_framework(*, partnership: Partnership, draft: FrameworkDraft, by: Actor, now: datetime) -> Framework:
    """A new framework with its goal areas, indicators, definitions and targets."""
    framework = Framework.objects.create(
        partnership=partnership, slug=draft.slug, name=draft.name, years=list(draft.years), source=draft.source
    )
    decisions = {decision.slug: decision for decision in Decision.objects.filter(partnership=partnership)}
    for place, area in enumerate(draft.goal_areas):
        goal_area = GoalArea.objects.create(
            framework=framework,
            code=area.code,
            name=area.name,
            objective=area.objective,
            expected_value=dict(area.expected_value),
            position=place,
            source=area.source,
        )
        for position, indicator in enumerate(area.indicators):
            _indicator(goal_area, indicator, position, decisions, by, now)
    _counted_anew(partnership, "framework", framework.pk, by, now)
    return framework


def _indicator(
    goal_area: GoalArea,
    draft: IndicatorDraft,
    position: int,
    decisions: dict[str, Decision],
    by: Actor,
    now: datetime,
) -> None:
    indicator = Indicator.objects.create(
        goal_area=goal_area,
        code=draft.code,
        name=draft.name,
        group=draft.group,
        direction=draft.direction,
        position=position,
        source=draft.source,
    )
    Definition.objects.bulk_create(
        [
            Definition(
                indicator=indicator,
                version=d.version,
                valid_from=d.valid_from,
                text=d.text,
                unit=d.unit,
                counting=d.counting,
                reason=d.reason,
                source=d.source,
                recorded_at=now,
                recorded_by=by.label,
            )
            for d in draft.definitions
        ]
    )
    Target.objects.bulk_create(
        [
            Target(
                indicator=indicator,
                version=t.version,
                valid_from=t.valid_from,
                kind=t.kind.value,
                value=t.value,
                baseline_year=t.baseline_year,
                baseline_value=t.baseline_value,
                baseline_source=t.baseline_source,
                due_years=list(t.due_years),
                criteria=[dict(criterion) for criterion in t.criteria],
                owner=t.owner,
                method=t.method,
                mandate=t.mandate,
                decision=decisions.get(t.decision),
                reason=t.reason,
                source=t.source,
                recorded_at=now,
                recorded_by=by.label,
            )
            for t in draft.targets
        ]
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
