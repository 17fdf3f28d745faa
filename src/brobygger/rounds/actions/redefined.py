"""What a new definition or target does to an open round (`settings.FRAMEWORK_LISTENERS`).

It is always told in the round, so that whoever has an older page of it must look again before they adopt. Where it changes
a number of the year, it takes away the approvals it touches, in the transaction that writes it (docs/adr/0018).
"""

from __future__ import annotations

from decimal import Decimal

from django.utils import timezone

from brobygger.results.actions.listeners import Redefined
from brobygger.results.queries.effect import areas_counted_otherwise
from brobygger.results.queries.frameworks import rule_among
from brobygger.results.queries.preview import Change, changes_between
from brobygger.results.rules.drafts import DefinitionDraft, TargetDraft
from brobygger.results.rules.figures import Basis
from brobygger.rounds.actions.notices import tell_coordinators
from brobygger.rounds.actions.taking import event_of, fresh, locked, partners, take
from brobygger.rounds.models import ReportingRound
from brobygger.rounds.queries.rounds import leads_of
from brobygger.rounds.rules.kinds import RoundState, Stage, Step
from brobygger.rounds.rules.workflow import Taken

STEP = "redefine"
_REVIEWED = frozenset({Stage.SUBMITTED.value, Stage.APPROVED.value})


def listen(redefined: Redefined) -> None:
    """Tell it in every open round of a year it holds for, and take away what no longer holds."""
    years = [year for year in redefined.framework.years if _told_in(redefined, year)]
    rounds = ReportingRound.objects.filter(
        partnership=redefined.partnership, state=RoundState.OPEN.value, year__in=years
    ).order_by("pk")
    changes: dict[int | None, Change] = {}
    for round_ in rounds:
        if not changes:
            found = changes_between(
                redefined.partnership,
                redefined.framework,
                redefined.indicator if redefined.before else None,
                redefined.before,
                redefined.after,
                today=timezone.localdate(redefined.now),
            )
            changes = {each.year: each for each in found}
        round_.partnership = redefined.partnership
        _tell(locked(round_), redefined, changes[round_.year])


def _tell(round_: ReportingRound, redefined: Redefined, change: Change) -> None:
    by, now = redefined.by, redefined.now
    named = {"code": redefined.indicator.code, "name": dict(redefined.indicator.name)}
    for version in _told_in(redefined, round_.year):
        data = {
            **named,
            "what": _what(redefined, version),
            "version": version.version,
            "valid_from": version.valid_from,
            "before": _text(change.before.value if change.before else None),
            "value": _text(change.after.value),
            "is_other": change.is_other,
        }
        event_of(round_, STEP, by=by, now=now, reason=(version.reason or {}).get("nb", ""), data=data)
    areas = _areas(round_, redefined, change)
    leads = leads_of(round_.partnership)
    for each in round_.submissions.select_related("focus_area").order_by("pk"):
        each.round = round_
        # What both approve of the year as a whole is in what belongs to no area.
        is_touched = each.focus_area_id in areas or (each.focus_area_id is None and (change.is_other or bool(areas)))
        if is_touched and each.stage in _REVIEWED:
            submission = fresh(each)
            taken = Taken(Step.VOID)
            take(submission, taken, parties=partners(round_.partnership), by=by, now=now, data={"indicator": named})
            tell_coordinators(round_, "round_voided", leads=leads, submission=submission, by=by, now=now)


def _told_in(redefined: Redefined, year: int) -> list[DefinitionDraft | TargetDraft]:
    """What is told of in a year: what holds in it; of a new indicator its first definition, which holds before its year too."""
    if redefined.before is None:
        return redefined.versions[:1]
    return [version for version in redefined.versions if version.valid_from <= year]


def _areas(round_: ReportingRound, redefined: Redefined, change: Change) -> set[int | None]:
    """The areas with activities that count otherwise in the year; none where the year's number is a reported one all the same."""
    before = rule_among(redefined.before.definitions, round_.year) if redefined.before else None
    after = rule_among(redefined.after.definitions, round_.year)
    bases = {change.after.basis, change.before.basis if change.before else None}
    if before == after or Basis.COUNTED not in bases:
        return set()
    return areas_counted_otherwise(round_.partnership, before, after, round_.year)


def _what(redefined: Redefined, version: DefinitionDraft | TargetDraft) -> str:
    if redefined.before is None:
        return "indicator"
    return "definition" if isinstance(version, DefinitionDraft) else "target"


def _text(value: Decimal | None) -> str:
    return "" if value is None else format(value.normalize(), "f")
