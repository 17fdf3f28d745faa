"""Days remind: `brobygger work` looks every ten minutes."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from brobygger.audit.rules import system
from brobygger.rounds.actions.notices import tell_coordinators, tell_leads
from brobygger.rounds.actions.taking import locked
from brobygger.rounds.models import Reminder, ReportingRound, Submission
from brobygger.rounds.queries.rounds import leads_of, round_of
from brobygger.rounds.rules.days import days_left, due_of, reminder_due
from brobygger.rounds.rules.kinds import Due, RoundState, Stage

# One looks this often, and not each time the worker has nothing else to do.
EVERY = timedelta(minutes=10)
_looked: dict[str, datetime] = {}


def remind_next(*, now: datetime | None = None) -> bool:
    """Send what has become due, if anything has (`settings.BACKGROUND_WORK`)."""
    now = now or timezone.now()
    if "last" in _looked and _looked["last"] <= now < _looked["last"] + EVERY:
        return False
    _looked["last"] = now
    rounds = ReportingRound.objects.filter(state=RoundState.OPEN.value).select_related("partnership").order_by("pk")
    return sum(remind(round_=round_, now=now) for round_ in rounds) > 0


@transaction.atomic
def remind(*, round_: ReportingRound, now: datetime) -> int:
    """Remind those who hold something of a day that is near or has passed, each once. Returns how many reminders."""
    round_ = locked(round_)
    read = round_of(round_.partnership, round_.year)
    if read is None or read.pk != round_.pk or read.state != RoundState.OPEN:
        return 0
    today = timezone.localdate(now)
    sent = 0
    leads = leads_of(round_.partnership)
    by = system("reminders")
    submissions = list(read.submissions.all())
    for submission in submissions:
        submission.round = round_
        if due_of(Stage(submission.stage)) is Due.SUBMIT and _is_new(round_, submission, Due.SUBMIT, today, now):
            tell_leads(submission, "round_due", leads=leads, by=by, now=now)
            sent += 1
    missing = {
        party
        for submission in submissions
        if submission.stage == Stage.SUBMITTED
        for party in _parties(round_) - {each.organisation_id for each in submission.approvals.all()}
    }
    if missing and _is_new(round_, None, Due.REVIEW, today, now):
        tell_coordinators(round_, "round_due", leads=leads, only=missing, by=by, now=now)
        sent += 1
    if all(each.stage == Stage.APPROVED for each in submissions) and _is_new(round_, None, Due.ADOPT, today, now):
        tell_coordinators(round_, "round_due", leads=leads, by=by, now=now)
        sent += 1
    return sent


def day_of(round_: ReportingRound, due: Due) -> date:
    """The day that is set."""
    return {Due.SUBMIT: round_.submission_due, Due.REVIEW: round_.review_due, Due.ADOPT: round_.adoption_due}[due]


def _is_new(round_: ReportingRound, submission: Submission | None, due: Due, today: date, now: datetime) -> bool:
    day = day_of(round_, due)
    ahead = reminder_due(days_left(today, day))
    if ahead is None:
        return False
    _reminder, is_new = Reminder.objects.get_or_create(
        round=round_, submission=submission, due=due.value, day=day, ahead=ahead, defaults={"sent": now}
    )
    return is_new


def _parties(round_: ReportingRound) -> set[int]:
    return set(round_.partnership.partners.values_list("organisation_id", flat=True))
