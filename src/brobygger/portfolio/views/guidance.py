"""What one should know of a kind while choosing it: what counts as one, and which indicators count it."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.module_loading import import_string
from django.views.decorators.http import require_safe

from brobygger.portfolio.decorators import writers_only
from brobygger.portfolio.presenters.labels import kind_help, kind_label
from brobygger.portfolio.rules.kinds import Kind


@writers_only
@require_safe
def kind(request: HttpRequest) -> HttpResponse:
    """A few lines about a kind; nothing for what is none."""
    code = request.GET.get("kind", "")
    if code not in set(Kind):
        return HttpResponse("")
    context = {
        "label": kind_label(code),
        "help": kind_help(code),
        "counted": import_string(settings.KINDS_COUNTED)(request.scope.partnership, code),
    }
    return render(request, "portfolio/_kind.html", context)
