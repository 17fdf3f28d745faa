"""What an address leads to, or 404; and whether the member may do it, or 403."""

from __future__ import annotations

from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone

from brobygger.accounts.models import User
from brobygger.audit.rules import Actor
from brobygger.designsystem.rules.sent import number_in
from brobygger.rounds.models import ReportingRound, Submission
from brobygger.rounds.permissions import may_do
from brobygger.rounds.presenters.status import AreaRow, area_rows
from brobygger.rounds.queries.rounds import Leads, leads_of, parties_of, party_of, round_of, submission_in
from brobygger.rounds.queries.standing import series_jumps, standings
from brobygger.rounds.rules.rights import Doing


def the_round(request: HttpRequest, year: int, *, with_approvals: bool = True) -> ReportingRound:
    """The round of a year."""
    found = round_of(request.scope.partnership, year, with_approvals=with_approvals) if year < 10_000 else None
    if found is None:
        raise Http404
    return found


def the_submission(request: HttpRequest, year: int, area: str, *, with_approvals: bool = True) -> Submission:
    """What an area hands in."""
    found = submission_in(the_round(request, year, with_approvals=with_approvals), area)
    if found is None:
        raise Http404
    return found


def area_rows_of(request: HttpRequest, round_: ReportingRound) -> list[AreaRow]:
    """Every area of a round, as the member sees it."""
    partnership, today = request.scope.partnership, timezone.localdate()
    return area_rows(
        round_,
        standings(round_, series_jumps(round_, today)),
        leads_of(partnership),
        parties_of(partnership),
        partnership.slug,
        today,
        party_of(request.scope),
    )


def permitted(request: HttpRequest, doing: Doing, submission: Submission | None = None) -> Leads:
    """Who leads what, once it is clear that the member may do this."""
    leads = leads_of(request.scope.partnership)
    if not may_do(request.scope, doing, leads, submission):
        raise PermissionDenied
    return leads


def party(request: HttpRequest) -> int:
    """The party the member speaks for; those who speak for none may not."""
    own = party_of(request.scope)
    if not own:
        raise PermissionDenied
    return own


def actor(request: HttpRequest) -> Actor:
    """Who is signed in; nobody else comes this far (LoginRequiredMiddleware)."""
    return cast(User, request.user).as_actor


def seen(request: HttpRequest) -> int:
    """The version the page was of, as its form sends it back; 0 for what is none."""
    return number_in(request.POST.get("sett"), 0)
