"""A figure by unit, as reported or on the units of today, and the activities behind each of its numbers."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from brobygger.organisations.queries import party_names
from brobygger.results.models import Indicator
from brobygger.results.presenters.by_unit import by_unit_page, row_label, row_read
from brobygger.results.presenters.counted import behind_view
from brobygger.results.queries.by_unit import behind as activities_behind
from brobygger.results.queries.by_unit import can_be_divided, figure_by_unit
from brobygger.results.queries.frameworks import figures_of
from brobygger.results.rules.by_unit import Part, Tree


@require_safe
def by_unit(request: HttpRequest, code: str) -> HttpResponse:
    """The rows of one figure."""
    partnership = request.scope.partnership
    indicator, years = _indicator(request, code)
    tree = _tree(request)
    page = by_unit_page(
        partnership,
        indicator,
        years,
        figure_by_unit(partnership, indicator, years, tree=tree, today=timezone.localdate()),
        party_names(partnership.directory_id).directory,
        request.scope.partner_ids,
        tree=tree,
    )
    return render(request, "results/by_unit.html", {"page": page})


@require_safe
def behind(request: HttpRequest, code: str) -> HttpResponse:
    """The activities behind one number."""
    partnership = request.scope.partnership
    indicator, years = _indicator(request, code)
    directory = party_names(partnership.directory_id).directory
    row = row_read(directory, request.GET.get("rad", ""))
    part, wanted = request.GET.get("del", ""), request.GET.get("aar", "")
    if row is None or part not in set(Part) or wanted not in {"", *map(str, years)}:
        raise Http404
    if not can_be_divided(indicator, years):
        raise Http404
    listed = activities_behind(
        partnership,
        indicator,
        years,
        tree=_tree(request),
        today=timezone.localdate(),
        row=row,
        part=Part(part),
        year=int(wanted) if wanted else None,
        page=request.GET.get("side", ""),
    )
    label = row_label(directory, row, Part(part))
    asked = {name: request.GET.get(name, "") for name in ("tre", "rad", "del", "aar") if request.GET.get(name)}
    return render(
        request, "results/counted.html", {"counted": behind_view(partnership, indicator, listed, label, asked)}
    )


def _indicator(request: HttpRequest, code: str) -> tuple[Indicator, Sequence[int]]:
    figures = figures_of(request.scope.partnership, today=timezone.localdate())
    found = figures.indicator(code) if figures else None
    if figures is None or found is None:
        raise Http404
    return found, figures.years


def _tree(request: HttpRequest) -> Tree:
    said = request.GET.get("tre", "")
    return Tree(said) if said in set(Tree) else Tree.REPORTED
