"""Handing in, and what both coordinators do with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from brobygger.audit.rules import Actor
from brobygger.rounds.actions.notices import tell_both, tell_coordinators
from brobygger.rounds.actions.taking import fresh, partners, refuse_unless, take
from brobygger.rounds.models import ReportingRound, Submission
from brobygger.rounds.queries.content import place_of, waiting_ids
from brobygger.rounds.queries.rounds import leads_of
from brobygger.rounds.queries.standing import further_questions, of_submission, series_jumps
from brobygger.rounds.rules.kinds import Stage, Step
from brobygger.rounds.rules.workflow import Refusal, StepRefused, Taken


@transaction.atomic
def submit(
    *, submission: Submission, seen: int, minutes: int | None, party: int, by: Actor, now: datetime
) -> Submission:
    """Hand in what an area reports. Raises StepRefused, INCOMPLETE when something is missing.

    `minutes` are what it took this time; they add up when it was sent back.
    """
    submission = fresh(submission, seen=seen)
    refuse_unless(submission, Step.SUBMIT)
    _refuse_incomplete(submission, party, now)
    if minutes is not None:
        submission.minutes = (submission.minutes or 0) + minutes
    submission.submitted_at, submission.submitted_by = now, by.label
    partnership = submission.round.partnership
    take(submission, Taken(Step.SUBMIT), parties=partners(partnership), by=by, now=now, data={"minutes": minutes})
    tell_coordinators(
        submission.round, "round_submitted", leads=leads_of(partnership), submission=submission, by=by, now=now
    )
    return submission


def _refuse_incomplete(submission: Submission, party: int, now: datetime) -> None:
    """By looking itself, and not by the counts that pages show."""
    round_ = submission.round
    standing = of_submission(
        submission, series_jumps(round_, timezone.localdate(now)) if submission.focus_area is None else ()
    )
    further = further_questions(round_.partnership, submission.focus_area, round_.year, party, 1)
    if (
        waiting_ids(submission, place_of(submission))
        or standing.unexplained
        or standing.unanswered
        or standing.is_silent
        or any(each.is_required and each.count for each in further)
    ):
        raise StepRefused(Refusal.INCOMPLETE)


@transaction.atomic
def approve(*, submission: Submission, seen: int, party: int, by: Actor, now: datetime) -> Submission:
    """Stand behind a submission for a party, as it was seen. Raises StepRefused.

    Not while something has changed that nobody has confirmed since: then both would stand behind what no lead has looked at.
    """
    submission = fresh(submission, seen=seen)
    refuse_unless(submission, Step.APPROVE)
    if waiting_ids(submission, place_of(submission)):
        raise StepRefused(Refusal.INCOMPLETE)
    partnership = submission.round.partnership
    parties = partners(partnership)
    chain = take(submission, Taken(Step.APPROVE, party), parties=parties, by=by, now=now)
    leads = leads_of(partnership)
    if chain.stage is Stage.APPROVED:
        tell_both(submission, "round_approved", leads=leads, by=by, now=now)
    return submission


@dataclass(frozen=True)
class ApprovedMany:
    """Which were approved, and which were not since something had happened to them."""

    approved: Sequence[int]
    changed: Sequence[int]


@transaction.atomic
def approve_many(
    *, round_: ReportingRound, seen: Sequence[tuple[int, int]], party: int, by: Actor, now: datetime
) -> ApprovedMany:
    """Stand behind several submissions at once, given as (id, version). Each as it was seen, or it is left."""
    approved, changed = [], []
    submissions = {each.pk: each for each in Submission.objects.filter(round=round_, pk__in=[pk for pk, _ in seen])}
    for pk, version in seen:
        if pk not in submissions:
            continue
        submissions[pk].round = round_
        try:
            with transaction.atomic():
                approve(submission=submissions[pk], seen=version, party=party, by=by, now=now)
            approved.append(pk)
        except StepRefused:
            changed.append(pk)
    return ApprovedMany(approved, changed)


@transaction.atomic
def undo_approval(
    *, submission: Submission, seen: int, party: int, reason: str, by: Actor, now: datetime
) -> Submission:
    """No longer stand behind a submission, with a reason. Raises StepRefused; an adopted round is undone from the top."""
    submission = fresh(submission, seen=seen)
    partnership = submission.round.partnership
    taken = Taken(Step.UNDO_APPROVAL, party, reason)
    take(submission, taken, parties=partners(partnership), by=by, now=now)
    leads = leads_of(partnership)
    tell_coordinators(
        submission.round, "round_unapproved", leads=leads, submission=submission, words=reason, by=by, now=now
    )
    return submission


@transaction.atomic
def send_back(*, submission: Submission, seen: int, party: int, reason: str, by: Actor, now: datetime) -> Submission:
    """Send a submission back to its leads, with a reason that is kept. The other party's approval falls. Raises StepRefused."""
    submission = fresh(submission, seen=seen)
    partnership = submission.round.partnership
    take(submission, Taken(Step.RETURN, party, reason), parties=partners(partnership), by=by, now=now)
    leads = leads_of(partnership)
    tell_both(submission, "round_returned", leads=leads, words=reason, by=by, now=now)
    return submission
