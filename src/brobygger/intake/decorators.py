"""Finding the import an address is about."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest
from django.views.decorators.cache import never_cache

from brobygger.intake.queries.imports import import_of
from brobygger.portfolio.decorators import writers_only

View = Callable[..., Any]


def of_import(view: View) -> View:
    """For those who may write; the view is given the import of its number, one of this partnership, or there is none."""

    @never_cache
    @writers_only
    @wraps(view)
    def found(request: HttpRequest, *args: Any, number: int, **kwargs: Any) -> Any:
        run = import_of(request.scope.partnership, number)  # type: ignore[attr-defined]
        if run is None:
            raise Http404
        return view(request, run, *args, **kwargs)

    return found
