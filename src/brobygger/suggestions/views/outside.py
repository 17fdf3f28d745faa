"""The form for those outside. Where none is open, it is as if the partnership did not exist."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from brobygger.suggestions.actions.receive import NotReceived, new_stamp, receive
from brobygger.suggestions.decorators import not_indexed
from brobygger.suggestions.forms import SuggestionForm
from brobygger.suggestions.models import FormLink
from brobygger.suggestions.presenters.suggestions import refusal_in_words
from brobygger.suggestions.queries import open_form
from brobygger.suggestions.rules.limits import sender_key


@login_not_required
@never_cache
@not_indexed
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, to: str, token: str = "") -> HttpResponse:
    """The form; and where it is sent. Whatever was wrong, what was written is shown again, with a fresh stamp."""
    link = open_form(to, token)
    if link is None:
        raise Http404
    now = timezone.now()
    filled = SuggestionForm(request.POST if request.method == "POST" else None)
    problem = ""
    if request.method == "POST" and filled.is_valid():
        try:
            receive(
                link=link,
                told=filled.told(language=(get_language() or "nb")[:5]),
                stamp=filled.cleaned_data["stamp"],
                sender=sender_key(_address(request), secret=settings.SECRET_KEY, day=now.date()),
                now=now,
            )
        except NotReceived as refused:
            problem = refusal_in_words(refused.refusal)
        else:
            return redirect(_thanks(to, token))
    context = {
        "form": filled,
        "link": link,
        "name": _name(link),
        "problem": problem,
        "stamp": new_stamp(link, now=now),
    }
    wrong = bool(problem or filled.errors)
    return render(request, "suggestions/form.html", context, status=422 if wrong else 200)


@login_not_required
@never_cache
@not_indexed
@require_safe
def thanks(request: HttpRequest, to: str, token: str = "") -> HttpResponse:
    """It was received."""
    link = open_form(to, token)
    if link is None:
        raise Http404
    again = reverse("tips:partner", kwargs={"to": to, "token": token}) if token else reverse("tips:form", args=[to])
    return render(request, "suggestions/thanks.html", {"name": _name(link), "again": again})


def _thanks(to: str, token: str) -> str:
    if token:
        return reverse("tips:partner_thanks", kwargs={"to": to, "token": token})
    return reverse("tips:thanks", kwargs={"to": to})


def _name(link: FormLink) -> str:
    return link.partnership.name


def _address(request: HttpRequest) -> str:
    """Where a request comes from. What a proxy says is believed only where somebody has said that there is one."""
    if settings.SECURE_PROXY_SSL_HEADER:
        return str(request.META.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2]
    return str(request.META.get("REMOTE_ADDR", ""))
