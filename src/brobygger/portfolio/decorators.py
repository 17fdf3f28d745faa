"""Which views are for whom."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from brobygger.portfolio.permissions import may_coordinate, may_write

View = Callable[..., HttpResponse]


def writers_only(view: View) -> View:
    """For those who may write in the register; other members get 403, strangers 404 as everywhere."""
    return _for(view, may_write)


def coordinators_only(view: View) -> View:
    """For coordinators; other members get 403."""
    return _for(view, may_coordinate)


def _for(view: View, may: Callable[[Any], bool]) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may(request.scope):  # type: ignore[attr-defined]
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
