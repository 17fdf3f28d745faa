"""Putting entries together, and parting them again."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from brobygger.accounts.decorators import sent_once
from brobygger.designsystem.rules.sent import number_in, text_in
from brobygger.duplicates.actions.decide import DecidedMeanwhile
from brobygger.duplicates.actions.merges import PartedAlready, say_yes
from brobygger.duplicates.actions.merges import part as part_entries
from brobygger.duplicates.models import Pair
from brobygger.duplicates.permissions import may_say_yes
from brobygger.duplicates.presenters.merging import choice_rows, chosen_in, member_links, member_rows, titles_apart
from brobygger.duplicates.queries.chains import members_chosen
from brobygger.duplicates.queries.consents import also_said, consents_to
from brobygger.duplicates.queries.merges import merge_named, merge_of
from brobygger.duplicates.queries.owners import all_owners_of
from brobygger.duplicates.queries.queue import entries_of, pair_numbered
from brobygger.duplicates.rules.merging import choices
from brobygger.duplicates.views.pairs import NOTE_LENGTH, user_of, words_of
from brobygger.partnerships.models import Partnership
from brobygger.partnerships.queries import partner_organisations
from brobygger.portfolio.actions.change import ChangedMeanwhile
from brobygger.portfolio.actions.register import RegistrationRefused
from brobygger.portfolio.decorators import writers_only
from brobygger.portfolio.models import Activity
from brobygger.portfolio.presenters.editing import fault_in_words
from brobygger.portfolio.rules.kinds import Standing


@writers_only
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def merge(request: HttpRequest, number: int) -> HttpResponse:
    """Choose field by field what two or more become together, and say yes to it for one's own side.

    `med` names the further entries that are the same too; where it is not told, those of the last yes.
    """
    partnership: Partnership = request.scope.partnership
    pair = pair_numbered(partnership, number)
    if pair is None:
        raise Http404
    if not pair.is_open or pair.one.standing != Standing.REGISTERED or pair.other.standing != Standing.REGISTERED:
        return redirect("duplicates:pair", partnership=partnership.slug, number=number)
    wanted = _further(request, pair)
    members = members_chosen(pair, wanted)
    needed = all_owners_of(partnership, [each.pk for each in members])
    differing = choices(entries_of([each.pk for each in members]))
    problem = ""
    if not wanted <= {each.slug for each in members}:
        problem = _("En av dem du valgte, kan ikke være med lenger. Se over på nytt.")
    if request.method == "POST":
        if not may_say_yes(request.scope, needed):
            raise PermissionDenied
        if not problem:
            done, problem = _say_yes(request, pair, members, chosen_in(request.POST, differing))
            if done:
                return done
    given = consents_to({each.pk: each.version for each in members})
    chosen = chosen_in(request.POST, differing) if problem else given[-1].choices if given else {}
    names = {each.pk: each.name for each in partner_organisations(partnership)}
    said = {consent.organisation_id for consent in given}
    context = {
        "pair": pair,
        "members": member_links(members, partnership.slug),
        "rows": choice_rows(differing, titles_apart(members), words_of(partnership), chosen),
        "consents": given,
        "missing": [names[pk] for pk in sorted(needed - said) if pk in names],
        "may_say_yes": may_say_yes(request.scope, needed),
        "problem": problem,
        "note": request.POST.get("merknad", ""),
    }  # fmt: skip
    return render(
        request, "duplicates/merge.html", context, status=422 if problem and request.method == "POST" else 200
    )


def _further(request: HttpRequest, pair: Pair) -> set[str]:
    """The further entries that are meant, by slug."""
    told = request.POST if request.method == "POST" else request.GET
    if "med" in told or request.method == "POST":
        return {slug for slug in told.getlist("med") if slug}
    return also_said(pair)


def _say_yes(
    request: HttpRequest, pair: Pair, members: Sequence[Activity], chosen: dict[str, str]
) -> tuple[HttpResponse | None, str]:
    """Where to go when the yes was taken, or what stood in the way."""
    partnership: Partnership = request.scope.partnership
    versions = {each.pk: number_in(request.POST.get(f"versjon-{each.slug}"), 0) for each in members}
    try:
        said = say_yes(
            partnership=partnership,
            pair=pair,
            versions=versions,
            choices=chosen,
            note=text_in(request.POST.get("merknad"), at_most=NOTE_LENGTH),
            organisation_id=request.scope.membership.organisation_id,
            by=user_of(request).as_actor,
            now=timezone.now(),
        )
    except ChangedMeanwhile:
        return None, _("En av dem er endret siden du åpnet siden. Ingenting er gjort. Se over på nytt.")
    except DecidedMeanwhile:
        return None, _("Noen andre har gjort noe med disse i mellomtiden. Ingenting er gjort nå.")
    except RegistrationRefused as refused:
        return None, fault_in_words(refused)
    if said.entry is None:
        messages.success(request, _("Ditt ja er notert. De slås sammen når den andre parten også sier ja."))
        return redirect("duplicates:pair", partnership=partnership.slug, number=pair.pk), ""
    messages.success(request, _("De er slått sammen og telles én gang. Dere kan skille dem igjen når som helst."))
    return redirect("portfolio:activity", partnership=partnership.slug, slug=said.entry.slug), ""


@writers_only
@require_http_methods(["GET", "HEAD", "POST"])
@sent_once
def part(request: HttpRequest, slug: str) -> HttpResponse:
    """Part what was merged, after asking."""
    partnership: Partnership = request.scope.partnership
    found = merge_named(partnership, slug)
    if found is None:
        raise Http404
    if request.method == "POST":
        try:
            part_entries(
                partnership=partnership,
                merge=found,
                version=number_in(request.POST.get("versjon"), 0),
                by=user_of(request).as_actor,
                now=timezone.now(),
            )
        except (ChangedMeanwhile, PartedAlready):
            messages.error(request, _("Noen har endret dette siden du åpnet siden. Ingenting er gjort. Prøv igjen."))
            return redirect("portfolio:activity", partnership=partnership.slug, slug=slug)
        messages.success(request, _("De er skilt igjen, hver for seg slik de var."))
        return redirect("duplicates:queue", partnership=partnership.slug)
    together = merge_of(found.entry)
    context = {"merge": found, "members": member_rows(together, request.scope) if together else []}
    return render(request, "duplicates/part.html", context)
