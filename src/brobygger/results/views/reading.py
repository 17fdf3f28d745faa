"""Måltall: all indicators, one indicator, and the activities behind a number."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from brobygger.partnerships.queries import partner_organisations
from brobygger.results.permissions import may_edit
from brobygger.results.presenters.band import band_view
from brobygger.results.presenters.counted import counted_view
from brobygger.results.presenters.goal_areas import area_views
from brobygger.results.presenters.indicator_page import indicator_view
from brobygger.results.queries.counted import counted_activities
from brobygger.results.queries.frameworks import assessments_of, figures_of, judgements_of


@require_safe
def indicators(request: HttpRequest) -> HttpResponse:
    """All goal areas with their charts and tables."""
    partnership = request.scope.partnership
    figures = figures_of(partnership, today=timezone.localdate())
    areas = area_views(partnership, figures, partner_organisations(partnership)) if figures else []
    context = {
        "areas": areas,
        "years": [str(year) for year in figures.years] if figures else [],
        "adopted": import_string(settings.YEARS_ADOPTED_VIEW)(partnership, figures.years) if figures else None,
        "may_edit": may_edit(request.scope),
    }
    return render(request, "results/indicators.html", context)


@require_safe
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator in full."""
    partnership = request.scope.partnership
    figures = figures_of(partnership, today=timezone.localdate())
    found = figures.indicator(code) if figures else None
    if figures is None or found is None:
        raise Http404
    view = indicator_view(
        partnership, found, figures.series[code], figures.years, judgements_of(found), assessments_of(found)
    )
    band = band_view(partnership, found, figures.bands.get(code), figures.years)
    return render(
        request, "results/indicator.html", {"indicator": view, "band": band, "may_edit": may_edit(request.scope)}
    )


@require_safe
def counted(request: HttpRequest, code: str) -> HttpResponse:
    """The activities a counted number consists of: one year's, the period's, those without a year, or those waiting."""
    partnership = request.scope.partnership
    figures = figures_of(partnership, today=timezone.localdate())
    found = figures.indicator(code) if figures else None
    if figures is None or found is None:
        raise Http404
    listed = counted_activities(
        partnership,
        found,
        figures.years,
        wanted=request.GET.get("aar", ""),
        page=request.GET.get("side", ""),
        credit=request.GET.get("lag", ""),
    )
    if listed is None:
        raise Http404
    return render(request, "results/counted.html", {"counted": counted_view(partnership, found, listed)})
