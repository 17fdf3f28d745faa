"""Which views are for whom."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from brobygger.discussion.permissions import may_comment

View = Callable[..., HttpResponse]


def those_who_comment(view: View) -> View:
    """For those who take part in discussions; other members get 403, strangers 404 as everywhere."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_comment(request.scope):  # type: ignore[attr-defined]
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
