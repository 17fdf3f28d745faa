"""The register seen in other ways than as a list, all with the same filter; and saved views of any of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from brobygger.accounts.decorators import sent_once
from brobygger.accounts.models import User
from brobygger.portfolio.actions.lists import TooMany, ViewNameTaken, change_view, remove_view, save_view
from brobygger.portfolio.forms.lists import ViewForm
from brobygger.portfolio.models import SavedView
from brobygger.portfolio.permissions import may_change_view, may_remove_view
from brobygger.portfolio.presenters.activity_list import pages_of
from brobygger.portfolio.presenters.addresses import Addresses
from brobygger.portfolio.presenters.filter_panel import filter_panel
from brobygger.portfolio.presenters.list_frame import list_frame, page_label, saved_url
from brobygger.portfolio.presenters.ways import board as board_of
from brobygger.portfolio.presenters.ways import calendar_page, map_page, time_line
from brobygger.portfolio.presenters.words import found_in_words
from brobygger.portfolio.queries.board import columns_by_state, counts_by_place
from brobygger.portfolio.queries.choices import choices_of
from brobygger.portfolio.queries.happenings import happenings_in
from brobygger.portfolio.queries.listing import COUNT_AT_MOST, SEARCH_AT_MOST, find
from brobygger.portfolio.queries.lists import saved_view_of, saved_views_of
from brobygger.portfolio.queries.rows import RowReader
from brobygger.portfolio.rules.columns import PARAMETER
from brobygger.portfolio.rules.filters import PARAMETERS, Filter, Sort
from brobygger.portfolio.rules.months import Month
from brobygger.portfolio.rules.pages import QUERY_LENGTH, ListPage

# What is sent along when a view is saved: the filter, and nothing else.
_KEPT = frozenset({*PARAMETERS.values(), "q", "aktiv", "sorter", PARAMETER, "som"})


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """By state: how many, and the first of each."""
    wanted = _filter(request)
    columns = columns_by_state(request.scope.partnership, wanted)
    context = {"columns": board_of(columns, wanted, _addresses(request))}
    return _page(request, ListPage.BOARD, wanted, context)


@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    """Along the years, a page at a time; the latest started first unless one asks for another order."""
    wanted = _filter(request)
    if wanted.sort is Sort.NEWEST and "sorter" not in request.GET:
        wanted = replace(wanted, sort=Sort.START_DESCENDING)
    page = find(request.scope.partnership, wanted)
    rows = RowReader(request.scope.partnership).rows(page.ids, with_funders=False)
    context = {
        "line": time_line(rows, _addresses(request), today=timezone.localdate()),
        "total": found_in_words(
            page.total, is_exact=page.is_exact, at_most=SEARCH_AT_MOST if wanted.text else COUNT_AT_MOST
        ),
        "pages": pages_of(page),
    }
    return _page(request, ListPage.TIMELINE, _filter(request), context)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """What is dated to one month."""
    wanted, today = _filter(request), timezone.localdate()
    month = Month.read(request.GET.get("maaned", ""), today=today)
    found, is_whole = happenings_in(request.scope.partnership, wanted, month)
    page = calendar_page(month, found, is_whole=is_whole, wanted=wanted, addresses=_addresses(request), today=today)
    return _page(request, ListPage.CALENDAR, wanted, {"month": page})


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Where activities happen, on a map and in tables."""
    wanted = _filter(request)
    counts = counts_by_place(request.scope.partnership, wanted)
    return _page(request, ListPage.MAP, wanted, {"map": map_page(counts, wanted, _addresses(request))})


def _page(request: HttpRequest, page: ListPage, wanted: Filter, context: dict[str, Any]) -> HttpResponse:
    choices = choices_of(request.scope.partnership, _language())
    saved = saved_views_of(request.scope)
    frame = list_frame(wanted, page, saved, choices, _addresses(request))
    panel = filter_panel(wanted, choices)
    return render(request, f"portfolio/{page.name.lower()}.html", {**context, "frame": frame, "filter": panel})


