"""Where coordinators look at the organisations and units people have named while registering."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from brobygger.accounts.decorators import sent_once
from brobygger.accounts.models import User
from brobygger.organisations.actions import HasUnits, NameTaken
from brobygger.organisations.queries import party_names, proposed_in
from brobygger.organisations.rules.kinds import OrganisationKind, UnitKind
from brobygger.organisations.rules.names import NameShared, NameUnknown, Party
from brobygger.portfolio.actions.proposals import LookedAtMeanwhile, NotTheSame, accept_proposal, same_as
from brobygger.portfolio.decorators import coordinators_only
from brobygger.portfolio.presenters.addresses import Addresses
from brobygger.portfolio.presenters.proposals import proposal_rows
from brobygger.portfolio.queries.proposals import proposals_in

NAME_LENGTH = 300


@coordinators_only
@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """Those nobody has looked at yet."""
    return _page(request)


@coordinators_only
@require_POST
@sent_once
def accept(request: HttpRequest, mark: str, number: int) -> HttpResponse:
    """It is somebody of its own."""
    party = _party(request, mark, number)
    name = " ".join(request.POST.get("navn", "").replace("\x00", "").split())
    kind = request.POST.get("slag", "")
    if not name or len(name) > NAME_LENGTH or not any(letter.isalnum() for letter in name):
        return _page(request, (mark, number, name, _("Skriv et navn på høyst 300 tegn.")))
    if kind not in {each.value for each in (UnitKind if party.unit_id else OrganisationKind)}:
        return _page(request, (mark, number, name, _("Velg hva slags det er.")))
    try:
        accept_proposal(
            partnership=request.scope.partnership,
            party=party,
            name=name,
            kind=kind,
            by=_user(request).as_actor,
            now=timezone.now(),
        )
    except NameTaken:
        return _page(request, (mark, number, name, _("Noen heter det allerede. Er det den samme?")))
    except LookedAtMeanwhile:
        return _meanwhile(request)
    messages.success(request, _("«%(name)s» er tatt inn.") % {"name": name})
    return _back(request)


@coordinators_only
@require_POST
@sent_once
def same(request: HttpRequest, mark: str, number: int) -> HttpResponse:
    """It is somebody who is known."""
    party, partnership = _party(request, mark, number), request.scope.partnership
    text = " ".join(request.POST.get("kjent", "").replace("\x00", "").split())[: 2 * NAME_LENGTH]
    names = party_names(partnership.directory_id)
    try:
        known = names.find(text) if text else None
    except NameUnknown:
        return _page(request, (mark, number, text, _("Vi kjenner ingen som heter «%(name)s».") % {"name": text}))
    except NameShared as shared:
        told = {"name": text, "candidates": "; ".join(shared.candidates)}
        problem = _("Flere heter «%(name)s». Skriv hvilken: %(candidates)s.") % told
        return _page(request, (mark, number, text, problem))
    if known is None:
        return _page(request, (mark, number, "", _("Skriv hvem det er.")))
    try:
        count, is_gone = same_as(
            partnership=partnership, party=party, known=known, by=_user(request).as_actor, now=timezone.now()
        )
    except NotTheSame:
        return _page(request, (mark, number, text, _("Velg en annen enn den det gjelder.")))
    except HasUnits:
        problem = _("Organisasjonen har egne enheter og kan ikke være en enhet. Velg en organisasjon.")
        return _page(request, (mark, number, text, problem))
    except LookedAtMeanwhile:
        return _meanwhile(request)
    messages.success(
        request,
        ngettext("%(count)s aktivitet viser nå til %(name)s.", "%(count)s aktiviteter viser nå til %(name)s.", count)
        % {"count": count, "name": names.directory.label(known)},
    )
    if not is_gone:
        messages.info(request, _("Navnet brukes også utenfor dette samarbeidet, så forslaget blir stående."))
    return _back(request)


def _page(request: HttpRequest, tried: tuple[str, int, str, str] = ("", 0, "", "")) -> HttpResponse:
    partnership = request.scope.partnership
    found, total, _names = proposals_in(partnership)
    rows = proposal_rows(found, Addresses(partnership.slug), tried=tried)
    context = {"rows": rows, "more": total - len(rows), "problem": tried[3]}
    return render(request, "portfolio/proposals.html", context, status=422 if tried[3] else 200)


def _party(request: HttpRequest, mark: str, number: int) -> Party:
    """The proposal an address means; 404 when it is none, or is none any more and never was."""
    directory = party_names(request.scope.partnership.directory_id).directory
    known = proposed_in(directory)
    wanted = [
        party
        for party in known
        if (party.unit_id == number if mark == "enhet" else party.unit_id is None and party.organisation_id == number)
    ]
    if wanted and mark in {"enhet", "organisasjon"}:
        return wanted[0]
    if mark == "organisasjon" and number in directory.organisations:
        return Party(number)
    if mark == "enhet" and number in directory.units:
        return Party(directory.units[number].organisation_id, number)
    raise Http404


def _meanwhile(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("Noen har allerede sett på dette forslaget. Ingenting er gjort."))
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    return redirect("proposals:proposals", partnership=request.scope.partnership.slug)


def _user(request: HttpRequest) -> User:
    """Who is signed in; nobody else comes this far (LoginRequiredMiddleware)."""
    return cast(User, request.user)
