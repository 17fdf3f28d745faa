"""Which views of a partnership are for whom."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from brobygger.partnerships.queries import Scope

View = Callable[..., HttpResponse]


def only_for(view: View, may: Callable[[Scope], bool]) -> View:
    """A view for the members who may; others get 403, strangers 404 as everywhere (the scope is not theirs)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may(request.scope):  # type: ignore[attr-defined]
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
