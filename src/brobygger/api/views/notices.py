"""What is new to a member, and how they want to be told. It concerns nobody else, so any token that reads will do."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from ninja import Query, Router

from brobygger.api.rules.faults import Fault, FieldFault, Refusal
from brobygger.api.rules.tokens import ApiScope
from brobygger.api.schemas.notices import NoticeList, NoticeQuestion, ReadIn, WishesOut
from brobygger.api.schemas.values import Slug
from brobygger.api.views.door import Request, answer, reading, writing
from brobygger.discussion.actions.reading import Wishes, choose, mark_read
from brobygger.discussion.queries.following import focus_areas_followed, focus_areas_of
from brobygger.discussion.queries.log import latest_event
from brobygger.discussion.queries.news import News, news_for
from brobygger.discussion.queries.readers import reader_of

router = Router(tags=["Notices"])
SETTINGS = "/notice-settings"


@router.get("/notices", **reading({200: NoticeList}))
def list_notices(request: Request, partnership: Slug, question: Query[NoticeQuestion]) -> HttpResponse:
    """What is new since one last said that everything was read, newest first."""
    reader = reader_of(request.scope.membership)
    after = 0 if question.all else reader.seen_event
    found = news_for(reader, after=after, until=latest_event(request.scope.partnership.pk))
    return answer({"items": [_notice(each) for each in found.news], "until": found.until, "more": found.more})


@router.post("/notices/read", **writing({204: None}, may=None, need=ApiScope.READ, takes_key=True))
def read_notices(request: Request, partnership: Slug, read: ReadIn) -> HttpResponse:
    """Everything up to here is read; what came after it is not."""
    mark_read(membership=request.scope.membership, until=read.until)
    return answer(None)


@router.get(SETTINGS, **reading({200: WishesOut}))
def read_settings(request: Request, partnership: Slug) -> HttpResponse:
    """How one is told."""
    return _wishes(request)


@router.put(SETTINGS, **writing({200: WishesOut}, may=None, need=ApiScope.READ))
def write_settings(request: Request, partnership: Slug, wishes: WishesOut) -> HttpResponse:
    """Say how one wants to be told."""
    areas = {area.slug: area.pk for area in focus_areas_of(reader_of(request.scope.membership))}
    unknown = [
        FieldFault(f"focus_areas.{at}", "unknown", f"There is no «{slug}».")
        for at, slug in enumerate(wishes.focus_areas)
        if slug not in areas
    ]
    if unknown:
        raise Refusal(Fault.INVALID, errors=unknown)
    choose(
        membership=request.scope.membership,
        wishes=Wishes(
            in_app=wishes.in_app,
            digest=wishes.digest,
            language=wishes.language,
            follows_own=wishes.follows_own,
            topics=set(wishes.topics),
            focus_area_ids=[areas[slug] for slug in wishes.focus_areas],
        ),
    )
    return _wishes(request)


def _wishes(request: Request) -> HttpResponse:
    reader = reader_of(request.scope.membership)
    followed = set(focus_areas_followed(reader))
    return answer(
        {
            "in_app": reader.in_app,
            "digest": reader.digest,
            "language": reader.language if reader.pk else (get_language() or "nb")[:2],
            "follows_own": reader.follows_own,
            "topics": reader.topics,
            "focus_areas": [area.slug for area in focus_areas_of(reader) if area.pk in followed],
        }
    )


def _notice(news: News) -> dict[str, Any]:
    return {
        "at": news.at,
        "by": news.by,
        "verb": news.verb,
        "activity": news.slug or None,
        "title": news.title,
        "fields": ["focus_areas" if name == "focus_area_ids" else name for name in news.fields],
        "comment": news.comment_id,
        "text": news.text,
    }
