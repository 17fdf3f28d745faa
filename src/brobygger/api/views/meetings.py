"""Meetings of the steering group: planned, held, what they are shown, and their paper."""

from __future__ import annotations

from datetime import date
from functools import partial

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import override
from ninja import Query, Router

from brobygger.api.presenters.indicators import figures_as_json, indicators_as_json
from brobygger.api.presenters.meetings import (
    MEETING,
    meeting_as_json,
    meeting_row,
    sheet_as_json,
    tag_of_meeting,
    version_in,
)
from brobygger.api.rules.faults import Fault, FieldFault, Refusal
from brobygger.api.rules.tokens import ApiScope
from brobygger.api.schemas.meetings import MeetingIn, MeetingList, MeetingOut, MeetingSheet
from brobygger.api.schemas.questions import PageQuestion
from brobygger.api.schemas.values import Slug
from brobygger.api.views.door import Request, actor_of, answer, mark_read, not_modified, reading, writing
from brobygger.api.views.paging import page, place_in
from brobygger.meetings.actions.paper import write_meeting_paper
from brobygger.meetings.actions.planning import (
    MeetingDraft,
    change_meeting,
    hold_meeting,
    plan_meeting,
    remove_meeting,
    reopen_meeting,
)
from brobygger.meetings.models import Meeting
from brobygger.meetings.permissions import may_prepare
from brobygger.meetings.presenters.paper import meeting_paper
from brobygger.meetings.queries.meetings import meeting_called, meetings_of, years_of
from brobygger.meetings.queries.sheet import shown_in
from brobygger.reports.views import language_of, pdf_response

router = Router(tags=["Meetings"])
ALL = "/meetings"
ONE = f"{ALL}/{{slug:slug}}"
preparing = partial(writing, may=may_prepare, need=ApiScope.COORDINATE)


@router.get(ALL, **reading({200: MeetingList}))
def list_meetings(request: Request, partnership: Slug, question: Query[PageQuestion]) -> HttpResponse:
    """The meetings there are and have been, the newest first."""
    place = place_in(request, question.cursor)
    before = (date.fromisoformat(place[0]), int(place[1])) if place else None
    found = meetings_of(request.scope.partnership, before=before, at_most=question.limit + 1)
    listed = found[: question.limit]
    following = [listed[-1].date.isoformat(), listed[-1].pk] if len(found) > len(listed) else None
    return page(request, [meeting_row(each) for each in listed], following)


@router.post(ALL, **preparing({201: MeetingOut}, takes_key=True))
def plan(request: Request, partnership: Slug, said: MeetingIn) -> HttpResponse:
    """Plan a meeting. Its id is the day, with a number where there are two on one day."""
    made = plan_meeting(
        partnership=request.scope.partnership, draft=_draft(request, said), by=actor_of(request), now=timezone.now()
    )
    return meeting_answer(request, made.slug, status=201, location=f"{request.path}/{made.slug}")


@router.get(ONE, **reading({200: MeetingOut, 304: None}))
def read_meeting(request: Request, partnership: Slug, slug: Slug) -> HttpResponse:
    """A meeting: its cases, what was decided, and what has become of it."""
    found = the_meeting(request, slug)
    return not_modified(request, tag_of_meeting(found)) or _told(found)


@router.put(ONE, **preparing({200: MeetingOut}, takes_version=True))
def change(request: Request, partnership: Slug, slug: Slug, said: MeetingIn) -> HttpResponse:
    """Another day, place, title or year, while it is not held; the id stays. What is left out becomes empty."""
    meeting = the_meeting(request, slug)
    change_meeting(
        meeting=meeting,
        seen=version_seen(request, meeting),
        draft=_draft(request, said),
        by=actor_of(request),
        now=timezone.now(),
    )
    return meeting_answer(request, slug)


