"""The indicator framework: its file out and in, what it lacks, and the versions of an indicator."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from brobygger.api.rules.faults import Fault, FieldFault, Refusal
from brobygger.api.rules.tokens import ApiScope
from brobygger.api.schemas.framework import (
    FrameworkAdds,
    FrameworkCheck,
    FrameworkIn,
    FrameworkOut,
    IndicatorVersions,
    RemarkList,
)
from brobygger.api.schemas.values import Slug
from brobygger.api.views.door import Request, actor_of, answer, reading, writing
from brobygger.results.actions.editing import ChangedMeanwhile
from brobygger.results.actions.importing import FileRefused, Proposed, check_framework, import_framework
from brobygger.results.models import Definition, Framework, Target
from brobygger.results.permissions import may_edit
from brobygger.results.presenters.framework_file import problem_lines, proposed_lines
from brobygger.results.presenters.rows import plain
from brobygger.results.queries.frameworks import framework_of
from brobygger.results.queries.versions import framework_draft, full_rule, indicator_with_versions
from brobygger.results.rules.framework_file import framework_text
from brobygger.results.rules.quality import remarks_on

router = Router(tags=["Framework"])
NAME = "framework.yaml"
ERRORS_AT_MOST = 100


@router.get("/framework", **reading({200: FrameworkOut}))
def read_framework(request: Request, partnership: Slug) -> HttpResponse:
    """The framework of the current period as its file."""
    framework = _framework(request)
    return answer({"id": framework.slug, "text": framework_text(framework_draft(framework))})


@router.post(
    "/framework",
    **writing({200: FrameworkAdds}, may=may_edit, need=ApiScope.COORDINATE, takes_key=True, conflicts=True),
)
def take_in_framework(request: Request, partnership: Slug, file: FrameworkIn) -> HttpResponse:
    """Take in what a file adds: goal areas, indicators, definitions, targets and their ends. All of it, or nothing."""
    try:
        taken = import_framework(
            partnership=request.scope.partnership,
            content=file.text.encode(),
            name=NAME,
            seal=file.seal,
            by=actor_of(request),
            now=timezone.now(),
        )
    except FileRefused as refused:
        raise _refusal(refused) from refused
    except ChangedMeanwhile as changed:
        raise Refusal(Fault.CONFLICT, "The framework has changed since the check. Nothing was taken in.") from changed
    return answer(_adds(taken))


@router.post(
    "/framework/check", **writing({200: FrameworkAdds}, may=may_edit, need=ApiScope.COORDINATE, takes_key=True)
)
def check_file(request: Request, partnership: Slug, file: FrameworkCheck) -> HttpResponse:
    """What a file would add, or everything that is wrong with it. Nothing is written."""
    try:
        proposed = check_framework(partnership=request.scope.partnership, content=file.text.encode(), name=NAME)
    except FileRefused as refused:
        raise _refusal(refused) from refused
    return answer(_adds(proposed))


@router.get("/framework/remarks", **reading({200: RemarkList}))
def list_remarks(request: Request, partnership: Slug) -> HttpResponse:
    """What may be wrong with the indicators: no baseline, nobody who owns a target, the same counted twice …"""
    remarks = remarks_on(framework_draft(_framework(request)))
    return answer(
        {
            "items": [
                {"flaw": each.flaw.value, "goal_area": each.area, "code": each.code, "facts": dict(each.facts)}
                for each in remarks
            ]
        }
    )


@router.get("/indicators/{slug:code}/versions", **reading({200: IndicatorVersions}))
def list_indicator_versions(request: Request, partnership: Slug, code: Slug) -> HttpResponse:
    """Every version of an indicator's definition and target: since when, who, when and why."""
    indicator = indicator_with_versions(_framework(request), code)
    if indicator is None:
        raise Refusal(Fault.NOT_FOUND)
    return answer(
        {
            "definitions": [_definition(each) for each in indicator.definitions.all()],
            "targets": [_target(each) for each in indicator.targets.all()],
        }
    )


_COMMON = ("version", "valid_from", "reason", "recorded_at", "recorded_by")
_OF_TARGET = ("kind", "baseline_year", "baseline_source", "due_years", "criteria", "owner", "method", "mandate")


def _definition(row: Definition) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in (*_COMMON, "text", "unit")}
    return told | {"counting": full_rule(row.counting)}


def _target(row: Target) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in (*_COMMON, *_OF_TARGET, "exception")}
    numbers = {name: plain(getattr(row, name)) or None for name in ("value", "baseline_value")}
    return told | numbers | {"decision": row.decision.slug if row.decision else None}


def _framework(request: Request) -> Framework:
    framework = framework_of(request.scope.partnership)
    if framework is None:
        raise Refusal(Fault.NOT_FOUND)
    return framework


def _adds(proposed: Proposed) -> dict[str, Any]:
    return {"adds": proposed_lines(proposed), "seal": proposed.seal}


def _refusal(refused: FileRefused) -> Refusal:
    problems = refused.problems[:ERRORS_AT_MOST]
    lines = problem_lines(problems)
    faults = [FieldFault("text", each.fault.value, line) for each, line in zip(problems, lines, strict=True)]
    return Refusal(Fault.INVALID, errors=faults)
