"""The steering group's adoption, and undoing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.partnerships.actions import record_decision
from brobygger.partnerships.models import Decision, Partnership
from brobygger.portfolio.actions.lock import lock
from brobygger.rounds.actions.notices import tell_members
from brobygger.rounds.actions.taking import event_of, fresh, locked, partners, take
from brobygger.rounds.models import ReportingRound, Submission
from brobygger.rounds.queries.content import place_of, waiting_ids
from brobygger.rounds.queries.rounds import leads_of
from brobygger.rounds.rules.kinds import RoundState, Stage, Step
from brobygger.rounds.rules.workflow import Refusal, StepRefused, Taken
from brobygger.snapshots.actions.freeze import freeze


@dataclass(frozen=True)
class NewDecision:
    """What the steering group decided, as a coordinator writes it down for it. `date` is a partial date."""

    title: str
    date: str
    text: str = ""
    source: str = ""


@transaction.atomic
def adopt_round(
    *,
    round_: ReportingRound,
    seen: int,
    decision: Decision | NewDecision | None,
    words: str,
    leave_out_disputed: bool,
    by: Actor,
    now: datetime,
) -> ReportingRound:
    """Adopt a year by a decision of the steering group: freeze it and lock it. All or nothing. Raises StepRefused.

    All areas must be approved by both parties, and nothing disputed unless it is said that it is left out. Whoever writes
    in the register meanwhile waits, or has been before: then what they changed has taken approvals away.
    """
    partnership = round_.partnership
    lock(partnership)
    round_ = locked(round_)
    if round_.version != seen:
        raise StepRefused(Refusal.CHANGED_MEANWHILE)
    if round_.state != RoundState.OPEN:
        raise StepRefused(Refusal.WRONG_STAGE)
    submissions = [fresh(each) for each in _of(round_)]
    if any(each.stage != Stage.APPROVED for each in submissions):
        raise StepRefused(Refusal.NOT_ALL_APPROVED)
    if any(waiting_ids(each, place_of(each)) for each in submissions):
        raise StepRefused(Refusal.INCOMPLETE)
    disputes = round_.disputes.filter(outcome="")
    if disputes.exists() and not leave_out_disputed:
        raise StepRefused(Refusal.DISPUTED)
    decided = _decision(partnership, decision, by, now)
    parties = partners(partnership)
    for each in submissions:
        take(each, Taken(Step.ADOPT), parties=parties, by=by, now=now)
    left_out = disputes.update(adopted_open=True)
    round_.state, round_.adopted_at, round_.adopted_by = RoundState.ADOPTED.value, now, by.label
    round_.decision = decided
    round_.save(update_fields=["state", "adopted_at", "adopted_by", "decision"])
    event_of(round_, "adopt_round", by=by, now=now, data={"decision": decided.slug, "left_out": left_out})
    frozen = freeze(partnership=partnership, year=round_.year, words=words, decision=decided, by=by, now=now)
    round_.frozen_as = frozen.number
    round_.save(update_fields=["frozen_as"])
    _record("adopted", round_, by, now)
    tell_members(round_, "round_adopted", leads=leads_of(partnership), words=decided.title, by=by, now=now)
    return round_


@transaction.atomic
def undo_adoption(*, round_: ReportingRound, seen: int, reason: str, by: Actor, now: datetime) -> ReportingRound:
    """Take an adoption back, with a reason. What was frozen stays; the approvals stand until they are undone too.

    Raises StepRefused.
    """
    if not reason.strip():
        raise StepRefused(Refusal.REASON_MISSING)
    partnership = round_.partnership
    lock(partnership)
    round_ = locked(round_)
    if round_.version != seen:
        raise StepRefused(Refusal.CHANGED_MEANWHILE)
    if round_.state != RoundState.ADOPTED:
        raise StepRefused(Refusal.WRONG_STAGE)
    parties = partners(partnership)
    taken = Taken(Step.UNDO_ADOPTION, reason=reason)
    for each in _of(round_):
        take(fresh(each), taken, parties=parties, by=by, now=now)
    round_.disputes.filter(adopted_open=True).update(adopted_open=False)
    adopted = round_.adopted_at
    was = {"decision": round_.decision.slug if round_.decision else "", "frozen_as": round_.frozen_as}
    round_.state, round_.adopted_at, round_.adopted_by = RoundState.OPEN.value, None, ""
    round_.decision, round_.frozen_as = None, None
    round_.save(update_fields=["state", "adopted_at", "adopted_by", "decision", "frozen_as"])
    event_of(round_, "undo_adoption", by=by, now=now, reason=reason, data=was)
    _record("unadopted", round_, by, now)
    _void_what_changed(round_, adopted or now, by, now)
    tell_members(round_, "round_unadopted", leads=leads_of(partnership), words=reason, by=by, now=now)
    return round_


def _void_what_changed(round_: ReportingRound, since: datetime, by: Actor, now: datetime) -> None:
    """What was changed in the register while the year was adopted touches the approvals now."""
    parties = partners(round_.partnership)
    for each in _of(round_):
        each = fresh(each)
        if each.confirmed.filter(lapsed_at__gte=since).exists() or waiting_ids(each, place_of(each)):
            take(each, Taken(Step.VOID), parties=parties, by=by, now=now)


def _of(round_: ReportingRound) -> list[Submission]:
    submissions = list(round_.submissions.select_related("focus_area").order_by("pk"))
    for each in submissions:
        each.round = round_
    return submissions


def _decision(partnership: Partnership, decision: Decision | NewDecision | None, by: Actor, now: datetime) -> Decision:
    if isinstance(decision, NewDecision):
        return record_decision(
            partnership=partnership,
            title=decision.title,
            date=decision.date,
            text=decision.text,
            source=decision.source,
            by=by,
            now=now,
        )
    if decision is None or decision.partnership_id != partnership.pk:
        raise StepRefused(Refusal.DECISION_MISSING)
    return decision


def _record(verb: str, round_: ReportingRound, by: Actor, now: datetime) -> None:
    audit.record(
        verb=verb,
        subject_type="round",
        subjects=[(round_.pk, {"year": round_.year})],
        by=by,
        now=now,
        partnership_id=round_.partnership_id,
    )
