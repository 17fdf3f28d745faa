"""What every page shows around itself: whose partnership it is, where one can go, languages and colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from brobygger.designsystem.presenters import SCHEME_COOKIE, SCHEMES
from brobygger.discussion.presenters.news import bell
from brobygger.discussion.queries.news import unread_of
from brobygger.partnerships.queries import Scope, memberships_of
from brobygger.portfolio.permissions import may_coordinate, may_write


@dataclass(frozen=True)
class Destination:
    """One entry of the main menu."""

    label: str
    url: str
    icon: str
    is_current: bool


@dataclass(frozen=True)
class Language:
    """One language the reader can choose."""

    code: str
    name: str
    is_current: bool


def navigation(request: Any) -> dict[str, Any]:
    """What the layouts read. Asks the database nothing by itself: user, memberships and bell are read when they are shown.

    It also runs for error pages, where the request may not have come far enough to have a user or a scope.
    """
    scope: Scope | None = getattr(request, "scope", None)
    user = getattr(request, "user", None)
    return {
        "scope": scope,
        "navigation": destinations(scope, getattr(request, "resolver_match", None)) if scope else [],
        "languages": languages(),
        "bell": SimpleLazyObject(lambda: bell(scope.partnership.slug, unread_of(scope.membership))) if scope else None,
        "may_write": bool(scope and may_write(scope)),
        "may_coordinate": bool(scope and may_coordinate(scope)),
        "scheme": scheme_of(request),
        "user": user,
        "memberships": SimpleLazyObject(
            lambda: list(memberships_of(user)) if user is not None and user.is_authenticated else []
        ),
    }


def destinations(scope: Scope, here: Any) -> Sequence[Destination]:
    """The main menu of a partnership; `here` is the address that was found, or None."""
    app, view = getattr(here, "app_name", ""), getattr(here, "view_name", "")
    on_density = view.startswith("portfolio:density")
    return _menu(scope.partnership.slug, "density" if on_density else app, get_language())


@lru_cache(maxsize=1_000)
def _menu(partnership: str, current: str, _language: str | None) -> Sequence[Destination]:
    """The same for everybody who is at one place and reads one language."""

    def destination(label: str, view: str, icon: str, *at: str) -> Destination:
        return Destination(label, reverse(view, kwargs={"partnership": partnership}), icon, current in at)

    return (
        destination(_("Oversikt"), "overview:show", "house", "overview"),
        destination(_("Måltall"), "results:indicators", "bar-chart", "results", "doubts", "snapshots"),
        destination(_("Året"), "rounds:list", "calendar", "rounds", "meetings"),
        destination(_("Aktiviteter"), "portfolio:activities", "bullet-list", "portfolio"),
        destination(_("Tetthetskart"), "portfolio:density", "menu-grid", "density"),
        destination(_("Duplikater"), "duplicates:queue", "layers-plus", "duplicates"),
        destination(
            _("Organisasjoner"),
            "organisations:tree",
            "branching",
            "organisations",
            "aliases",
            "proposals",
            "reorganising",
        ),
        destination(_("Samarbeidet"), "partnerships:about", "handshake", "partnerships"),
    )


def languages() -> list[Language]:
    """The languages of the product, each by its own name."""
    current = get_language() or settings.LANGUAGE_CODE
    return [Language(code, str(name), code == current) for code, name in settings.LANGUAGES]


def scheme_of(request: Any) -> str:
    """Light, dark or as the device: what the reader chose last."""
    scheme = request.COOKIES.get(SCHEME_COOKIE, "")
    return scheme if scheme in SCHEMES else SCHEMES[0]
