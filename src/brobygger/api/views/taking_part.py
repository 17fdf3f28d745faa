"""What a member does with an activity that leaves its content as it is: join it, confirm it, follow it."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from brobygger.api.rules.faults import Fault, Refusal
from brobygger.api.rules.tokens import ApiScope
from brobygger.api.schemas.activities import Confirmed, Joined, JoinIn
from brobygger.api.schemas.discussion import FollowingOut
from brobygger.api.schemas.values import Slug
from brobygger.api.views.activities import ONE, entry_of
from brobygger.api.views.door import Request, actor_of, answer, reading, writing
from brobygger.discussion.actions.reading import follow as follow_activity
from brobygger.discussion.queries.following import following
from brobygger.discussion.queries.readers import reader_of
from brobygger.portfolio.actions.confirm import confirm_unchanged
from brobygger.portfolio.actions.register import Registrar, join
from brobygger.portfolio.models import Activity
from brobygger.portfolio.permissions import may_write
from brobygger.portfolio.rules.kinds import Standing, Via

router = Router(tags=["Taking part"])
FOLLOWING = f"{ONE}/following"


@router.post(f"{ONE}/registrations", **writing({200: Joined}, may=may_write, takes_key=True, conflicts=True))
def join_activity(request: Request, partnership: Slug, slug: Slug, joining: JoinIn) -> HttpResponse:
    """Register what is registered already: join the entry, under the title one would have given it."""
    scope = request.scope
    is_new = join(
        partnership=scope.partnership,
        activity=_registered(request, slug),
        title=joining.title,
        registrar=Registrar(scope.membership.organisation_id, Via.API),
        by=actor_of(request),
        now=timezone.now(),
    )
    return answer({"is_new": is_new})


@router.post(f"{ONE}/confirmations", **writing({200: Confirmed}, may=may_write, takes_key=True, conflicts=True))
def confirm_activity(request: Request, partnership: Slug, slug: Slug) -> HttpResponse:
    """Say that nothing has changed this year."""
    scope, year = request.scope, timezone.localdate().year
    new = confirm_unchanged(
        partnership=scope.partnership,
        activity_ids=[_registered(request, slug).pk],
        year=year,
        organisation_id=scope.membership.organisation_id,
        by=actor_of(request),
        now=timezone.now(),
    )
    return answer({"year": year, "is_new": bool(new)})


@router.get(FOLLOWING, **reading({200: FollowingOut}))
def read_following(request: Request, partnership: Slug, slug: Slug) -> HttpResponse:
    """Whether one follows the activity."""
    return _following(request, entry_of(request, slug))


# What one follows concerns nobody else, so every member may choose it, with any token that reads.
@router.put(FOLLOWING, **writing({200: FollowingOut}, may=None, need=ApiScope.READ))
def follow(request: Request, partnership: Slug, slug: Slug) -> HttpResponse:
    """Follow the activity."""
    return _follow(request, slug, wanted=True)


@router.delete(FOLLOWING, **writing({200: FollowingOut}, may=None, need=ApiScope.READ))
def unfollow(request: Request, partnership: Slug, slug: Slug) -> HttpResponse:
    """Stop following the activity."""
    return _follow(request, slug, wanted=False)


def _follow(request: Request, slug: str, *, wanted: bool) -> HttpResponse:
    activity = entry_of(request, slug)
    follow_activity(membership=request.scope.membership, activity=activity, wanted=wanted, now=timezone.now())
    return _following(request, activity)


def _following(request: Request, activity: Activity) -> HttpResponse:
    found = following(reader_of(request.scope.membership), activity)
    return answer({"is_following": found.is_following, "chosen": found.chosen})


def _registered(request: Request, slug: str) -> Activity:
    activity = entry_of(request, slug)
    if activity.standing != Standing.REGISTERED:
        raise Refusal(Fault.CONFLICT, "It is merged or in the wastebasket.")
    return activity
