"""Adding indicators and versions of what they mean and aim at. Nothing that is there is changed (docs/adr/0020)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils import timezone

from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.partnerships.models import Partnership
from brobygger.results.actions.listeners import Redefined, tell
from brobygger.results.actions.loading import add_to_area, decisions_of, definition_row, target_row
from brobygger.results.models import Framework, GoalArea, Indicator
from brobygger.results.queries.frameworks import framework_of
from brobygger.results.queries.preview import preview_new, preview_version, with_version
from brobygger.results.queries.versions import indicator_draft, indicator_with_versions
from brobygger.results.rules.drafts import DefinitionDraft, IndicatorDraft, TargetDraft
from brobygger.results.rules.editing import (
    Fault,
    Wrong,
    faults_of_definition,
    faults_of_indicator,
    faults_of_target,
    next_version,
)


class EditRefused(ValueError):
    """The version cannot be added; `faults` say why."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(", ".join(f"{fault.field}: {fault.wrong}" for fault in faults))
        self.faults = tuple(faults)


class ChangedMeanwhile(RuntimeError):
    """What the preview showed is no longer so; it must be seen again before it is saved."""


class NotThere(LookupError):
    """There is no framework, goal area or indicator of that name."""


@transaction.atomic
def add_version(
    *,
    partnership: Partnership,
    code: str,
    version: DefinitionDraft | TargetDraft,
    seal: str,
    by: Actor,
    now: datetime,
) -> Indicator:
    """A new version of an indicator's definition or target; it replaces the newest from its year on.

    `seal` is of the preview that was seen. Its number must be the next. Raises NotThere, EditRefused, ChangedMeanwhile.
    """
    partnership = _locked(partnership)
    framework = _framework(partnership)
    indicator = indicator_with_versions(framework, code)
    if indicator is None:
        raise NotThere(code)
    was = indicator_draft(indicator)
    decisions = decisions_of(partnership)
    is_definition = isinstance(version, DefinitionDraft)
    if isinstance(version, DefinitionDraft):
        faults, expected = (
            faults_of_definition(version, was.definitions, framework.years),
            next_version(was.definitions),
        )
    else:
        faults, expected = faults_of_target(version, was.targets, framework.years), next_version(was.targets)
        if version.decision and version.decision not in decisions:
            faults.append(Fault("decision", Wrong.WITHOUT_DECISION))
    if version.version != expected:
        raise ChangedMeanwhile
    if faults:
        raise EditRefused(faults)
    today = timezone.localdate(now)
    if preview_version(partnership, framework, indicator, version, today=today).seal != seal:
        raise ChangedMeanwhile
    if isinstance(version, DefinitionDraft):
        definition_row(indicator, version, by, now).save(force_insert=True)
    else:
        target_row(indicator, version, decisions, by, now).save(force_insert=True)
    _tell(
        partnership,
        "defined" if is_definition else "targeted",
        indicator,
        {"version": version.version, "valid_from": version.valid_from, "reason": (version.reason or {}).get("nb", "")},
        by,
        now,
    )
    tell(Redefined(partnership, framework, indicator, was, with_version(was, version), by, now))
    return indicator


@transaction.atomic
def add_indicator(
    *, partnership: Partnership, area: str, draft: IndicatorDraft, seal: str, by: Actor, now: datetime
) -> Indicator:
    """A new indicator, last in a goal area, with its first definition. Raises NotThere, EditRefused, ChangedMeanwhile."""
    partnership = _locked(partnership)
    framework = _framework(partnership)
    goal_area = GoalArea.objects.filter(framework=framework, code=area).first()
    if goal_area is None:
        raise NotThere(area)
    taken = set(Indicator.objects.filter(goal_area__framework=framework).values_list("code", flat=True))
    if faults := faults_of_indicator(draft, taken, framework.years):
        raise EditRefused(faults)
    if preview_new(partnership, framework, draft, today=timezone.localdate(now)).seal != seal:
        raise ChangedMeanwhile
    last = goal_area.indicators.aggregate(last=Max("position"))["last"]
    try:
        with transaction.atomic():
            indicator = add_to_area(
                goal_area, draft, 0 if last is None else last + 1, decisions_of(partnership), by, now
            )
    except IntegrityError as taken_now:
        raise EditRefused([Fault("code", Wrong.CODE_TAKEN)]) from taken_now
    _tell(partnership, "added", indicator, {"code": draft.code, "goal_area": area}, by, now)
    tell(Redefined(partnership, framework, indicator, None, draft, by, now))
    return indicator


def _locked(partnership: Partnership) -> Partnership:
    """Whoever edits indicators waits for whoever writes in the register, and the other way round."""
    return Partnership.objects.select_for_update().get(pk=partnership.pk)


def _framework(partnership: Partnership) -> Framework:
    framework = framework_of(partnership)
    if framework is None:
        raise NotThere
    return framework


def _tell(
    partnership: Partnership, verb: str, indicator: Indicator, data: dict[str, object], by: Actor, now: datetime
) -> None:
    audit.record(
        verb=verb,
        subject_type="indicator",
        subjects=[(indicator.pk, data)],
        by=by,
        now=now,
        partnership_id=partnership.pk,
    )
    Partnership.objects.filter(pk=partnership.pk).update(data_version=F("data_version") + 1)
