"""The page about the API, for people."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from brobygger.api.presenters.about import about_page
from brobygger.api.views.service import description


@login_not_required
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What can be asked for, and how. For everybody: it tells nothing of any partnership."""
    return render(request, "api/about.html", {"about": about_page(description())})
