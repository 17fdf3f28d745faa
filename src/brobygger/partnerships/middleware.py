"""Scope: an address under a partnership is answered only to its members; to all others it does not exist."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from brobygger.partnerships.queries import scope_of


class ScopeMiddleware:
    """Sets `request.scope` where the address names a partnership, and takes the name out of the view's arguments.

    A view below a partnership cannot be reached without it, so it cannot forget to check.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.scope = None  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: list[Any], kwargs: dict[str, Any]
    ) -> None:
        """Find the scope, or answer 404 exactly as for a partnership that does not exist.

        Whoever comes with a token has no session; those views are marked, and find the scope by the token.
        """
        if getattr(view, "finds_own_scope", False):
            return
        slug = kwargs.pop("partnership", None)
        if slug is None or not request.user.is_authenticated:
            return
        request.scope = scope_of(request.user, slug)  # type: ignore[attr-defined]
        if request.scope is None:  # type: ignore[attr-defined]
            raise Http404
