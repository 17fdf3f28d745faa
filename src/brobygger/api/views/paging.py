"""Pages that are read on from where one was: signed cursors nobody else can make, and links to the next page."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse

from brobygger.api.rules.faults import Fault, FieldFault, Refusal
from brobygger.api.views.door import answer

SALT = "brobygger.api.cursor"
_MOVING = ("cursor", "limit")


def place_in(request: HttpRequest, cursor: str) -> Any:
    """Where to read on from; None at the beginning. Raises Refusal for a cursor that is not ours, or of another list."""
    if not cursor:
        return None
    try:
        question, place = signing.loads(cursor, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise _refused("It was not given by us.") from None
    if question != _question(request):
        raise _refused("It belongs to a list with another filter.")
    return place


def page(request: HttpRequest, items: list[Any], place: Any) -> HttpResponse:
    """One page as an answer; `place` is where the next one begins, None after the last."""
    if place is None:
        return answer({"items": items, "next": None})
    parameters = request.GET.copy()
    parameters["cursor"] = signing.dumps([_question(request), place], salt=SALT)
    following = request.build_absolute_uri(f"{request.path}?{parameters.urlencode()}")
    return answer({"items": items, "next": following}, headers={"Link": f'<{following}>; rel="next"'})


def _question(request: HttpRequest) -> str:
    asked = sorted((name, value) for name, values in request.GET.lists() if name not in _MOVING for value in values)
    return hashlib.sha256(repr((request.path, asked)).encode("utf-8", "replace")).hexdigest()[:16]


def _refused(why: str) -> Refusal:
    return Refusal(Fault.INVALID, errors=[FieldFault("cursor", "unknown", why)])
