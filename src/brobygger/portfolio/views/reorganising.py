"""Where coordinators reorganise organisations and units: choose, write, look, do, and undo."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from brobygger.accounts.decorators import sent_once
from brobygger.accounts.models import User
from brobygger.organisations.actions import BuiltUpon, DirectoryChanged, may_be_undone, undoable
from brobygger.organisations.presenters.reorganising import change_label, done_in_words, refusal_in_words
from brobygger.organisations.queries import party_names, register_of, reorganisation_of
from brobygger.organisations.rules.names import Party
from brobygger.organisations.rules.reorganise import Change, Order, Refused
from brobygger.portfolio.actions.reorganise import Done, reorganise, undo_reorganisation
from brobygger.portfolio.decorators import coordinators_only
from brobygger.portfolio.forms.reorganising import FORMS, ReorganiseForm
from brobygger.portfolio.presenters.reorganising import WAYS, ReorganisePage, preview_page, reorganise_page
from brobygger.portfolio.queries.aliases import party_named
from brobygger.portfolio.queries.reorganising import preview, told_of_reorganisations


@coordinators_only
@require_safe
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """The ways to reorganise, and what was done before."""
    return render(request, "portfolio/reorganise.html", {"page": _page(request, _party(request, slug))})


@coordinators_only
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def write(request: HttpRequest, slug: str, how: str) -> HttpResponse:
    """Write what has happened, look at what it comes to, and do it."""
    party, change = _party(request, slug), WAYS.get(how)
    if change is None or (party.unit_id is None and change is not Change.RENAME):
        raise Http404
    if request.method != "POST":
        return _form_page(request, party, change, _form(request, party, change))
    form = _form(request, party, change, request.POST)
    if not form.is_valid():
        return _form_page(request, party, change, form, status=422)
    try:
        order = form.order()
        if request.POST.get("steg") == "gjor":
            done = _do(request, form, order)
            messages.success(request, done_in_words(done.reorganisation) + ".")
            _say_when_waiting(request, done)
            return redirect("reorganising:choose", partnership=request.scope.partnership.slug, slug=slug)
        if request.POST.get("steg") == "rett":
            return _form_page(request, party, change, form)
        return _look(request, party, change, form, order)
    except Refused as refused:
        form.add_error(None, refusal_in_words(refused))
        return _form_page(request, party, change, form, status=422)
    except DirectoryChanged:
        return _look_again(request, party, change, form)


@coordinators_only
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def undo(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Undo, after having been told what that is."""
    party, partnership = _party(request, slug), request.scope.partnership
    done = reorganisation_of(partnership.directory_id, party, number)
    if done is None:
        raise Http404
    if request.method == "POST":
        try:
            undone = undo_reorganisation(
                partnership=partnership, number=number, by=_user(request).as_actor, now=timezone.now()
            )
        except BuiltUpon:
            messages.error(
                request, _("Det kan ikke angres lenger: noe er gjort med enhetene etterpå. Ingenting er endret.")
            )
        else:
            messages.success(request, _("Angret: %(what)s.") % {"what": done_in_words(done)})
            _say_when_waiting(request, undone)
        return redirect("reorganising:choose", partnership=partnership.slug, slug=slug)
    context = {"page": _page(request, party), "what": done_in_words(done), "may_undo": may_be_undone(done)}
    return render(request, "portfolio/reorganise_undo.html", context)


def _do(request: HttpRequest, form: ReorganiseForm, order: Order) -> Done:
    return reorganise(
        partnership=request.scope.partnership,
        order=order,
        on=form.cleaned_data["date"],
        reason=form.cleaned_data["reason"],
        seen=request.POST.get("sett", ""),
        today=timezone.localdate(),
        by=_user(request).as_actor,
        now=timezone.now(),
    )


def _look(
    request: HttpRequest, party: Party, change: Change, form: ReorganiseForm, order: Order, **more: Any
) -> HttpResponse:
    """What would be done. Raises Refused."""
    seen = preview(request.scope.partnership, order, on=form.cleaned_data["date"], today=timezone.localdate())
    written = [(name, request.POST.get(name, "")) for name in form.fields]
    context = {
        "page": _page(request, party),
        "title": change_label(change),
        "preview": preview_page(seen),
        "written": written,
        "reason": form.cleaned_data["reason"],
        **more,
    }
    return render(request, "portfolio/reorganise_preview.html", context, status=409 if more else 200)


def _look_again(request: HttpRequest, party: Party, change: Change, form: ReorganiseForm) -> HttpResponse:
    """Somebody has written to the directory since it was looked at."""
    try:
        return _look(request, party, change, form, form.order(), has_changed=True)
    except Refused as refused:
        form.add_error(None, refusal_in_words(refused))
        return _form_page(request, party, change, form, status=409)


def _form(request: HttpRequest, party: Party, change: Change, data: Any = None) -> ReorganiseForm:
    directory_id = request.scope.partnership.directory_id
    is_split = change is Change.SPLIT and party.unit_id is not None
    below = register_of(directory_id).open_below(party.unit_id or 0) if is_split else []
    return FORMS[change](data, party=party, names=party_names(directory_id), below=below)


def _form_page(
    request: HttpRequest, party: Party, change: Change, form: ReorganiseForm, *, status: int = 200
) -> HttpResponse:
    context = {"page": _page(request, party), "title": change_label(change), "form": form}
    return render(request, "portfolio/reorganise_form.html", context, status=status)


def _page(request: HttpRequest, party: Party) -> ReorganisePage:
    partnership = request.scope.partnership
    told = told_of_reorganisations(partnership, party)
    may_undo = undoable(each.done for each in told)
    directory = party_names(partnership.directory_id).directory
    return reorganise_page(directory, party, told, partnership=partnership.slug, may_undo=may_undo)


def _say_when_waiting(request: HttpRequest, done: Done) -> None:
    if not done.is_indexed:
        messages.info(
            request,
            _(
                "Så mange aktiviteter gjelder det at lister og søk kjenner endringen først når registeret er indeksert "
                "på nytt. Det gjøres i bakgrunnen."
            ),
        )


def _party(request: HttpRequest, slug: str) -> Party:
    party = party_named(request.scope.partnership, slug)
    if party is None:
        raise Http404
    return party


def _user(request: HttpRequest) -> User:
    """Who is signed in; nobody else comes this far (LoginRequiredMiddleware)."""
    return cast(User, request.user)
