"""What the partnership is: who, where, since when, who decides and what was decided."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from brobygger.organisations.queries import short_names
from brobygger.partnerships.presenters import about_page
from brobygger.partnerships.queries import standing_structure, units_after


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Partners, periods, focus areas, bodies and decisions on one page."""
    partnership = request.scope.partnership
    structure = standing_structure(partnership)
    names = short_names(partnership.directory_id, structure.organisation_slugs)
    today = timezone.localdate()
    after = units_after(structure, partnership.directory_id, today=today)
    page = about_page(partnership, structure, names, after, today=today)
    return render(request, "partnerships/about.html", {"about": page})
