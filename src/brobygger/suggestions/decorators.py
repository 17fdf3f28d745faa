"""Which views are for whom."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from brobygger.partnerships.decorators import View, only_for
from brobygger.suggestions.permissions import may_decide


def those_who_decide(view: View) -> View:
    """For coordinators; other members get 403, strangers 404 as everywhere."""
    return only_for(view, may_decide)


def not_indexed(view: View) -> View:
    """No search engine keeps the page, whatever links to it."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return told
