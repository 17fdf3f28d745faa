"""What is new, and how one wants to be told."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from brobygger.accounts.models import User
from brobygger.designsystem.rules.sent import ID_DIGITS, number_in
from brobygger.discussion.actions.reading import choose, mark_read, stop_mail
from brobygger.discussion.forms import WishesForm
from brobygger.discussion.presenters.digest import user_of_token
from brobygger.discussion.presenters.news import news_page
from brobygger.discussion.queries.following import focus_areas_followed, focus_areas_of
from brobygger.discussion.queries.log import latest_event
from brobygger.discussion.queries.news import news_for
from brobygger.discussion.queries.readers import reader_of


@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """What is new since one last said that everything was read; or, when asked, also what was seen before."""
    reader = reader_of(request.scope.membership)
    all_shown = request.GET.get("vis") == "alle"
    after = 0 if all_shown else reader.seen_event
    found = news_for(reader, after=after, until=latest_event(request.scope.partnership.pk))
    return render(request, "discussion/notices.html", {"page": news_page(found, request.scope, all_shown=all_shown)})


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Everything that was on the page is read; what came after it is not."""
    until = number_in(request.POST.get("til"), None, digits=ID_DIGITS)
    if until is not None:
        mark_read(membership=request.scope.membership, until=until)
        messages.success(request, _("Alt er merket som lest."))
    return redirect("discussion:notices", partnership=request.scope.partnership.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: HttpRequest) -> HttpResponse:
    """How one wants to be told."""
    reader = reader_of(request.scope.membership)
    initial = {
        "in_app": reader.in_app,
        "digest": reader.digest,
        "language": reader.language if reader.pk else (get_language() or "nb")[:2],
        "follows_own": reader.follows_own,
        "topics": reader.topics,
        "focus_areas": focus_areas_followed(reader),
    }
    form = WishesForm(request.POST or None, areas=focus_areas_of(reader), initial=initial)
    if request.method == "POST" and form.is_valid():
        choose(membership=request.scope.membership, wishes=form.wishes())
        messages.success(request, _("Valgene er lagret."))
        return redirect("discussion:wishes", partnership=request.scope.partnership.slug)
    context = {"form": form, "address": cast(User, request.user).mail_address}
    return render(request, "discussion/wishes.html", context, status=422 if form.errors else 200)


@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest) -> HttpResponse:
    """Turn mail off from a link in it, without signing in. Asked first, since mail programs open links by themselves.

    A mail program that knows one-click sends the question itself (RFC 8058); it has no token of ours to send along.
    """
    user_id = user_of_token(request.GET.get("t", ""))
    if user_id is not None and request.method == "POST":
        stop_mail(user_id=user_id)
    context = {"known": user_id is not None, "stopped": user_id is not None and request.method == "POST"}
    return render(request, "discussion/stop.html", context, status=200 if user_id is not None else 400)
