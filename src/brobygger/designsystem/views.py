"""The gallery of components, and the reader's own choices of language and colours."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language as django_set_language

from brobygger.designsystem.gallery import examples, icon_names, sample_data
from brobygger.designsystem.presenters import SCHEME_COOKIE, SCHEMES

_A_YEAR = 365 * 24 * 60 * 60


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state, with its code."""
    context = {"examples": examples(), "icons": icon_names(), **sample_data()}
    return render(request, "designsystem/gallery.html", context)


@login_not_required
@require_POST
def set_scheme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark or as the device; back to the page the reader came from."""
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    response = HttpResponseRedirect(back if safe else "/")
    scheme = request.POST.get("scheme", "")
    if scheme in SCHEMES:
        response.set_cookie(
            SCHEME_COOKIE, scheme, max_age=_A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    return response


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language, signed in or not; Django's own view does the work."""
    return django_set_language(request)
