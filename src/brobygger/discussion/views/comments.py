"""The discussion of an activity. Whoever has no JavaScript comes back to the page of the activity, at the comment."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from brobygger.accounts.decorators import done_at, sent_once
from brobygger.accounts.models import User
from brobygger.discussion.actions.comments import (
    delete_comment,
    hide_comment,
    reword_comment,
    show_comment,
    write_comment,
)
from brobygger.discussion.actions.reading import follow as follow_activity
from brobygger.discussion.decorators import those_who_comment
from brobygger.discussion.forms import CommentForm
from brobygger.discussion.models import Comment
from brobygger.discussion.permissions import may_comment, may_hide, may_reword
from brobygger.discussion.presenters.panel import thread_of
from brobygger.discussion.presenters.thread import Tried, answer_form, edit_form
from brobygger.discussion.queries.thread import comment_of, people_like, people_of
from brobygger.portfolio.models import Activity
from brobygger.portfolio.queries.editing import entry_named


@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def thread(request: HttpRequest, slug: str) -> HttpResponse:
    """The discussion of an activity, on a page of its own; and where comments are sent."""
    activity = _activity(request, slug)
    if request.method != "POST":
        return _page(request, activity)
    if not may_comment(request.scope):
        raise PermissionDenied
    form = CommentForm(request.POST, people=people_of(request.scope.partnership, but=_user(request).pk))
    return _write(request, activity, form, None)


@require_POST
@those_who_comment
@sent_once
def answer(request: HttpRequest, number: int) -> HttpResponse:
    """Answer a comment."""
    comment = _comment(request, number)
    if comment.answer_to_id:
        raise Http404
    return _write(request, comment.activity, answer_form(comment, request.POST), comment)


@require_POST
@those_who_comment
def reword(request: HttpRequest, number: int) -> HttpResponse:
    """Change what one has written."""
    comment = _comment(request, number)
    if not may_reword(request.scope, comment):
        raise PermissionDenied
    form = edit_form(comment, request.POST)
    if not form.is_valid():
        return _page(request, comment.activity, Tried(form, comment.pk), status=422)
    reword_comment(
        partnership=request.scope.partnership,
        comment=comment,
        text=form.cleaned_data["text"],
        addressed=(),
        by=_user(request).as_actor,
        now=timezone.now(),
    )
    return _done(request, comment.activity, comment.pk, _("Kommentaren er endret."))


@require_POST
@those_who_comment
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """Delete what one has written."""
    comment = _comment(request, number)
    if not may_reword(request.scope, comment):
        raise PermissionDenied
    delete_comment(
        partnership=request.scope.partnership, comment=comment, by=_user(request).as_actor, now=timezone.now()
    )
    return _done(request, comment.activity, comment.pk, _("Kommentaren er slettet."))


@require_POST
@those_who_comment
def hide(request: HttpRequest, number: int) -> HttpResponse:
    """Hide what somebody has written, or show it again."""
    comment = _comment(request, number)
    if not may_hide(request.scope):
        raise PermissionDenied
    act = show_comment if request.POST.get("vis") else hide_comment
    act(partnership=request.scope.partnership, comment=comment, by=_user(request).as_actor, now=timezone.now())
    done = _("Kommentaren vises igjen.") if request.POST.get("vis") else _("Kommentaren er skjult.")
    return _done(request, comment.activity, comment.pk, done)


@require_POST
def follow(request: HttpRequest, slug: str) -> HttpResponse:
    """Follow an activity, or stop following it."""
    activity = _activity(request, slug)
    wanted = request.POST.get("folg") == "1"
    follow_activity(membership=request.scope.membership, activity=activity, wanted=wanted, now=timezone.now())
    return _done(request, activity, None, _("Du følger aktiviteten.") if wanted else _("Du følger den ikke lenger."))


@require_safe
@those_who_comment
def people(request: HttpRequest) -> HttpResponse:
    """Those one may be about to address."""
    found = people_of(request.scope.partnership, but=_user(request).pk)
    text = request.GET.get("q", "")[:100]
    return render(request, "discussion/_people.html", {"people": people_like(found, text)})


def _write(request: HttpRequest, activity: Activity, form: CommentForm, answer_to: Comment | None) -> HttpResponse:
    if not form.is_valid():
        tried = Tried(form, answer_to.pk if answer_to else 0, is_answer=bool(answer_to))
        return _page(request, activity, tried, status=422)
    comment = write_comment(
        partnership=request.scope.partnership,
        activity=activity,
        text=form.cleaned_data["text"],
        addressed=form.addressed,
        answer_to=answer_to,
        by=_user(request).as_actor,
        now=timezone.now(),
    )
    return _done(request, activity, comment.pk, _("Kommentaren er lagret."))


def _page(
    request: HttpRequest, activity: Activity, tried: Tried | None = None, *, done: str = "", status: int = 200
) -> HttpResponse:
    template = "discussion/_thread.html" if _wants_part(request) else "discussion/thread.html"
    context = {"activity": activity, "thread": thread_of(request.scope, activity, tried=tried, done=done)}
    return render(request, template, context, status=status)


def _done(request: HttpRequest, activity: Activity, comment_id: int | None, done: str) -> HttpResponse:
    """The discussion anew for htmx; for others back to the page of the activity."""
    if _wants_part(request):
        named = {"partnership": request.scope.partnership.slug, "slug": activity.slug}
        return done_at(_page(request, activity, done=done), reverse("discussion:thread", kwargs=named))
    messages.success(request, done)
    place = f"#kommentar-{comment_id}" if comment_id else "#samtale"
    response = redirect("portfolio:activity", partnership=request.scope.partnership.slug, slug=activity.slug)
    response["Location"] += place
    return response


def _activity(request: HttpRequest, slug: str) -> Activity:
    activity = entry_named(request.scope.partnership, slug)
    if activity is None:
        raise Http404
    return activity


def _comment(request: HttpRequest, number: int) -> Comment:
    comment = comment_of(request.scope.partnership, number)
    if comment is None:
        raise Http404
    return comment


def _user(request: HttpRequest) -> User:
    """Who is signed in; nobody else comes this far (LoginRequiredMiddleware)."""
    return cast(User, request.user)


def _wants_part(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers
