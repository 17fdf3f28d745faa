"""Where coordinators keep the other names of organisations and units that are known."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from brobygger.accounts.decorators import sent_once
from brobygger.accounts.models import User
from brobygger.organisations.actions import AliasChanged, AliasHeld, AliasTheirs
from brobygger.organisations.models import Name
from brobygger.organisations.queries import draft_of_name, party_names
from brobygger.organisations.rules.aliases import mark_of
from brobygger.organisations.rules.names import Party
from brobygger.portfolio.actions.aliases import Done, add_alias, change_alias, remove_alias
from brobygger.portfolio.decorators import coordinators_only
from brobygger.portfolio.forms.aliases import AliasForm
from brobygger.portfolio.presenters.aliases import about_name, alias_page, draft_in, holders, initial_of
from brobygger.portfolio.queries.aliases import alias_of, aliases_in, party_named, told_of_aliases


@coordinators_only
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def aliases(request: HttpRequest, slug: str) -> HttpResponse:
    """The names, what was done with them, and one more."""
    party = _party(request, slug)
    if request.method != "POST":
        return _page(request, party, AliasForm(initial=_again(request, party)))
    form = AliasForm(request.POST)
    if not form.is_valid():
        return _page(request, party, form, status=422)
    try:
        done = add_alias(
            partnership=request.scope.partnership,
            party=party,
            draft=form.draft(),
            is_shared=form.cleaned_data["is_shared"],
            by=_user(request).as_actor,
            now=timezone.now(),
        )
    except (AliasTheirs, AliasHeld) as refused:
        return _page(request, party, form, status=422, **_clash(request, form, refused))
    return _done(request, slug, done, _("«%(name)s» er lagt til.") % {"name": form.cleaned_data["text"]})


@coordinators_only
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def change(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Correct a name."""
    party = _party(request, slug)
    name = _alias(request, party, number)
    if request.method != "POST":
        form = AliasForm(initial=initial_of(draft_of_name(name)))
        return _change_page(request, party, name, form)
    form = AliasForm(request.POST)
    if not form.is_valid():
        return _change_page(request, party, name, form, seen=request.POST.get("sett", ""), status=422)
    try:
        done = change_alias(
            partnership=request.scope.partnership,
            party=party,
            name_id=number,
            seen=request.POST.get("sett", ""),
            draft=form.draft(),
            is_shared=form.cleaned_data["is_shared"],
            by=_user(request).as_actor,
            now=timezone.now(),
        )
    except AliasChanged as changed:
        if changed.now is None:
            return _gone(request, slug)
        told = {"name": changed.now.text, "about": about_name(changed.now).lower()}
        problem = _(
            "Noen har endret dette navnet siden du åpnet det. Nå er det «%(name)s» (%(about)s). "
            "Ingenting er lagret. Lagre på nytt hvis det du har skrevet, skal gjelde."
        )
        return _change_page(request, party, name, form, status=409, problem=problem % told)
    except (AliasTheirs, AliasHeld) as refused:
        seen = request.POST.get("sett", "")
        return _change_page(request, party, name, form, seen=seen, status=422, **_clash(request, form, refused))
    return _done(request, slug, done, _("Navnet er rettet."))


@coordinators_only
@require_POST
@sent_once
def remove(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Let a name lead here no more."""
    party = _party(request, slug)
    name = _alias(request, party, number)
    try:
        done = remove_alias(
            partnership=request.scope.partnership,
            party=party,
            name_id=number,
            seen=request.POST.get("sett", ""),
            by=_user(request).as_actor,
            now=timezone.now(),
        )
    except AliasChanged:
        return _gone(request, slug)
    return _done(request, slug, done, _("«%(name)s» er tatt bort.") % {"name": name.text})


def _page(request: HttpRequest, party: Party, form: AliasForm, *, status: int = 200, **more: Any) -> HttpResponse:
    partnership = request.scope.partnership
    page = alias_page(
        party_names(partnership.directory_id).directory,
        party,
        aliases_in(partnership, party),
        told_of_aliases(partnership, party),
        partnership=partnership.slug,
    )
    return render(request, "portfolio/aliases.html", {"page": page, "form": form, **more}, status=status)


def _change_page(
    request: HttpRequest,
    party: Party,
    name: Name,
    form: AliasForm,
    *,
    seen: str | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    partnership = request.scope.partnership
    directory = party_names(partnership.directory_id).directory
    page = alias_page(directory, party, [], [], partnership=partnership.slug)
    seen = mark_of(draft_of_name(name)) if seen is None else seen
    context = {"page": page, "name": name, "form": form, "seen": seen, **more}
    return render(request, "portfolio/alias.html", context, status=status)


def _clash(request: HttpRequest, form: AliasForm, refused: AliasTheirs | AliasHeld) -> dict[str, Any]:
    """What the page shows of who goes by the name."""
    if isinstance(refused, AliasTheirs):
        form.add_error("text", _("Det navnet er her allerede."))
        return {}
    partnership = request.scope.partnership
    directory = party_names(partnership.directory_id).directory
    form.add_error(
        "text",
        _("Andre går under det navnet. Er det riktig likevel, så si det nedenfor.")
        if refused.may_be_shared
        else _("Navnet er i bruk, og ingen kunne sagt hvem av dem som menes."),
    )
    return {
        "held_by": holders(directory, refused.parties, partnership=partnership.slug),
        "may_be_shared": refused.may_be_shared,
    }


def _again(request: HttpRequest, party: Party) -> dict[str, str] | None:
    """What was removed once and is to be given again."""
    wanted = request.GET.get("igjen", "")
    told = told_of_aliases(request.scope.partnership, party) if wanted else []
    return next((initial_of(draft_in(each.event.data)) for each in told if str(each.event.pk) == wanted), None)


def _done(request: HttpRequest, slug: str, done: Done, text: str) -> HttpResponse:
    messages.success(request, text)
    if not done.is_searched:
        messages.info(
            request,
            _(
                "Navnet kan brukes i skjemaer med en gang. Så mange aktiviteter gjelder det at søket i dem først "
                "kjenner endringen når registeret er indeksert på nytt."
            ),
        )
    return redirect("aliases:aliases", partnership=request.scope.partnership.slug, slug=slug)


def _gone(request: HttpRequest, slug: str) -> HttpResponse:
    messages.error(request, _("Noen har endret eller tatt bort navnet siden du åpnet det. Ingenting er gjort."))
    return redirect("aliases:aliases", partnership=request.scope.partnership.slug, slug=slug)


def _party(request: HttpRequest, slug: str) -> Party:
    party = party_named(request.scope.partnership, slug)
    if party is None:
        raise Http404
    return party


def _alias(request: HttpRequest, party: Party, number: int) -> Name:
    name = alias_of(request.scope.partnership, party, number)
    if name is None:
        raise Http404
    return name


def _user(request: HttpRequest) -> User:
    """Who is signed in; nobody else comes this far (LoginRequiredMiddleware)."""
    return cast(User, request.user)
