"""Contacts, the form for those outside and proposals, as they are used: by mouse and without JavaScript, read by axe."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.browser.conftest import COORDINATOR, Visits

pytestmark = pytest.mark.browser

AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def accessible(page) -> None:
    violations = Axe().run(page, options=AXE).response["violations"]
    assert [(v["id"], v["nodes"][0]["html"][:160]) for v in violations] == []


def test_a_contact_is_added_without_leaving_the_page(visits: Visits) -> None:
    visit = visits.as_persona(COORDINATOR)
    visit.open("/trd3/aktiviteter/climagen/")
    page = visit.page
    page.get_by_text("Legg til en kontakt").click()
    page.locator("#kontakt_name").fill("Ingrid Innleid")
    page.locator("#kontakt_email").fill("ingrid@example.no")
    page.locator("#kontakter").get_by_role("button", name="Legg til", exact=True).click()
    page.get_by_text("Ingrid Innleid er lagt til.").wait_for()
    accessible(page)
    page.get_by_role("link", name="Ingrid Innleid").click()
    page.get_by_role("heading", name="Kontaktopplysninger").wait_for()
    accessible(page)
    page.get_by_role("link", name="Gi videre").click()
    page.get_by_role("heading", name="Ingenting å gi videre").or_(page.locator("#mottaker")).first.wait_for()
    accessible(page)
    page.go_back()
    page.get_by_role("link", name="Slett alt om personen").click()
    page.get_by_role("heading", name="Slette alt om personen?").wait_for()
    accessible(page)
    assert visit.complaints == []


def test_a_suggestion_comes_from_outside_and_is_taken_up(visits: Visits) -> None:
    visit = visits.as_persona(COORDINATOR)
    visit.open("/trd3/forslag/skjema/")
    page = visit.page
    page.get_by_role("button", name="Åpne skjemaet").click()
    page.get_by_text("Skjemaet er åpent for alle.").wait_for()
    accessible(page)
    visit.open("/trd3/tips/")
    accessible(page)
    assert not page.get_by_label("La dette feltet stå tomt").is_visible() or page.evaluate(
        "document.querySelector('.not-for-people').getBoundingClientRect().right < 0"
    )
    page.get_by_label("Hva heter det?").fill("Felles sommerskole")
    page.get_by_label("Hva går det ut på?").fill("Sommerskole for ungdom.")
    page.wait_for_timeout(3200)
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="Takk for tipset").wait_for()
    accessible(page)
    visit.open("/trd3/forslag/")
    accessible(page)
    page.get_by_role("link", name="Felles sommerskole").click()
    accessible(page)
    page.get_by_role("button", name="Registrer").click()
    assert page.get_by_label("Tittel").input_value() == "Felles sommerskole"
    assert visit.complaints == []
