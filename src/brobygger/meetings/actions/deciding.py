"""Writing down what a meeting decided, and what has become of it since. Nothing is overwritten: the newest holds."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.meetings.actions.planning import MEETING, MeetingRefused, taken_up
from brobygger.meetings.models import CaseFollowUp, CaseItem, CaseOutcome
from brobygger.meetings.rules.kinds import FollowUp, MeetingState, Outcome
from brobygger.partnerships.actions import record_decision
from brobygger.partnerships.models import Decision


@transaction.atomic
def record_outcome(
    *,
    case: CaseItem,
    seen: int,
    outcome: Outcome,
    words: str,
    decision: Decision | None,
    source: str,
    by: Actor,
    now: datetime,
) -> CaseOutcome:
    """What a held meeting did with a case, as a decision of the steering group unless the case was put off.

    `decision` is one that is recorded already (a year that was adopted); without it a new one is, with `source`. Saying
    it again puts it right by a new one, and the old one stays. Raises MeetingRefused.
    """
    meeting = case.meeting
    taken_up(meeting, seen, MeetingState.HELD)
    if decision is not None and decision.partnership_id != meeting.partnership_id:
        raise MeetingRefused("decision")
    if outcome is Outcome.POSTPONED:
        decision = None
    elif decision is None:
        decision = record_decision(
            partnership=meeting.partnership,
            title=case.title,
            date=meeting.date.isoformat(),
            text=words,
            source=source,
            by=by,
            now=now,
        )
    made = CaseOutcome.objects.create(
        case=case, outcome=outcome.value, words=words, decision=decision, recorded_at=now, recorded_by=by.label
    )
    audit.record(
        verb="decided",
        subject_type=MEETING,
        subjects=[
            (
                meeting.pk,
                {"case": case.number, "outcome": outcome.value, "decision": decision.slug if decision else None},
            )
        ],
        by=by,
        now=now,
        partnership_id=meeting.partnership_id,
    )
    return made


@transaction.atomic
def follow_up(*, case: CaseItem, state: FollowUp, words: str, by: Actor, now: datetime) -> CaseFollowUp:
    """Say what has become of what was decided. Raises MeetingRefused when nothing was, or the case was put off."""
    last = case.outcomes.order_by("-pk").first()
    if last is None or last.outcome == Outcome.POSTPONED:
        raise MeetingRefused("postponed" if last else "undecided")
    said = CaseFollowUp.objects.create(case=case, state=state.value, words=words, said_at=now, said_by=by.label)
    audit.record(
        verb="followed_up",
        subject_type=MEETING,
        subjects=[(case.meeting_id, {"case": case.number, "state": state.value})],
        by=by,
        now=now,
        partnership_id=case.meeting.partnership_id,
    )
    return said
