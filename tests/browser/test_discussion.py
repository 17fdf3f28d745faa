"""Talking about an activity with a browser: choosing whom to tell, and staying where one is."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.browser.conftest import COORDINATOR, Visits
from tests.browser.test_every_page import AXE

pytestmark = pytest.mark.browser
THREAD = "/trd3/aktiviteter/climagen/samtale/"


def test_a_name_is_chosen_from_the_keyboard_and_the_comment_is_saved_in_place(visits: Visits) -> None:
    visit = visits.as_persona(COORDINATOR)
    visit.open(THREAD)
    text = visit.page.get_by_label("Kommentar", exact=True)
    text.press_sequentially("Kan du se på den, @jon")
    name = visit.page.get_by_role("button", name="Jonas Prøve")
    name.wait_for()
    text.press("ArrowDown")
    name.press("Enter")
    assert text.input_value() == "Kan du se på den, @Jonas Prøve "
    assert visit.page.evaluate("document.activeElement.id") == text.get_attribute("id")
    text.press_sequentially("– frist fredag")
    assert not visit.page.locator("#folk button").count()
    visit.page.get_by_role("button", name="Lagre kommentaren").click()
    visit.page.get_by_text("Kommentaren er lagret.").wait_for()
    assert visit.page.url.endswith(THREAD)
    assert visit.page.get_by_text("@Jonas Prøve – frist fredag").count()
    assert visit.page.evaluate("document.activeElement.id") == "samtale"
    results = Axe().run(visit.page, options=AXE)
    assert not [violation["id"] for violation in results.response["violations"]]
    assert not visit.complaints


def test_escape_closes_the_names(visits: Visits) -> None:
    visit = visits.as_persona(COORDINATOR)
    visit.open(THREAD)
    text = visit.page.get_by_label("Kommentar", exact=True)
    text.press_sequentially("@jon")
    visit.page.get_by_role("button", name="Jonas Prøve").wait_for()
    text.press("Escape")
    assert not visit.page.locator("#folk button").count()
    assert text.input_value() == "@jon"


def test_what_is_wrong_is_told_in_place(visits: Visits) -> None:
    visit = visits.as_persona(COORDINATOR)
    visit.open(THREAD)
    visit.page.get_by_role("button", name="Lagre kommentaren").click()
    visit.page.get_by_text("Skriv noe før du lagrer.").wait_for()
    # The browser tells of every answer of this kind.
    assert all("422" in complaint for complaint in visit.complaints)


def test_without_scripts_it_is_saved_too(visits: Visits) -> None:
    visit = visits.as_persona(COORDINATOR)
    visit.page.route("**/*.js", lambda route: route.abort())
    visit.open(THREAD)
    visit.page.get_by_text("Varsle flere").click()
    visit.page.get_by_label("Ingrid Eksempel").check()
    visit.page.get_by_label("Kommentar", exact=True).fill("Uten skript")
    visit.page.get_by_role("button", name="Lagre kommentaren").click()
    visit.page.wait_for_url("**/aktiviteter/climagen/#kommentar-*")
    visit.open(THREAD)
    assert visit.page.get_by_text("Uten skript").count()
    assert visit.page.get_by_text("Varslet: Ingrid Eksempel").count()
