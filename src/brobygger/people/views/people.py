"""People: the list, one of them, and what coordinators do for them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from brobygger.accounts.models import User
from brobygger.designsystem.rules.sent import number_in
from brobygger.organisations.queries import party_names
from brobygger.people.actions.erase import StandsInTheWay, erase_person
from brobygger.people.actions.people import correct_person, keep_longer
from brobygger.people.decorators import those_who_look_after
from brobygger.people.forms import EraseForm, ExtendForm, PersonForm
from brobygger.people.models import Person
from brobygger.people.permissions import may_correct, may_reach, may_see_all
from brobygger.people.presenters.copies import XLSX, copy_json, copy_xlsx, file_name
from brobygger.people.presenters.person import (
    address_of,
    day,
    held_groups,
    obstacle_rows,
    person_page,
    rows,
)
from brobygger.people.queries.held import copies_of, how_much, human_of_person
from brobygger.people.queries.people import (
    DUE_AT_MOST,
    contacts_of,
    due,
    hand_overs_of,
    obstacles_of,
    people_page,
    person_of,
)
from brobygger.people.rules.retention import DAYS_AHEAD, kept_until


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Those the partnership is in touch with, by name."""
    text = request.GET.get("q", "")[:100].replace("\x00", "").strip()
    page = people_page(request.scope.partnership, text, number_in(request.GET.get("side"), 1))
    context = {
        "page": page,
        "rows": rows(request.scope, page.object_list),
        "text": text,
        "may_reach": may_reach(request.scope),
    }
    return render(request, "people/people.html", context)


@require_safe
def person(request: HttpRequest, number: int) -> HttpResponse:
    """One of them."""
    found = _person(request, number)
    scope = request.scope
    handed = hand_overs_of(found) if may_see_all(scope, found) else []
    context = {
        "person": person_page(scope, found, contacts_of(found), handed),
        "extend": ExtendForm(today=timezone.localdate(), initial={"until": kept_until(timezone.localdate())}),
    }
    return render(request, "people/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Correct how somebody is reached."""
    found = _person(request, number)
    if not may_correct(request.scope, found):
        raise PermissionDenied
    if found.user_id is not None:
        return redirect("people:me", partnership=request.scope.partnership.slug)
    names = party_names(request.scope.partnership.directory_id)
    form = PersonForm(
        request.POST if request.method == "POST" else None, names=names, initial=PersonForm.initial_of(found)
    )
    if request.method == "POST" and form.is_valid():
        changed = correct_person(person=found, details=form.details(), by=_user(request).as_actor, now=timezone.now())
        messages.success(request, _("Opplysningene er rettet.") if changed else _("Ingenting var endret."))
        return redirect(address_of(request.scope, found))
    context = {"form": form, "person": found, "back": address_of(request.scope, found)}
    return render(request, "people/edit.html", context, status=422 if form.errors else 200)


@never_cache
@those_who_look_after
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, number: int) -> HttpResponse:
    """Erase everything about somebody, after asking."""
    found = _person(request, number)
    if found.is_erased:
        raise Http404
    human = human_of_person(found)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            erase_person(person=found, by=_user(request).as_actor, now=timezone.now())
        except StandsInTheWay:
            messages.error(request, _("Noe står i veien. Ingenting er slettet."))
        else:
            messages.success(request, _("Alt om personen er slettet."))
            return redirect("people:people", partnership=request.scope.partnership.slug)
    context = {
        "form": form,
        "person": found,
        "groups": held_groups(how_much(human)),
        "obstacles": obstacle_rows(request.scope, found, obstacles_of(request.scope.partnership, found, human.user)),
        "back": address_of(request.scope, found),
        "is_whole": human.is_whole or human.user is None,
    }
    return render(request, "people/erase.html", context, status=422 if form.errors else 200)


@those_who_look_after
@require_POST
def extend(request: HttpRequest, number: int) -> HttpResponse:
    """Keep somebody longer, and say why."""
    found = _person(request, number)
    form = ExtendForm(request.POST, today=timezone.localdate())
    if found.is_erased:
        raise Http404
    if not form.is_valid():
        page = person_page(request.scope, found, contacts_of(found), hand_overs_of(found))
        return render(request, "people/person.html", {"person": page, "extend": form}, status=422)
    data = form.cleaned_data
    keep_longer(
        person=found, until=data["until"], because=data["because"], by=_user(request).as_actor, now=timezone.now()
    )
    messages.success(request, _("Opplysningene beholdes til %(date)s.") % {"date": day(data["until"])})
    return redirect(address_of(request.scope, found))


@those_who_look_after
@require_safe
def due_soon(request: HttpRequest) -> HttpResponse:
    """Those who will be forgotten within a month."""
    until = timezone.localdate() + timedelta(days=DAYS_AHEAD)
    found = list(due(request.scope.partnership, until)[: DUE_AT_MOST + 1])
    shown = [
        {"name": each.name, "url": address_of(request.scope, each), "when": day(each.keep_until)}
        for each in found[:DUE_AT_MOST]
    ]
    return render(request, "people/due.html", {"rows": shown, "more": len(found) > DUE_AT_MOST})


@never_cache
@require_safe
def take_json(request: HttpRequest, number: int) -> HttpResponse:
    """Everything about somebody, for programs."""
    return _copy(request, _seen_whole(request, number), answer_json)


@never_cache
@require_safe
def take_xlsx(request: HttpRequest, number: int) -> HttpResponse:
    """Everything about somebody, as a workbook."""
    return _copy(request, _seen_whole(request, number), answer_xlsx)


def answer_json(copies: Any) -> HttpResponse:
    """A copy as a file of JSON."""
    response = HttpResponse(copy_json(copies), content_type="application/json")
    name = file_name(timezone.localdate(), "json")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def answer_xlsx(copies: Any) -> HttpResponse:
    """A copy as a workbook."""
    name = file_name(timezone.localdate(), "xlsx")
    return cast(HttpResponse, FileResponse(copy_xlsx(copies), as_attachment=True, filename=name, content_type=XLSX))


def _copy(request: HttpRequest, found: Person, answer: Callable[[Any], HttpResponse]) -> HttpResponse:
    return answer(copies_of(human_of_person(found)))


def _seen_whole(request: HttpRequest, number: int) -> Person:
    found = _person(request, number)
    if not may_see_all(request.scope, found):
        raise PermissionDenied
    return found


def _person(request: HttpRequest, number: int) -> Person:
    found = person_of(request.scope.partnership, number)
    if found is None:
        raise Http404
    return found


def _user(request: HttpRequest) -> User:
    """Who is signed in; nobody else comes this far (LoginRequiredMiddleware)."""
    return cast(User, request.user)
