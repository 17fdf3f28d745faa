"""The lead's worklist: confirming, explaining, giving numbers, and saying that there is nothing to report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from brobygger.audit.rules import Actor
from brobygger.portfolio.actions.confirm import confirm_unchanged
from brobygger.portfolio.actions.lock import lock
from brobygger.portfolio.models import Activity
from brobygger.results.actions.loading import report_values
from brobygger.results.models import ReportedValue
from brobygger.results.rules.drafts import ReportedDraft
from brobygger.rounds.actions.taking import event_of, fresh, refuse_unless
from brobygger.rounds.models import AskedValue, Confirmed, Explanation, Submission
from brobygger.rounds.queries.content import IDS_A_QUERY, Place, belonging, belonging_of, place_of, waiting_ids
from brobygger.rounds.rules.kinds import Step
from brobygger.rounds.rules.workflow import Refusal, StepRefused

CONFIRM_AT_MOST = 5000


@dataclass(frozen=True)
class Said:
    """How many were confirmed, and the slugs of those that were not, since they were changed after they were shown."""

    count: int
    changed: Sequence[str] = field(default=())


@transaction.atomic
def confirm(
    *,
    submission: Submission,
    versions: Sequence[tuple[int, int]],
    organisation_id: int | None,
    by: Actor,
    now: datetime,
) -> Said:
    """Confirm activities as they were seen, given as (id, version). What was changed since is left, and told of.

    What belongs to another area or year, or was confirmed before, is passed over. Raises StepRefused.
    """
    submission = fresh(submission)
    refuse_unless(submission, Step.CONFIRM)
    return _confirm(submission, dict(versions), organisation_id, by, now)


@transaction.atomic
def confirm_all(
    *, submission: Submission, as_of: datetime, organisation_id: int | None, by: Actor, now: datetime
) -> Said:
    """Confirm all that wait, as they were at a moment; at most `CONFIRM_AT_MOST` at once. Raises StepRefused."""
    submission = fresh(submission)
    refuse_unless(submission, Step.CONFIRM)
    ids = waiting_ids(submission, place_of(submission), limit=CONFIRM_AT_MOST)
    seen: dict[int, int] = {}
    changed: list[str] = []
    for at in range(0, len(ids), IDS_A_QUERY):
        for pk, version, changed_at, slug in Activity.objects.filter(pk__in=ids[at : at + IDS_A_QUERY]).values_list(
            "pk", "version", "changed_at", "slug"
        ):
            if changed_at <= as_of:
                seen[pk] = version
            else:
                changed.append(slug)
    said = _confirm(submission, seen, organisation_id, by, now)
    return Said(said.count, [*changed, *said.changed])


def _confirm(
    submission: Submission, seen: dict[int, int], organisation_id: int | None, by: Actor, now: datetime
) -> Said:
    place = place_of(submission)
    belongs = belonging_of({submission.pk: place}, list(seen))[submission.pk]
    wanted = sorted(belongs - _said(submission, list(seen)))
    new, changed = [], []
    for at in range(0, len(wanted), IDS_A_QUERY):
        for pk, version, slug in Activity.objects.filter(pk__in=wanted[at : at + IDS_A_QUERY]).values_list(
            "pk", "version", "slug"
        ):
            if version == seen[pk]:
                new.append(pk)
            else:
                changed.append(slug)
    Confirmed.objects.bulk_create(
        [
            Confirmed(
                submission=submission,
                activity_id=pk,
                version=seen[pk],
                at=now,
                by_user_id=by.user_id,
                by_label=by.label,
            )
            for pk in sorted(new)
        ],
        500,
    )
    for at in range(0, len(new), IDS_A_QUERY):
        confirm_unchanged(
            partnership=submission.round.partnership,
            activity_ids=new[at : at + IDS_A_QUERY],
            year=submission.round.year,
            organisation_id=organisation_id,
            by=by,
            now=now,
        )
    _go_on_from(submission, place)
    return Said(len(new), changed)


def _said(submission: Submission, ids: Sequence[int]) -> set[int]:
    """Which of some activities were confirmed before, and still are."""
    valid = Confirmed.objects.filter(submission=submission, lapsed_at=None)
    return {
        pk
        for at in range(0, len(ids), IDS_A_QUERY)
        for pk in valid.filter(activity_id__in=ids[at : at + IDS_A_QUERY]).values_list("activity_id", flat=True)
    }


def _go_on_from(submission: Submission, place: Place) -> None:
    """Remember how far all is confirmed, so that the next look at the list starts there."""
    waiting = waiting_ids(submission, place, limit=1)
    if waiting:
        reached = waiting[0] - 1
    else:
        confirmed = Confirmed.objects.filter(submission=submission, lapsed_at=None)
        reached = confirmed.aggregate(most=Max("activity_id"))["most"] or 0
    if reached > submission.confirmed_to:
        Submission.objects.filter(pk=submission.pk).update(confirmed_to=reached)


@transaction.atomic
def explain(
    *, submission: Submission, subject: str, before: Decimal, value: Decimal, text: str, by: Actor, now: datetime
) -> None:
    """Say why a number is far from the year before. It holds for these two numbers. Raises StepRefused."""
    submission = fresh(submission)
    refuse_unless(submission, Step.WORK)
    if not text.strip():
        raise StepRefused(Refusal.REASON_MISSING)
    Explanation.objects.create(
        submission=submission,
        subject=subject,
        before=before,
        value=value,
        text=text.strip(),
        at=now,
        by_user_id=by.user_id,
        by_label=by.label,
    )


@transaction.atomic
def give_value(
    *, submission: Submission, asked: AskedValue, draft: ReportedDraft | None, by: Actor, now: datetime
) -> None:
    """Give the number that was asked for, with its source; or, without one, let what is reported already stand.

    Raises StepRefused; when there is nothing that could stand, because a reason for that is missing.
    """
    if draft is not None:
        lock(submission.round.partnership)
    submission = fresh(submission)
    refuse_unless(submission, Step.WORK)
    if draft is not None:
        report_values(
            partnership=submission.round.partnership, values=[draft], judgements=[], assessments=[], by=by, now=now
        )
    answer = newest_value(asked.indicator_id, submission.round.year)
    if answer is None:
        raise StepRefused(Refusal.REASON_MISSING)
    AskedValue.objects.filter(pk=asked.pk, submission=submission).update(
        answer=answer, answered_at=now, answered_by=by.label
    )


def newest_value(indicator_id: int, year: int) -> ReportedValue | None:
    """The number that holds for a year. One query."""
    return ReportedValue.objects.filter(indicator=indicator_id, year=year).order_by("-recorded_at", "-pk").first()


@transaction.atomic
def say_nothing(*, submission: Submission, by: Actor, now: datetime) -> None:
    """Say that there is nothing to report. Raises StepRefused where there is something that must be confirmed instead."""
    submission = fresh(submission)
    refuse_unless(submission, Step.WORK)
    if belonging(place_of(submission)).exists() or submission.asked.exists():
        raise StepRefused(Refusal.INCOMPLETE)
    submission.nothing_at, submission.nothing_by = now, by.label
    submission.save(update_fields=["nothing_at", "nothing_by"])
    event_of(submission.round, "nothing", submission=submission, by=by, now=now)
