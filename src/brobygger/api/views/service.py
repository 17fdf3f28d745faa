"""The API put together: its routers, its problems, its description, and the views Django is given."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache, wraps
from importlib import import_module
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path, re_path
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.operation import Operation

from brobygger.api.presenters.openapi import described
from brobygger.api.rules.faults import Fault, Problem
from brobygger.api.views.door import JsonOnly, answer, only_once
from brobygger.api.views.problems import PROBLEM, problem_of, problem_response

# One module for each resource, in the order they are described.
RESOURCES = (
    "activities",
    "versions",
    "taking_part",
    "comments",
    "notices",
    "bulk",
    "change_sets",
    "exports",
    "exchange",
    "ways",
    "saved_views",
    "feeds",
    "imports",
    "import_columns",
    "import_rows",
    "organisations",
    "names",
    "proposed",
    "reorganising",
    "duplicates",
    "merges",
    "suggestions",
    "suggestion_forms",
    "people",
    "contacts",
    "me",
    "handing_over",
    "structure",
    "indicators",
    "by_unit",
    "framework",
    "claims",
    "agreement",
    "doubts",
    "snapshots",
    "rounds",
    "disputes",
    "meetings",
    "cases",
    "webhooks",
)
PREFIX = "/partnerships/{slug:partnership}"
DESCRIPTION = (
    "Everything a screen of Brobygger does, for other programs. Tokens, paging, tags, keys and problems are explained "
    "in docs/reference/api.md. Whatever is not yours to see is answered as if it were not there."
)
logger = logging.getLogger("django.request")


class Service(NinjaAPI):
    """The API, with short names for what can be done."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """«activities-read_activity»."""
        view = operation.view_func
        return f"{view.__module__.rpartition('.')[2]}-{view.__name__}"


api = Service(
    title="Brobygger",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    parser=JsonOnly(),
)
api.add_decorator(only_once, "operation")
for _name in RESOURCES:
    api.add_router(PREFIX, import_module(f"brobygger.api.views.{_name}").router)


def _problem(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    """What was raised, as a problem. Our own mistakes are logged, and told to those who watch for them."""
    error = error if isinstance(error, Exception) else error()
    problem = problem_of(error)
    if problem is None:
        logger.error("Internal Server Error: %s", request.path, exc_info=error)
        got_request_exception.send(sender=None, request=request)
        problem = Problem(Fault.OURS)
    return problem_response(problem)


# The framework has answers of its own for some of these.
for _kind in (Exception, Http404, HttpError, AuthenticationError, ValidationError):
    api.add_exception_handler(_kind, _problem)


def _guarded(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """A view without session and without scope of the session, which answers HEAD too and refuses in our way."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **values: Any) -> HttpResponseBase:
        is_head = request.method == "HEAD"
        if is_head:
            request.method = "GET"
        response = view(request, *args, **values)
        if is_head:
            request.method = "HEAD"
        if response.status_code == 405 and response.headers.get("Content-Type") != PROBLEM:
            return problem_response(Problem(Fault.METHOD_NOT_ALLOWED, headers={"Allow": response.headers["Allow"]}))
        response.headers.setdefault("Cache-Control", "private, no-cache")
        return response

    guarded.finds_own_scope = True
    return csrf_exempt(login_not_required(guarded))


@cache
def description() -> dict[str, Any]:
    """The OpenAPI description."""
    return described(api.get_openapi_schema(path_prefix="/api/v1/"))


@require_safe
@cache_control(max_age=300, public=True)
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI description, for everybody."""
    return answer(description())


def unknown(request: HttpRequest, **_: Any) -> HttpResponse:
    """Every other address below /api/."""
    return problem_response(Problem(Fault.NOT_FOUND))


def urlpatterns() -> list[URLPattern]:
    """The addresses of the API."""
    patterns: list[Any] = []
    for pattern in api.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name != "api-root":
            patterns.append(path(f"v1/{pattern.pattern}", _guarded(pattern.callback), name=pattern.name or ""))
    return [
        path("v1/openapi.json", _guarded(openapi), name="openapi"),
        *patterns,
        re_path(r"^.+", _guarded(unknown), name="unknown"),
    ]
