"""The directory and the page of one organisation or unit."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from brobygger.organisations.presenters.names import name_options
from brobygger.organisations.presenters.party import party_page
from brobygger.organisations.presenters.tree import (
    found_by_name,
    other_organisations,
    partner_trees,
    shared_names,
)
from brobygger.organisations.queries import (
    discipline_names,
    party_names,
    party_of,
    placements_of,
    read_directory,
    reorganisations_of,
    successions_of,
)

LONGEST_SEARCH = 100
NAMES_AT_MOST = 2000


@require_safe
def names(request: HttpRequest) -> HttpResponse:
    """Every name one can write for an organisation or unit, as the options of a data list."""
    found = party_names(request.scope.partnership.directory_id)
    return render(request, "organisations/_names.html", {"options": name_options(found, at_most=NAMES_AT_MOST)})


@require_safe
def tree(request: HttpRequest) -> HttpResponse:
    """Both sides' trees and the others as they were on a day, or what a search in the names finds."""
    scope = request.scope
    today = timezone.localdate()
    asked_day = request.GET.get("dato", "").strip()
    day = _day(asked_day)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH]
    directory = read_directory(scope.partnership.directory_id, on=None if text else day or today)
    place = {"partnership": scope.partnership.slug, "day": day or today}
    context = {
        "text": text,
        "day": day or today,
        "is_today": (day or today) == today,
        "day_refused": asked_day[:40] if asked_day and day is None else "",
        "found": found_by_name(directory, text, **place) if text else None,
        "trees": [] if text else partner_trees(directory, scope.partner_ids, **place),
        "groups": [] if text else other_organisations(directory, scope.partner_ids, **place),
        "shared": shared_names(directory, partnership=scope.partnership.slug),
    }
    return render(request, "organisations/tree.html", context)


@require_safe
def party(request: HttpRequest, slug: str) -> HttpResponse:
    """One organisation or unit: names, place, parts, predecessors and successors."""
    scope = request.scope
    directory = read_directory(scope.partnership.directory_id)
    found = party_of(directory, slug)
    if found is None:
        raise Http404
    unit = directory.units[found.unit_id] if found.unit_id else None
    page = party_page(
        directory,
        found,
        placements=placements_of(unit) if unit else [],
        successions=successions_of(unit) if unit else [],
        disciplines=discipline_names(get_language() or "nb"),
        changes=reorganisations_of(scope.partnership.directory_id, found),
        partnership=scope.partnership.slug,
    )
    return render(request, "organisations/party.html", {"party": page})


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
