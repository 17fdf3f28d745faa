"""Changing many activities at once: choose, look, do, and undo. For project leads and coordinators."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from brobygger.accounts.decorators import sent_once
from brobygger.accounts.models import User
from brobygger.partnerships.models import Partnership
from brobygger.partnerships.queries import Scope
from brobygger.portfolio.actions.bulk import Done, change_many
from brobygger.portfolio.actions.change import ChangedMeanwhile
from brobygger.portfolio.actions.change_sets import StandsInTheWay, UndoneAlready, undo
from brobygger.portfolio.actions.register import RegistrationRefused
from brobygger.portfolio.decorators import writers_only
from brobygger.portfolio.forms.bulk import BulkForm
from brobygger.portfolio.models import ChangeSet
from brobygger.portfolio.permissions import may_undo
from brobygger.portfolio.presenters.addresses import Addresses
from brobygger.portfolio.presenters.bulk import (
    ChangeSetRow,
    SealBroken,
    change_in_words,
    change_set_row,
    links,
    open_seal,
    preview_page,
)
from brobygger.portfolio.presenters.filter_panel import chips, sort_fields
from brobygger.portfolio.presenters.words import activity_count
from brobygger.portfolio.queries.bulk import ids_matching, ids_of_slugs, preview, titles_of
from brobygger.portfolio.queries.change_sets import (
    CHANGE_SETS_A_PAGE,
    change_set_of,
    change_sets_of,
    titles_by_slug,
)
from brobygger.portfolio.queries.choices import choices_of
from brobygger.portfolio.queries.editing import form_reading
from brobygger.portfolio.rules.bulk import BULK_AT_MOST
from brobygger.portfolio.rules.filters import Filter

_SHOWN = 10


@writers_only
@require_http_methods(["GET", "HEAD", "POST"])
def many(request: HttpRequest) -> HttpResponse:
    """Choose one change for the chosen activities, look at what it would do, and do it.

    Which ones: `valgt` (slugs), or `alle` with the filter in the address. The steps follow each other in one address,
    so that what was chosen is never lost.
    """
    step = request.POST.get("steg", "")
    if step == "gjor":
        return _do(request)
    partnership: Partnership = request.scope.partnership
    asked = request.POST if request.method == "POST" else request.GET
    wanted = replace(Filter.read(dict(asked.lists())), page=1)
    slugs = [slug for slug in asked.getlist("valgt") if "\x00" not in slug]
    is_all = bool(asked.get("alle"))
    ids, is_whole = ids_matching(partnership, wanted) if is_all else (ids_of_slugs(partnership, slugs), True)
    reading = form_reading(partnership, _language())
    written = request.POST if step == "se" else None
    # Whoever comes back to choose something else finds what they wrote.
    initial = {name: request.POST[name] for name in BulkForm.base_fields if name in request.POST}
    form = BulkForm(written, areas=reading.areas, names=reading.names, initial=initial)
    addresses = Addresses(partnership.slug)
    context = {
        "count": activity_count(len(ids)),
        "is_empty": not ids,
        "is_all": is_all,
        "is_whole": is_whole,
        "limit": BULK_AT_MOST,
        "chips": chips(wanted, choices_of(partnership, _language()), addresses),
        "fields": [*sort_fields(wanted), *([("alle", "1")] if is_all else [("valgt", slug) for slug in slugs])],
        "back": addresses.filtered(wanted),
    }
    if step == "se" and ids and form.is_valid():
        change = form.change()
        seen = preview(
            partnership,
            ids,
            change,
            year=timezone.localdate().year,
            organisation_id=request.scope.membership.organisation_id,
        )
        what = change_in_words(change, reading.names, dict(reading.areas))
        page = preview_page(
            seen,
            change,
            what=what,
            addresses=addresses,
            partnership_id=partnership.pk,
            user_id=_user(request).pk,
        )
        return render(request, "portfolio/bulk_preview.html", {**context, "page": page, "written": form.written()})
    shown = links(titles_of(partnership, ids[:_SHOWN]), addresses)
    context |= {"form": form, "first": shown, "more": len(ids) - len(shown)}
    return render(request, "portfolio/bulk.html", context, status=422 if form.errors else 200)


@sent_once
def _do(request: HttpRequest) -> HttpResponse:
    """Do what the preview showed, to the very versions it showed."""
    partnership: Partnership = request.scope.partnership
    back = Addresses(partnership.slug).filtered(replace(Filter.read(dict(request.POST.lists())), page=1))
    reading = form_reading(partnership, _language())
    form = BulkForm(request.POST, areas=reading.areas, names=reading.names)
    try:
        seen = open_seal(request.POST.get("sett", ""), partnership_id=partnership.pk, user_id=_user(request).pk)
    except SealBroken:
        messages.error(request, _("Forhåndsvisningen er for gammel. Ingenting er gjort. Velg på nytt."))
        return redirect(back)
    if not form.is_valid():
        messages.error(request, _("Noe manglet i det du valgte. Ingenting er gjort. Velg på nytt."))
        return redirect(back)
    change = form.change()
    try:
        done = change_many(
            partnership=partnership,
            change=change,
            seen=seen,
            title=change_in_words(change, reading.names, dict(reading.areas)),
            year=timezone.localdate().year,
            organisation_id=request.scope.membership.organisation_id,
            by=_user(request).as_actor,
            now=timezone.now(),
        )
    except ChangedMeanwhile as late:
        return _stopped(request, late.slugs, back)
    except RegistrationRefused as refused:
        return _stopped(request, [slug for slug, _fault, _field in refused.faults], back)
    _tell(request, done)
    return redirect(back)


def _tell(request: HttpRequest, done: Done) -> None:
    told = activity_count(done.count)
    address = reverse("portfolio:change_sets", kwargs={"partnership": request.scope.partnership.slug})
    messages.success(
        request,
        format_html(
            '{} <a class="ds-link" href="{}">{}</a>',
            _("%(what)s: gjort med %(count)s.") % {"what": done.change_set.title, "count": told},
            address,
            _("Se eller angre samlede endringer"),
        ),
    )


def _stopped(request: HttpRequest, slugs: list[str], back: str) -> HttpResponse:
    """Somebody was there first: which ones, and that nothing was written."""
    partnership: Partnership = request.scope.partnership
    rows = links(titles_by_slug(partnership, slugs), Addresses(partnership.slug), to_history=True)
    return render(request, "portfolio/bulk_stopped.html", {"rows": rows, "back": back}, status=409)


@require_safe
def change_sets(request: HttpRequest) -> HttpResponse:
    """What was done to many at once, newest first."""
    partnership: Partnership = request.scope.partnership
    page = Paginator(change_sets_of(partnership), CHANGE_SETS_A_PAGE).get_page(request.GET.get("side"))
    rows = [change_set_row(each, undo_url=_undo_url(request.scope, each)) for each in page]
    return render(request, "portfolio/change_sets.html", {"rows": rows, "page": page})


@writers_only
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def undo_change_set(request: HttpRequest, number: int) -> HttpResponse:
    """Undo one, after asking: one's own; coordinators any."""
    partnership: Partnership = request.scope.partnership
    change_set = change_set_of(partnership, number)
    if change_set is None:
        raise Http404
    if not may_undo(request.scope, change_set):
        raise PermissionDenied
    row = change_set_row(change_set, undo_url=_undo_url(request.scope, change_set))
    if request.method != "POST":
        return render(request, "portfolio/undo.html", {"row": row})
    try:
        count = undo(change_set=change_set, by=_user(request).as_actor, now=timezone.now())
    except UndoneAlready:
        messages.info(request, _("Dette var angret fra før."))
    except StandsInTheWay as stands:
        return _not_undone(request, row, stands.slugs)
    except RegistrationRefused as refused:
        return _not_undone(request, row, [slug for slug, _fault, _field in refused.faults])
    else:
        messages.success(
            request,
            _("Angret: %(what)s (%(count)s).") % {"what": row.title, "count": activity_count(count)},
        )
    return redirect("portfolio:change_sets", partnership=partnership.slug)


def _not_undone(request: HttpRequest, row: ChangeSetRow, slugs: list[str]) -> HttpResponse:
    """What stands in the way, each with a link to what was done to it."""
    partnership: Partnership = request.scope.partnership
    rows = links(titles_by_slug(partnership, slugs), Addresses(partnership.slug), to_history=True)
    context = {"row": row, "in_the_way": rows, "more": max(0, len(set(slugs)) - len(rows))}
    return render(request, "portfolio/undo.html", context, status=409)


def _undo_url(scope: Scope, change_set: ChangeSet) -> str:
    """Where this member undoes an operation; empty when they may not."""
    if not may_undo(scope, change_set):
        return ""
    return reverse("portfolio:undo", kwargs={"partnership": scope.partnership.slug, "number": change_set.pk})


def _user(request: HttpRequest) -> User:
    """Who is signed in; nobody else comes this far (LoginRequiredMiddleware)."""
    return cast(User, request.user)


def _language() -> str:
    return (get_language() or "nb")[:2]
