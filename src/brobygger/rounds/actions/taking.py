"""Taking a step: under the round's lock, from what one has seen, with its reason and its trace."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F

from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.partnerships.models import Partnership
from brobygger.rounds.models import Approval, ReportingRound, Submission, SubmissionEvent
from brobygger.rounds.queries.rounds import chain_of
from brobygger.rounds.rules.kinds import Lapse, RoundState, Stage, Step
from brobygger.rounds.rules.workflow import FROM, Chain, Refusal, StepRefused, Taken, after

_VOIDS = {Step.RETURN: Lapse.RETURNED, Step.VOID: Lapse.CHANGED, Step.CANCEL: Lapse.CANCELLED}
_PAST = {
    Step.SUBMIT: "submitted",
    Step.APPROVE: "approved",
    Step.UNDO_APPROVAL: "unapproved",
    Step.RETURN: "returned",
    Step.VOID: "voided",
    Step.ADOPT: "adopted",
    Step.UNDO_ADOPTION: "unadopted",
    Step.CANCEL: "cancelled",
}


def locked(round_: ReportingRound) -> ReportingRound:
    """The round as it is now, and nobody else's until the transaction ends.

    Whoever also needs the partnership's lock takes that one first, as every writer of the register does.
    """
    fresh = ReportingRound.objects.select_for_update().get(pk=round_.pk)
    fresh.partnership = round_.partnership
    return fresh


def fresh(submission: Submission, *, seen: int | None = None) -> Submission:
    """The submission as it is now, under its round's lock. Raises StepRefused when it is not as it was seen."""
    round_ = locked(submission.round)
    found = Submission.objects.select_related("focus_area").prefetch_related("approvals").get(pk=submission.pk)
    found.round = round_
    if seen is not None and found.version != seen:
        raise StepRefused(Refusal.CHANGED_MEANWHILE)
    if round_.state == RoundState.CANCELLED:
        raise StepRefused(Refusal.WRONG_STAGE)
    return found


def refuse_unless(submission: Submission, step: Step) -> None:
    """Raise StepRefused when the submission is not where this can be done."""
    if Stage(submission.stage) not in FROM[step]:
        raise StepRefused(Refusal.WRONG_STAGE)


def partners(partnership: Partnership) -> list[int]:
    """The organisations whose approval is needed. One query."""
    return list(partnership.partners.order_by("pk").values_list("organisation_id", flat=True))


def take(
    submission: Submission,
    taken: Taken,
    *,
    parties: list[int],
    by: Actor,
    now: datetime,
    data: Mapping[str, Any] | None = None,
) -> Chain:
    """Take a step with a submission that is locked and fresh. Raises StepRefused."""
    chain = after(chain_of(submission, parties), taken)
    _approvals(submission, taken, by, now)
    submission.stage = chain.stage.value
    submission.version += 1
    submission.save()
    event_of(
        submission.round,
        taken.step.value,
        submission=submission,
        organisation_id=taken.party or None,
        reason=taken.reason,
        data=data,
        by=by,
        now=now,
    )
    audit.record(
        verb=_PAST[taken.step],
        subject_type="submission",
        subjects=[(submission.pk, {"year": submission.round.year})],
        by=by,
        now=now,
        partnership_id=submission.round.partnership_id,
    )
    return chain


def event_of(
    round_: ReportingRound,
    step: str,
    *,
    by: Actor,
    now: datetime,
    submission: Submission | None = None,
    organisation_id: int | None = None,
    reason: str = "",
    data: Mapping[str, Any] | None = None,
) -> None:
    """Keep for ever that something was done to a round, and let those who have an older page know that they have."""
    SubmissionEvent.objects.create(
        round=round_,
        submission=submission,
        step=step,
        organisation_id=organisation_id,
        reason=reason.strip(),
        data=dict(data or {}),
        at=now,
        by_user_id=by.user_id,
        by_label=by.label,
    )
    ReportingRound.objects.filter(pk=round_.pk).update(version=F("version") + 1)
    round_.version += 1


def _approvals(submission: Submission, taken: Taken, by: Actor, now: datetime) -> None:
    valid = Approval.objects.filter(submission=submission, void_at=None)
    if taken.step is Step.APPROVE:
        Approval.objects.create(submission=submission, organisation_id=taken.party, given_at=now, given_by=by.label)
    elif taken.step is Step.UNDO_APPROVAL:
        valid.filter(organisation_id=taken.party).update(void_at=now, void_by=by.label, void_why=Lapse.UNDONE.value)
    elif taken.step in _VOIDS:
        valid.update(void_at=now, void_by=by.label, void_why=_VOIDS[taken.step].value)
