"""What an address leads to, or 404; who is asking; and what they had seen."""

from __future__ import annotations

from typing import cast

from django.http import Http404, HttpRequest

from brobygger.accounts.models import User
from brobygger.audit.rules import Actor
from brobygger.designsystem.rules.sent import number_in
from brobygger.meetings.models import CaseItem, Meeting
from brobygger.meetings.queries.meetings import case_numbered, meeting_called


def the_meeting(request: HttpRequest, slug: str) -> Meeting:
    """The meeting of an address, with its cases."""
    found = meeting_called(request.scope.partnership, slug)
    if found is None:
        raise Http404
    return found


def the_case(request: HttpRequest, slug: str, number: int) -> CaseItem:
    """The case of an address."""
    meeting = the_meeting(request, slug)
    found = case_numbered(meeting, number)
    if found is None:
        raise Http404
    found.meeting = meeting
    return found


def actor(request: HttpRequest) -> Actor:
    """Who is signed in; nobody else comes this far (LoginRequiredMiddleware)."""
    return cast(User, request.user).as_actor


def seen(request: HttpRequest) -> int:
    """The version the page was of, as its form sends it back; 0 for what is none."""
    return number_in(request.POST.get("sett"), 0)
