"""Calendar feeds: making and closing one's own, and what a calendar program reads."""

from __future__ import annotations

from typing import cast
from urllib.parse import parse_qs

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from brobygger.accounts.decorators import done_at, sent_once
from brobygger.accounts.models import User
from brobygger.portfolio.actions.lists import TooMany, hash_of, make_feed, note_used, revoke_feed
from brobygger.portfolio.presenters.addresses import Addresses, with_question
from brobygger.portfolio.presenters.feed import calendar_of, feed_row, tag_of
from brobygger.portfolio.presenters.filter_panel import chips, sort_fields
from brobygger.portfolio.queries.choices import choices_of
from brobygger.portfolio.queries.happenings import FEED_AT_MOST, latest_happenings
from brobygger.portfolio.queries.lists import feed_of, feed_of_token, feeds_of
from brobygger.portfolio.rules.filters import Filter
from brobygger.portfolio.rules.pages import QUERY_LENGTH, ListPage


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def feeds(request: HttpRequest) -> HttpResponse:
    """One's own feeds; and where one of the present filter is made. Its address is shown this once."""
    asked = request.POST if request.method == "POST" else request.GET
    wanted = Filter.read(dict(asked.lists())).narrowing
    context = {"address": "", "problem": ""}
    if request.method == "POST":
        query = wanted.query_string()
        if len(query) > QUERY_LENGTH:
            context["problem"] = _("Filteret er for stort til å lagres. Fjern noe av det du har valgt.")
        else:
            try:
                _feed, token = make_feed(
                    membership=request.scope.membership,
                    query=query,
                    language=_language(),
                    by=_user(request).as_actor,
                    now=timezone.now(),
                )
            except TooMany:
                context["problem"] = _("Du har så mange abonnementer som du kan ha. Steng ett først.")
            else:
                context["address"] = request.build_absolute_uri(reverse("calendar_feed:read", kwargs={"token": token}))
    addresses = Addresses(request.scope.partnership.slug)
    choices = choices_of(request.scope.partnership, _language())
    rows = []
    for feed in feeds_of(request.scope):
        url = with_question(addresses.of_page(ListPage.CALENDAR), feed.query)
        labels = [chip.label for chip in chips(_filter_of(feed.query), choices, addresses)]
        rows.append(feed_row(feed, what=labels, url=url))
    more = {
        "rows": rows,
        "chips": chips(wanted, choices, addresses),
        "fields": sort_fields(wanted),
        "at_most": FEED_AT_MOST,
        "back": with_question(addresses.of_page(ListPage.CALENDAR), wanted.query_string()),
    }
    page = render(request, "portfolio/feeds.html", {**context, **more}, status=422 if context["problem"] else 200)
    return done_at(page, request.path, has_secret=True) if context["address"] else page


@require_POST
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """Close one of one's own feeds."""
    feed = feed_of(request.scope, number)
    if feed is None:
        raise Http404
    revoke_feed(feed=feed, by=_user(request).as_actor, now=timezone.now())
    messages.success(request, _("Abonnementet er stengt. Adressen virker ikke lenger."))
    return redirect("portfolio:feeds", partnership=request.scope.partnership.slug)


@login_not_required
@require_safe
def read(request: HttpRequest, token: str) -> HttpResponse:
    """What a calendar program reads. An address nobody has, or whose owner is no longer a member, leads nowhere."""
    feed = feed_of_token(hash_of(token[:200]))
    if feed is None:
        raise Http404
    tag = tag_of(feed, host=request.build_absolute_uri("/"))
    note_used(feed=feed, now=timezone.now())
    if request.headers.get("If-None-Match") == tag:
        unchanged = HttpResponseNotModified()
        unchanged.headers["ETag"] = tag
        return unchanged
    partnership = feed.partnership
    addresses = Addresses(partnership.slug)
    with translation.override(feed.language):
        document = calendar_of(
            latest_happenings(partnership, _filter_of(feed.query)),
            name=partnership.name,
            partnership=partnership.slug,
            address_of=lambda slug: request.build_absolute_uri(addresses.activity(slug)),
        )
    response = HttpResponse(document, content_type="text/calendar; charset=utf-8")
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "private, max-age=900"
    response.headers["Content-Disposition"] = f'inline; filename="{partnership.slug}.ics"'
    # Nobody who is told of the address by a link may see the secret in it.
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _filter_of(query: str) -> Filter:
    return Filter.read(parse_qs(query)).narrowing


def _user(request: HttpRequest) -> User:
    """Who is signed in; nobody else comes this far (LoginRequiredMiddleware)."""
    return cast(User, request.user)


def _language() -> str:
    return (get_language() or "nb")[:2]
