"""Planning a meeting and its cases, and keeping what was shown when it was held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.meetings.models import CaseItem, CaseOutcome, Meeting
from brobygger.meetings.queries.sheet import shown_in, to_keep
from brobygger.meetings.rules.kinds import MeetingState
from brobygger.partnerships.models import Partnership

MEETING = "meeting"
CASES_AT_MOST = 60


class MeetingRefused(ValueError):
    """It cannot be done; `why` is `changed` (somebody else was there first), `held`, `planned`, `to_come`,
    `decided`, `undecided`, `postponed`, `decision` (it is of another partnership) or `many`.
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class MeetingDraft:
    """A meeting as somebody plans it."""

    title: str
    date: date
    place: str = ""
    year: int | None = None


@dataclass(frozen=True)
class CaseDraft:
    """A case as somebody writes it."""

    title: str
    text: str = ""
    proposal: str = ""
    year: int | None = None
    indicator: str = ""


@transaction.atomic
def plan_meeting(*, partnership: Partnership, draft: MeetingDraft, by: Actor, now: datetime) -> Meeting:
    """A meeting that is to be. Its address is the day, with a number where there are two on one day."""
    # One plans at a time, so that two of one day get two addresses.
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    base = draft.date.isoformat()
    taken = set(
        Meeting.objects.filter(partnership=partnership, slug__startswith=base).values_list("slug", flat=True)
    )  # fmt: skip
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    meeting = Meeting.objects.create(
        partnership=partnership,
        slug=slug,
        title=draft.title,
        date=draft.date,
        place=draft.place,
        year=draft.year,
        planned_at=now,
        planned_by=by.label,
    )
    _record("planned", meeting, by, now)
    return meeting


@transaction.atomic
def change_meeting(*, meeting: Meeting, seen: int, draft: MeetingDraft, by: Actor, now: datetime) -> None:
    """Another day, place, title or year; the address stays. Raises MeetingRefused."""
    taken_up(meeting, seen, MeetingState.PLANNED)
    Meeting.objects.filter(pk=meeting.pk).update(
        title=draft.title, date=draft.date, place=draft.place, year=draft.year
    )  # fmt: skip
    _record("changed", meeting, by, now)


@transaction.atomic
def remove_meeting(*, meeting: Meeting, seen: int, by: Actor, now: datetime) -> None:
    """Take a meeting off the list with its cases, while it is planned: then nothing is decided in it. Raises MeetingRefused."""
    taken_up(meeting, seen, MeetingState.PLANNED)
    cases = meeting.cases.count()
    Meeting.objects.filter(pk=meeting.pk).delete()
    _record("removed", meeting, by, now, title=meeting.title, cases=cases)


@transaction.atomic
def add_case(*, meeting: Meeting, draft: CaseDraft, by: Actor, now: datetime) -> CaseItem:
    """A case more, as the last one. Raises MeetingRefused."""
    present = Meeting.objects.select_for_update().filter(pk=meeting.pk).first()
    if present is None:
        raise MeetingRefused("changed")
    taken_up(meeting, present.version, MeetingState.PLANNED)
    last = meeting.cases.aggregate(last=Max("number"))["last"] or 0
    if meeting.cases.count() >= CASES_AT_MOST:
        raise MeetingRefused("many")
    case = CaseItem.objects.create(
        meeting=meeting, number=last + 1, added_at=now, added_by=by.label, **_columns(draft)
    )  # fmt: skip
    _record("changed", meeting, by, now, case=case.number)
    return case


@transaction.atomic
def change_case(*, case: CaseItem, seen: int, draft: CaseDraft, by: Actor, now: datetime) -> None:
    """Other words for a case, while the meeting is not held. Raises MeetingRefused."""
    taken_up(case.meeting, seen, MeetingState.PLANNED)
    CaseItem.objects.filter(pk=case.pk).update(**_columns(draft))
    _record("changed", case.meeting, by, now, case=case.number)


@transaction.atomic
def remove_case(*, case: CaseItem, seen: int, by: Actor, now: datetime) -> None:
    """Take a case off, while the meeting is not held; the numbers of the others stay. Raises MeetingRefused."""
    taken_up(case.meeting, seen, MeetingState.PLANNED)
    CaseItem.objects.filter(pk=case.pk).delete()
    _record("changed", case.meeting, by, now, case=case.number, title=case.title)


@transaction.atomic
def hold_meeting(*, meeting: Meeting, seen: int, by: Actor, now: datetime) -> None:
    """Say that a meeting was held, and keep what it was shown: from now on its page and paper stay as they are.

    Raises MeetingRefused.
    """
    taken_up(meeting, seen, MeetingState.PLANNED)
    today = timezone.localdate(now)
    if meeting.date > today:
        raise MeetingRefused("to_come")
    shown = to_keep(shown_in(meeting, today=today))
    Meeting.objects.filter(pk=meeting.pk).update(
        state=MeetingState.HELD.value, held_at=now, held_by=by.label, shown=shown
    )  # fmt: skip
    _record("held", meeting, by, now)


@transaction.atomic
def reopen_meeting(*, meeting: Meeting, seen: int, by: Actor, now: datetime) -> None:
    """Say that it was not held after all, while nothing is decided in it. What was kept is let go. Raises MeetingRefused."""
    taken_up(meeting, seen, MeetingState.HELD)
    if CaseOutcome.objects.filter(case__meeting=meeting).exists():
        raise MeetingRefused("decided")
    Meeting.objects.filter(pk=meeting.pk).update(
        state=MeetingState.PLANNED.value, held_at=None, held_by="", shown=None
    )  # fmt: skip
    _record("reopened", meeting, by, now)


def taken_up(meeting: Meeting, seen: int, state: MeetingState) -> None:
    """Take the meeting for this transaction: nobody has done anything to it since it was seen, and it is in this state.

    Raises MeetingRefused.
    """
    own = Meeting.objects.filter(pk=meeting.pk)
    if not own.filter(version=seen).update(version=F("version") + 1):
        raise MeetingRefused("changed")
    if not own.filter(state=state.value).exists():
        raise MeetingRefused("held" if state is MeetingState.PLANNED else "planned")


def _columns(draft: CaseDraft) -> Mapping[str, object]:
    return {
        "title": draft.title,
        "text": draft.text,
        "proposal": draft.proposal,
        "year": draft.year,
        "indicator": draft.indicator,
    }


def _record(verb: str, meeting: Meeting, by: Actor, now: datetime, **data: object) -> None:
    audit.record(
        verb=verb,
        subject_type=MEETING,
        subjects=[(meeting.pk, {"date": meeting.date.isoformat(), **data})],
        by=by,
        now=now,
        partnership_id=meeting.partnership_id,
    )