@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def views(request: HttpRequest) -> HttpResponse:
    """The saved views one sees; and where the filter one comes from is saved under a name."""
    asked = request.POST if request.method == "POST" else request.GET
    page = ListPage(asked["som"]) if asked.get("som") in set(ListPage) else None
    wanted = replace(Filter.read(dict(asked.lists())), page=1)
    form = ViewForm(request.POST or None)
    if request.method == "POST" and page and form.is_valid():
        query = wanted.query_string()
        if len(query) > QUERY_LENGTH:
            form.add_error(None, _("Filteret er for stort til å lagres. Fjern noe av det du har valgt."))
        else:
            try:
                view = save_view(
                    membership=request.scope.membership,
                    name=form.cleaned_data["name"],
                    page=page,
                    query=query,
                    is_shared=form.cleaned_data["is_shared"],
                    by=_user(request).as_actor,
                    now=timezone.now(),
                )
            except ViewNameTaken:
                form.add_error("name", _("Du har en visning som heter det. Velg et annet navn."))
            except TooMany:
                form.add_error(None, _("Du har så mange visninger som du kan ha. Slett en først."))
            else:
                messages.success(request, _("Visningen «%(name)s» er lagret.") % {"name": view.name})
                return redirect(saved_url(view, _addresses(request)))
    choices = choices_of(request.scope.partnership, _language())
    rows = [_row(request, view) for view in saved_views_of(request.scope)]
    context = {
        "form": form,
        "page": page,
        "page_label": page_label(page) if page else "",
        "frame": list_frame(wanted, page or ListPage.TABLE, [], choices, _addresses(request)),
        "fields": [
            (name, value) for name in asked if name in _KEPT for value in asked.getlist(name) if "\x00" not in value
        ],
        "rows": rows,
    }
    return render(request, "portfolio/views.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def view(request: HttpRequest, number: int) -> HttpResponse:
    """Give a view of one's own another name, share it or stop sharing it."""
    saved = _view(request, number)
    if not may_change_view(request.scope, saved):
        raise PermissionDenied
    form = ViewForm(request.POST or None, initial={"name": saved.name, "is_shared": saved.is_shared})
    if request.method == "POST" and form.is_valid():
        try:
            change_view(
                view=saved,
                name=form.cleaned_data["name"],
                is_shared=form.cleaned_data["is_shared"],
                by=_user(request).as_actor,
                now=timezone.now(),
            )
        except ViewNameTaken:
            form.add_error("name", _("Du har en visning som heter det. Velg et annet navn."))
        else:
            messages.success(request, _("Visningen er endret."))
            return redirect("portfolio:views", partnership=request.scope.partnership.slug)
    return render(request, "portfolio/view.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def delete_view(request: HttpRequest, number: int) -> HttpResponse:
    """Delete a saved view."""
    saved = _view(request, number)
    if not may_remove_view(request.scope, saved):
        raise PermissionDenied
    name = saved.name
    remove_view(view=saved, by=_user(request).as_actor, now=timezone.now())
    messages.success(request, _("Visningen «%(name)s» er slettet.") % {"name": name})
    return redirect("portfolio:views", partnership=request.scope.partnership.slug)


def _row(request: HttpRequest, saved: SavedView) -> dict[str, Any]:
    return {
        "pk": saved.pk,
        "name": saved.name,
        "url": saved_url(saved, _addresses(request)),
        "page": page_label(saved.page),
        "by": saved.made_by if saved.is_shared else "",
        "is_shared": saved.is_shared,
        "may_change": may_change_view(request.scope, saved),
        "may_remove": may_remove_view(request.scope, saved),
    }


def _view(request: HttpRequest, number: int) -> SavedView:
    saved = saved_view_of(request.scope, number)
    if saved is None:
        raise Http404
    return saved


def _addresses(request: HttpRequest) -> Addresses:
    return Addresses(request.scope.partnership.slug)


def _filter(request: HttpRequest) -> Filter:
    return Filter.read(dict(request.GET.lists()))


def _user(request: HttpRequest) -> User:
    """Who is signed in; nobody else comes this far (LoginRequiredMiddleware)."""
    return cast(User, request.user)


def _language() -> str:
    return (get_language() or "nb")[:2]
