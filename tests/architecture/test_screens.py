"""Whatever a screen does, a program can do: every screen has its row in `docs/reference/api-screens.md`."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver
from tests.architecture.source import ROOT

from brobygger.api.views.service import description

PAGE = ROOT / "docs" / "reference" / "api-screens.md"
BASE = "/api/v1/partnerships/{partnership}"
_ROW = re.compile(r"^\| `(?P<name>[a-z_]+:[a-z_]+)` \| `(?P<address>[^`]*)` \| (?P<rest>.*) \|$", re.MULTILINE)
_OPERATION = re.compile(r"`(GET|POST|PUT|PATCH|DELETE) ([^`]*)`")


@dataclass(frozen=True)
class Screen:
    """An address of the product that is not part of the API."""

    name: str
    address: str
    takes_post: bool


def _screens(patterns: list[URLPattern | URLResolver], route: str = "", app: str = "") -> Iterator[Screen]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _screens(pattern.url_patterns, here, pattern.app_name or app)
        elif app != "api" or pattern.name == "about":
            address = re.sub(r"<\w+:(\w+)>", r"{\1}", here)
            yield Screen(f"{app}:{pattern.name}", f"/{address}", _takes_post(pattern))


def _takes_post(pattern: URLPattern) -> bool:
    """Whether a view is asked to do something: it says so where it stands, and one that says nothing takes all."""
    source = inspect.getsource(inspect.unwrap(pattern.callback))
    decorators = source.partition("\ndef ")[0] if source.startswith("@") else ""
    return "require_safe" not in decorators and ("POST" in decorators or "require_http_methods" not in decorators)


SCREENS = {screen.name: screen for screen in _screens(get_resolver().url_patterns)}


def _tables() -> tuple[dict[str, list[tuple[str, str]]], dict[str, str], dict[str, str]]:
    """Screens with their operations, screens with the reason why there are none, and the addresses of both."""
    doing, reasons, addresses = {}, {}, {}
    for row in _ROW.finditer(PAGE.read_text(encoding="utf-8")):
        name = row["name"]
        assert name not in addresses, f"{name} has two rows"
        addresses[name] = row["address"]
        operations = _OPERATION.findall(row["rest"])
        if operations:
            doing[name] = operations
        else:
            reasons[name] = row["rest"]
    return doing, reasons, addresses


DOING, REASONS, ADDRESSES = _tables()


def test_every_screen_has_a_row_or_a_reason() -> None:
    missing = sorted(set(SCREENS) - set(ADDRESSES))
    assert not missing, f"give them a row in {PAGE.name}: {missing}"


def test_what_is_done_on_a_screen_is_done_through_the_api() -> None:
    only_read = [
        name
        for name, operations in DOING.items()
        if SCREENS[name].takes_post and all(method == "GET" for method, _ in operations)
    ]
    assert not only_read, "these screens do something, and the table names only what is read"
    assert sum(screen.takes_post for screen in SCREENS.values()) > 50


def test_the_table_names_what_is_there() -> None:
    there = {
        (method.upper(), path.removeprefix(BASE))
        for path, methods in description()["paths"].items()
        for method in methods
    }
    for name, operations in DOING.items():
        assert set(operations) <= there, name
    for name, address in ADDRESSES.items():
        assert name in SCREENS, f"there is no screen {name}"
        assert address == SCREENS[name].address.replace("/{partnership}/", "/", 1), name


def test_every_reason_is_one() -> None:
    for name, reason in REASONS.items():
        assert len(reason.split()) >= 3, name
