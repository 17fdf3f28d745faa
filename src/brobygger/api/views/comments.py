"""The discussion of an activity."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone
from ninja import Router

from brobygger.api.presenters.discussion import comment_as_json
from brobygger.api.rules.faults import Fault, Refusal
from brobygger.api.rules.tokens import ApiScope
from brobygger.api.schemas.discussion import CommentIn, CommentList, CommentOut, WordingIn
from brobygger.api.schemas.values import Number, Slug
from brobygger.api.views.activities import ONE, entry_of
from brobygger.api.views.door import Request, actor_of, answer, reading, writing
from brobygger.api.views.problems import EMPTY_COMMENT
from brobygger.discussion.actions.comments import (
    delete_comment,
    hide_comment,
    reword_comment,
    show_comment,
    write_comment,
)
from brobygger.discussion.models import Comment
from brobygger.discussion.permissions import may_comment, may_hide, may_reword
from brobygger.discussion.queries.thread import comment_of, comments_on
from brobygger.discussion.rules.text import tidy
from brobygger.portfolio.models import Activity

router = Router(tags=["Comments"])
ON_ACTIVITY = f"{ONE}/comments"
COMMENT = "/comments/{int:number}"


@router.get(ON_ACTIVITY, **reading({200: CommentList}))
def list_comments(request: Request, partnership: Slug, slug: Slug) -> HttpResponse:
    """The comments on an activity, in the order they were written."""
    return answer({"items": [comment_as_json(comment) for comment in comments_on(entry_of(request, slug))]})


@router.post(ON_ACTIVITY, **writing({201: CommentOut}, may=may_comment, takes_key=True))
def add_comment(request: Request, partnership: Slug, slug: Slug, comment: CommentIn) -> HttpResponse:
    """Write a comment."""
    return _write(request, entry_of(request, slug), comment, None)


@router.post(f"{COMMENT}/answers", **writing({201: CommentOut}, may=may_comment, takes_key=True))
def answer_comment(request: Request, partnership: Slug, number: Number, comment: CommentIn) -> HttpResponse:
    """Answer a comment. An answer to an answer goes to what that one answers."""
    asked = _comment(request, number)
    return _write(request, asked.activity, comment, asked)


@router.put(COMMENT, **writing({200: CommentOut}, may=may_comment))
def reword(request: Request, partnership: Slug, number: Number, wording: WordingIn) -> HttpResponse:
    """Change what one has written oneself. What it said before is kept."""
    comment = _own(request, number)
    reword_comment(
        partnership=request.scope.partnership,
        comment=comment,
        text=_text(wording.text),
        addressed=(),
        by=actor_of(request),
        now=timezone.now(),
    )
    return answer(comment_as_json(_comment(request, number)))


@router.delete(COMMENT, **writing({204: None}, may=may_comment))
def delete(request: Request, partnership: Slug, number: Number) -> HttpResponse:
    """Erase what one has written oneself. That there was something stays, and the answers to it."""
    comment = _own(request, number)
    delete_comment(partnership=request.scope.partnership, comment=comment, by=actor_of(request), now=timezone.now())
    return answer(None)


@router.post(f"{COMMENT}/hide", **writing({200: CommentOut}, may=may_hide, need=ApiScope.COORDINATE, takes_key=True))
def hide(request: Request, partnership: Slug, number: Number) -> HttpResponse:
    """Show a comment to nobody."""
    comment = _comment(request, number)
    hide_comment(partnership=request.scope.partnership, comment=comment, by=actor_of(request), now=timezone.now())
    return answer(comment_as_json(_comment(request, number)))


@router.post(f"{COMMENT}/show", **writing({200: CommentOut}, may=may_hide, need=ApiScope.COORDINATE, takes_key=True))
def show(request: Request, partnership: Slug, number: Number) -> HttpResponse:
    """Show a hidden comment again."""
    comment = _comment(request, number)
    show_comment(partnership=request.scope.partnership, comment=comment, by=actor_of(request), now=timezone.now())
    return answer(comment_as_json(_comment(request, number)))


def _write(request: Request, activity: Activity, comment: CommentIn, answer_to: Comment | None) -> HttpResponse:
    written = write_comment(
        partnership=request.scope.partnership,
        activity=activity,
        text=_text(comment.text),
        addressed=comment.addressed,
        answer_to=answer_to,
        by=actor_of(request),
        now=timezone.now(),
    )
    return answer(comment_as_json(written), status=201)


def _text(text: str) -> str:
    tidied = tidy(text)
    if not tidied:
        raise Refusal(Fault.INVALID, errors=[EMPTY_COMMENT])
    return tidied


def _comment(request: Request, number: int) -> Comment:
    comment = comment_of(request.scope.partnership, number)
    if comment is None:
        raise Refusal(Fault.NOT_FOUND)
    return comment


def _own(request: Request, number: int) -> Comment:
    comment = _comment(request, number)
    if not may_reword(request.scope, comment):
        raise Refusal(Fault.NOT_ALLOWED, "Only who wrote it may, while it is shown.")
    return comment
