"""Every form that does something does it once, however often it is sent: `accounts.decorators.sent_once`, or a reason."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from tests.architecture.test_screens import SCREENS

_SAME = "sets something to what the form says: twice is as once"
_STATE = "asks whether it was done already, and then does nothing"
EXCEPTIONS = {
    "accounts:sign_in": "makes nothing but a session",
    "accounts:sign_in_as_persona": "makes nothing but a session",
    "accounts:sign_out": "ends a session",
    "designsystem:set_language": _SAME,
    "designsystem:set_scheme": _SAME,
    "web:set_language": _SAME,
    "discussion:delete": _STATE,
    "discussion:follow": _SAME,
    "discussion:hide": _SAME,
    "discussion:read": _SAME,
    "discussion:reword": _SAME,
    "discussion:wishes": _SAME,
    "intake:again": "starts what was interrupted; what is at work is not started",
    "intake:bring": "orders what waits; what is ordered stays ordered",
    "intake:choices": _SAME,
    "intake:columns": _SAME,
    "intake:sheet": _SAME,
    "intake:throw": _STATE,
    "people:edit": _SAME,
    "people:end_contact": _STATE,
    "people:erase": _STATE,
    "people:erase_me": _STATE,
    "people:extend": _SAME,
    "people:me": _SAME,
    "people:remove_contact": _STATE,
    "portfolio:confirm": _STATE,
    "portfolio:delete_view": _STATE,
    "portfolio:edit": "what was saved already is told apart from what others wrote (`_put_together`)",
    "portfolio:keep": "keeps one unfinished form",
    "portfolio:register": "has a key of its own, which holds for good (`Registrar.form_key`)",
    "portfolio:revoke_feed": _STATE,
    "portfolio:take_back": _STATE,
    "portfolio:throw": _STATE,
    "portfolio:view": _SAME,
    "rounds:approve": "one approval of a party holds at a time",
    "rounds:approve_some": "one approval of a party holds at a time",
    "rounds:cancel": _STATE,
    "rounds:confirm": "confirms what is not confirmed",
    "rounds:explain": "one explanation of a number holds at a time",
    "rounds:move": _SAME,
    "rounds:nothing": _STATE,
    "rounds:return": _STATE,
    "rounds:submit": _STATE,
    "rounds:undo_approval": _STATE,
    "rounds:value": "answers one question, once",
    "stop_mail:ask": _SAME,
    "suggestions:open": "one form for everybody",
    "suggestions:put_back": _STATE,
    "suggestions:renew": "the last link shown is the one that holds",
    "suggestions:switch": _SAME,
    "tips:form": "has a stamp of its own, good for one sending",
    "tips:partner": "has a stamp of its own, good for one sending",
    "tokens:revoke": _STATE,
    "webhooks:remove": _STATE,
    "webhooks:renew": "the last secret shown is the one that holds",
    "webhooks:switch": _SAME,
}


def _views(patterns: list[URLPattern | URLResolver], app: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns, pattern.app_name or app)
        else:
            yield f"{app}:{pattern.name}", pattern.callback


def _is_sent_once(view: Callable[..., Any]) -> bool:
    """The view itself, or what it hands the form on to in its own module."""
    inner = inspect.unwrap(view)
    called = (inner.__globals__.get(name) for name in inner.__code__.co_names)
    return any(getattr(each, "is_sent_once", False) for each in (view, *called))


def test_every_form_is_done_once_or_says_why_not() -> None:
    views = dict(_views(get_resolver().url_patterns))
    posted = {name for name, screen in SCREENS.items() if screen.takes_post}
    once = {name for name in posted if _is_sent_once(views[name])}
    assert posted - once - set(EXCEPTIONS) == set(), "let `sent_once` stand above them, or say why not"
    assert set(EXCEPTIONS) - posted == set(), "there is no such form"
    assert set(EXCEPTIONS) & once == set(), "these need no reason"
    assert len(once) > 45
