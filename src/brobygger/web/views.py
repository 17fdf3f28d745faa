"""The home page, and the pages that say what went wrong."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseForbidden,
    HttpResponseNotFound,
    HttpResponsePermanentRedirect,
    HttpResponseServerError,
)
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from brobygger.api.rules.faults import Fault, Problem
from brobygger.api.views.problems import problem_response
from brobygger.partnerships.queries import memberships_of
from brobygger.web.navigation import scheme_of
from brobygger.web.presenters.home import partnership_cards
from brobygger.web.presenters.overview import overview_view
from brobygger.web.queries import overview_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The user's partnerships; whoever has only one goes straight there."""
    assert request.user.is_authenticated  # LoginRequiredMiddleware
    memberships = list(memberships_of(request.user))
    if len(memberships) == 1:
        return redirect("overview:show", partnership=memberships[0].partnership.slug)
    return render(request, "web/home.html", {"cards": partnership_cards(memberships)})


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Where a partnership stands."""
    partnership = request.scope.partnership
    view = overview_view(partnership, overview_of(partnership, today=timezone.localdate()))
    return render(request, "web/overview.html", {"overview": view})


@login_not_required
@require_safe
@cache_control(max_age=86_400, public=True)
def robots(request: HttpRequest) -> HttpResponse:
    """Nothing here is for search engines: every page needs a sign-in."""
    return HttpResponse("User-agent: *\nDisallow: /\n", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The bridge, for browsers that ask at the old address."""
    return HttpResponsePermanentRedirect(static("designsystem/mark.svg"))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request makes no sense. Kept free of everything that reads the request again."""
    if _is_api(request):
        return problem_response(Problem(Fault.BROKEN_REQUEST))
    return HttpResponseBadRequest(_error_page(request, "web/bad_request.html"))


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: known, but not allowed."""
    return HttpResponseForbidden(render_to_string("web/permission_denied.html", request=request))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: does not exist, or not for this reader; the page does not tell which."""
    return HttpResponseNotFound(render_to_string("web/not_found.html", request=request))


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. The page needs no database, no session and no user."""
    if _is_api(request):
        return problem_response(Problem(Fault.OURS))
    return HttpResponseServerError(_error_page(request, "web/server_error.html"))


def _is_api(request: HttpRequest) -> bool:
    """Whether a program asks, which reads no pages. What comes as far as the API's own views is told there."""
    return request.path.startswith("/api/")


def _error_page(request: HttpRequest, template: str) -> str:
    """An error page without context processors, since what they read may be what failed."""
    return render_to_string(template, {"scheme": scheme_of(request)})
