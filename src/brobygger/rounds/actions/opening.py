"""Opening a round, moving its days, and calling it off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.partnerships.models import FocusArea, Partnership
from brobygger.rounds.actions.disputes import let_all_count
from brobygger.rounds.actions.notices import tell_leads, tell_members
from brobygger.rounds.actions.taking import event_of, fresh, locked, partners, take
from brobygger.rounds.models import AskedValue, ReportingRound, Submission
from brobygger.rounds.queries.rounds import leads_of, reported_only
from brobygger.rounds.rules.days import are_in_order
from brobygger.rounds.rules.kinds import RoundState, Step
from brobygger.rounds.rules.workflow import Refusal, StepRefused, Taken


class RoundRefused(ValueError):
    """The round cannot be opened so; `why` is `taken`, `days`, `areas` or `year`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Days:
    """The days of a round, one after another."""

    submission_due: date
    review_due: date
    adoption_due: date

    @property
    def are_in_order(self) -> bool:
        """Whether nothing is to be done before what it rests on."""
        return are_in_order([self.submission_due, self.review_due, self.adoption_due])


@transaction.atomic
def open_round(
    *,
    partnership: Partnership,
    year: int,
    days: Days,
    areas: Sequence[FocusArea],
    asked: Mapping[int, int | None],
    by: Actor,
    now: datetime,
) -> ReportingRound:
    """Open the round of a year for some areas, and for what belongs to none.

    `asked` says which area is asked for the number of an indicator that only can be reported; the others are asked of the
    coordinators. Raises RoundRefused.
    """
    if not days.are_in_order:
        raise RoundRefused("days")
    if not areas or any(area.partnership_id != partnership.pk for area in areas):
        raise RoundRefused("areas")
    years = partnership.periods.values_list("first_year", "last_year")
    if year > timezone.localdate(now).year or not any(first <= year <= last for first, last in years):
        raise RoundRefused("year")
    try:
        with transaction.atomic():
            round_ = ReportingRound.objects.create(
                partnership=partnership,
                year=year,
                submission_due=days.submission_due,
                review_due=days.review_due,
                adoption_due=days.adoption_due,
                opened_at=now,
                opened_by=by.label,
            )
    except IntegrityError as taken:
        raise RoundRefused("taken") from taken
    made = {area.pk: Submission.objects.create(round=round_, focus_area=area) for area in areas}
    common = Submission.objects.create(round=round_, focus_area=None)
    AskedValue.objects.bulk_create(
        [
            AskedValue(submission=made.get(asked.get(each.pk) or 0, common), indicator=each)
            for each in reported_only(partnership, year)
        ]
    )
    event_of(round_, "open", by=by, now=now, data={"areas": [area.slug for area in areas]})
    _record("opened", round_, by, now)
    leads = leads_of(partnership)
    for submission in made.values():
        tell_leads(submission, "round_opened", leads=leads, by=by, now=now)
    return round_


@transaction.atomic
def move_days(*, round_: ReportingRound, days: Days, seen: int, reason: str, by: Actor, now: datetime) -> None:
    """Set other days. Raises RoundRefused, StepRefused."""
    if not days.are_in_order:
        raise RoundRefused("days")
    round_ = _open(round_, seen)
    was = {name: getattr(round_, name).isoformat() for name in ("submission_due", "review_due", "adoption_due")}
    round_.submission_due, round_.review_due, round_.adoption_due = (
        days.submission_due,
        days.review_due,
        days.adoption_due,
    )
    round_.save(update_fields=["submission_due", "review_due", "adoption_due"])
    event_of(round_, "move_days", by=by, now=now, reason=reason, data={"was": was})
    _record("changed", round_, by, now)


@transaction.atomic
def cancel_round(*, round_: ReportingRound, seen: int, reason: str, by: Actor, now: datetime) -> None:
    """Call a round off: nothing that was said in it holds, all of it can be read. Raises StepRefused.

    An adopted round is first undone from the top. What was left out of the totals because of it counts again.
    """
    if not reason.strip():
        raise StepRefused(Refusal.REASON_MISSING)
    let_all_count(round_)
    round_ = _open(round_, seen)
    parties = partners(round_.partnership)
    for submission in round_.submissions.all():
        submission.round = round_
        take(fresh(submission), Taken(Step.CANCEL, reason=reason), parties=parties, by=by, now=now)
    round_.state, round_.cancelled_at, round_.cancelled_by = RoundState.CANCELLED.value, now, by.label
    round_.save(update_fields=["state", "cancelled_at", "cancelled_by"])
    event_of(round_, "cancel_round", by=by, now=now, reason=reason)
    _record("cancelled", round_, by, now)
    tell_members(round_, "round_cancelled", leads=leads_of(round_.partnership), words=reason, by=by, now=now)


def _open(round_: ReportingRound, seen: int) -> ReportingRound:
    round_ = locked(round_)
    if round_.version != seen:
        raise StepRefused(Refusal.CHANGED_MEANWHILE)
    if round_.state != RoundState.OPEN:
        raise StepRefused(Refusal.WRONG_STAGE)
    return round_


def _record(verb: str, round_: ReportingRound, by: Actor, now: datetime) -> None:
    audit.record(
        verb=verb,
        subject_type="round",
        subjects=[(round_.pk, {"year": round_.year})],
        by=by,
        now=now,
        partnership_id=round_.partnership_id,
    )
