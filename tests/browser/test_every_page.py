"""What holds on every page: it can be read by everyone, on every screen, and asks nobody else for anything."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.browser.conftest import COORDINATOR, OTHER, Visits
from tests.browser.pages import NASTY_PAGES, PAGES

pytestmark = pytest.mark.browser

AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
ALL = [(COORDINATOR, name, path) for name, path in PAGES.items()] + [(OTHER, n, p) for n, p in NASTY_PAGES.items()]


def _accessible(visit, what: str) -> None:
    results = Axe().run(visit.page, options=AXE)
    found = [(v["id"], v["nodes"][0]["html"][:160]) for v in results.response["violations"]]
    assert not found, f"{what}: {found}"


@pytest.mark.parametrize(("role", "name", "path"), ALL, ids=[name for _, name, _ in ALL])
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")], ids=["desktop-light", "phone-dark"])
def test_page_is_accessible_and_keeps_to_itself(
    visits: Visits, role: str, name: str, path: str, width: int, scheme: str
) -> None:
    visit = visits.as_persona(role, width=width, scheme=scheme)
    status = visit.open(path)
    assert status == (404 if name == "finnes-ikke" else 200)
    _accessible(visit, f"{path} at {width} px, {scheme}")
    expected = (
        {"Failed to load resource: the server responded with a status of 404 (Not Found)"} if status == 404 else set()
    )
    assert set(visit.complaints) <= expected


@pytest.mark.parametrize(("role", "name", "path"), ALL, ids=[name for _, name, _ in ALL])
def test_page_has_no_sideways_scroll_at_320_px(visits: Visits, role: str, name: str, path: str) -> None:
    visit = visits.as_persona(role, width=320)
    visit.open(path)
    widths = visit.page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    assert widths[0] <= widths[1], f"{path} is {widths[0]} px wide"


def test_sign_in_page_is_accessible(visits: Visits) -> None:
    visit = visits.as_persona(COORDINATOR, width=390)
    visit.page.context.clear_cookies()
    assert visit.open("/logg-inn/") == 200
    _accessible(visit, "/logg-inn/")
