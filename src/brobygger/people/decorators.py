"""Which views are for whom."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from brobygger.partnerships.queries import Scope
from brobygger.people.permissions import may_keep_contacts, may_look_after

View = Callable[..., HttpResponse]


def those_who_keep_contacts(view: View) -> View:
    """For those who say who is in touch about an activity; other members get 403."""
    return _for(view, may_keep_contacts)


def those_who_look_after(view: View) -> View:
    """For coordinators; other members get 403."""
    return _for(view, may_look_after)


def _for(view: View, may: Callable[[Scope], bool]) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may(request.scope):  # type: ignore[attr-defined]
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
