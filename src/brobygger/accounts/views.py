"""Signing in and out: with a password, or in the demo with one click as somebody invented."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from brobygger.accounts.forms import SignInForm
from brobygger.accounts.queries import demo_persona, demo_personas


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The personas of the demo, or a form for user name and password. Whoever is signed in is sent on."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(_destination(request))
    if settings.DEMO:
        return render(
            request, "accounts/personas.html", {"personas": demo_personas(), "next": request.GET.get("next", "")}
        )
    form = SignInForm(request, data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        login(request, form.get_user())
        return HttpResponseRedirect(_destination(request))
    asked_for = request.POST.get("next") or request.GET.get("next", "")
    return render(
        request, "accounts/sign_in.html", {"form": form, "next": asked_for}, status=422 if form.errors else 200
    )


@login_not_required
@never_cache
@require_POST
def sign_in_as_persona(request: HttpRequest) -> HttpResponse:
    """Become somebody invented. Outside the demo this address does not exist."""
    if not settings.DEMO:
        raise Http404
    persona = demo_persona(request.POST.get("username", "").replace("\x00", ""))
    if persona is None:
        messages.error(request, _("Denne personen finnes ikke lenger. Velg en annen."))
        return redirect("accounts:sign_in")
    login(request, persona)
    return HttpResponseRedirect(_destination(request))


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    messages.success(request, _("Du er logget ut."))
    return redirect("accounts:sign_in")


def _destination(request: HttpRequest) -> str:
    """The page that was asked for before signing in, when it is one of ours; else the home page."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    # Back to the sign-in page would go round in a circle.
    if not is_ours or wanted.startswith(reverse("accounts:sign_in")):
        return reverse(settings.LOGIN_REDIRECT_URL)
    return wanted