@router.delete(ONE, **preparing({204: None}, takes_version=True))
def remove(request: Request, partnership: Slug, slug: Slug) -> HttpResponse:
    """Take it off the list with its cases, while it is planned. It cannot be brought back."""
    meeting = the_meeting(request, slug)
    remove_meeting(
        meeting=meeting, seen=version_seen(request, meeting), by=actor_of(request), now=timezone.now()
    )  # fmt: skip
    return answer(None)


@router.post(f"{ONE}/hold", **preparing({200: MeetingOut}, takes_version=True, takes_key=True))
def hold(request: Request, partnership: Slug, slug: Slug) -> HttpResponse:
    """Say that it was held, and keep what it was shown: from now on its sheet and paper stay as they are."""
    meeting = the_meeting(request, slug)
    hold_meeting(
        meeting=meeting, seen=version_seen(request, meeting), by=actor_of(request), now=timezone.now()
    )  # fmt: skip
    return meeting_answer(request, slug)


@router.post(f"{ONE}/reopen", **preparing({200: MeetingOut}, takes_version=True, takes_key=True))
def reopen(request: Request, partnership: Slug, slug: Slug) -> HttpResponse:
    """Say that it was not held after all, while nothing is decided in it. What was kept is let go."""
    meeting = the_meeting(request, slug)
    reopen_meeting(
        meeting=meeting, seen=version_seen(request, meeting), by=actor_of(request), now=timezone.now()
    )  # fmt: skip
    return meeting_answer(request, slug)


@router.get(f"{ONE}/sheet", **reading({200: MeetingSheet}))
def read_sheet(request: Request, partnership: Slug, slug: Slug) -> HttpResponse:
    """What it is shown: the year, the doubts that wait, the decisions of the meeting before, and every indicator."""
    here, today = request.scope.partnership, timezone.localdate()
    shown = shown_in(the_meeting(request, slug), today=today)
    if shown.figures is None:
        indicators = []
    elif shown.is_kept:
        indicators = figures_as_json(shown.figures)
    else:
        indicators = indicators_as_json(shown.figures, data_version=here.data_version, year=today.year)
    return answer(sheet_as_json(here, shown, indicators))


@router.get(f"{ONE}/paper", **reading({200: str}))
def read_paper(request: Request, partnership: Slug, slug: Slug) -> HttpResponse:
    """The same laid out for print, as PDF/UA in the language of Accept-Language."""
    meeting, language = the_meeting(request, slug), language_of(request)
    with override(language):
        content = write_meeting_paper(meeting_paper(meeting, shown_in(meeting, today=timezone.localdate())))
    return pdf_response(content, f"mote-{request.scope.partnership.slug}-{slug}-{language}.pdf", language)


def the_meeting(request: Request, slug: str) -> Meeting:
    """The meeting of an address with its cases, or 404."""
    found = meeting_called(request.scope.partnership, slug)
    if found is None:
        raise Refusal(Fault.NOT_FOUND)
    return found


def version_seen(request: Request, meeting: Meeting) -> int:
    """The version of a meeting the writer has read, which If-Match says. Raises Refusal without one."""
    return version_in(mark_read(request, MEETING, meeting.pk))


def meeting_answer(request: Request, slug: str, *, status: int = 200, location: str = "") -> HttpResponse:
    """A meeting as it is after something was done to it."""
    return _told(
        the_meeting(request, slug), status, {"Location": request.build_absolute_uri(location)} if location else {}
    )


def year_faults(request: Request, year: int | None) -> list[FieldFault]:
    """What is wrong with a year that something is to be about."""
    if year is None or year in years_of(request.scope.partnership):
        return []
    return [FieldFault("year", "unknown", "It is not a year of the agreements.")]


def _told(meeting: Meeting, status: int = 200, headers: dict[str, str] | None = None) -> HttpResponse:
    return answer(meeting_as_json(meeting), status=status, headers={"ETag": tag_of_meeting(meeting), **(headers or {})})


def _draft(request: Request, said: MeetingIn) -> MeetingDraft:
    faults = year_faults(request, said.year)
    if faults:
        raise Refusal(Fault.INVALID, errors=faults)
    return MeetingDraft(said.title, said.date, said.place, said.year)
