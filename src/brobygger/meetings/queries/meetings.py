"""Meetings with their cases."""

from __future__ import annotations

from datetime import date

from django.db.models import Prefetch, Q

from brobygger.meetings.models import CaseFollowUp, CaseItem, CaseOutcome, Meeting
from brobygger.meetings.rules.kinds import MeetingState
from brobygger.partnerships.models import Partnership
from brobygger.rounds.models import ReportingRound
from brobygger.rounds.rules.kinds import RoundState

AT_MOST = 200


def meetings_of(
    partnership: Partnership, *, before: tuple[date, int] | None = None, at_most: int = AT_MOST
) -> list[Meeting]:
    """The meetings of a partnership, the newest first; those after a place (day and key) in that order. Two queries."""
    found = Meeting.objects.filter(partnership=partnership).defer("shown").prefetch_related("cases")
    if before:
        day, pk = before
        found = found.filter(Q(date__lt=day) | Q(date=day, pk__lt=pk))
    return list(found.order_by("-date", "-pk")[:at_most])


def meeting_called(partnership: Partnership, slug: str) -> Meeting | None:
    """One meeting with its cases and what was said of them, the newest last. Four queries."""
    found = Meeting.objects.filter(partnership=partnership, slug=slug).prefetch_related(_with_cases()).first()
    if found is not None:
        found.partnership = partnership
    return found


def held_before(meeting: Meeting) -> Meeting | None:
    """The meeting that was held last before this one, with its cases. Four queries at most."""
    found = Meeting.objects.filter(
        partnership_id=meeting.partnership_id, state=MeetingState.HELD.value, date__lte=meeting.date
    )
    found = found.exclude(pk=meeting.pk).defer("shown").prefetch_related(_with_cases())
    return found.order_by("-date", "-pk").first()


def case_numbered(meeting: Meeting, number: int) -> CaseItem | None:
    """One case of a meeting that was read with its cases. No query."""
    return next((each for each in meeting.cases.all() if each.number == number), None)


def outcome_of(case: CaseItem) -> CaseOutcome | None:
    """What holds of a case that was read with what was said of it. No query."""
    return next(iter(reversed(list(case.outcomes.all()))), None)


def follow_up_of(case: CaseItem) -> CaseFollowUp | None:
    """What was said last of what became of it. No query."""
    return next(iter(reversed(list(case.follow_ups.all()))), None)


def years_of(partnership: Partnership) -> list[int]:
    """The years of the agreements, the newest first: what a meeting or a case can be about. One query."""
    years = {
        year
        for first, last in partnership.periods.values_list("first_year", "last_year")
        for year in range(first, last + 1)
    }
    return sorted(years, reverse=True)


def round_states(partnership: Partnership) -> dict[int, str]:
    """The years there is or was a round for, each with how it stands; a called off one only where it is alone. One query."""
    found = ReportingRound.objects.filter(partnership=partnership).order_by("pk").values_list("year", "state")
    is_off = RoundState.CANCELLED.value
    return dict(sorted(found, key=lambda each: each[1] != is_off))


def _with_cases() -> Prefetch:  # type: ignore[type-arg]
    outcomes = CaseOutcome.objects.select_related("decision").order_by("pk")
    return Prefetch(
        "cases",
        CaseItem.objects.order_by("number").prefetch_related(
            Prefetch("outcomes", outcomes), Prefetch("follow_ups", CaseFollowUp.objects.order_by("pk"))
        ),
    )
