"""What people come to do, done in the browser from the sign-in on."""

from __future__ import annotations

import pytest
from tests.browser.conftest import COORDINATOR, OTHER, Visits

pytestmark = pytest.mark.browser


def test_coordinator_follows_a_number_down_to_what_it_is(visits: Visits) -> None:
    visit = visits.as_persona(COORDINATOR)
    visit.open("/")
    page = visit.page
    assert page.get_by_role("heading", level=1).inner_text() == "Universitetskommunen TRD 3.0"
    page.get_by_role("navigation").get_by_role("link", name="Måltall").first.click()
    page.get_by_role("link", name="Innvilgede forsknings- og innovasjonssøknader").first.click()
    assert "13 saker venter på svar" in page.inner_text("main")
    assert "For tidlig å si" in page.inner_text("main")
    assert not visit.complaints


def test_lead_finds_an_activity_by_part_of_a_compound(visits: Visits) -> None:
    visit = visits.as_persona("Prosjektleder")
    visit.open("/trd3/aktiviteter/")
    page = visit.page
    page.locator("main input[name=q]").first.fill("søvn")
    page.locator("main input[name=q]").first.press("Enter")
    page.get_by_role("link", name="Medisinfri søvnbehandling").first.click()
    page.wait_for_load_state()
    assert "22" in page.inner_text("main")
    assert page.url.endswith("/trd3/aktiviteter/medisinfri-sovnbehandling/")


def test_an_abbreviation_two_organisations_share_is_shown_as_shared(visits: Visits) -> None:
    visit = visits.as_persona(COORDINATOR)
    visit.open("/trd3/aktiviteter/?q=ISS")
    text = visit.page.inner_text("main")
    assert "Institutt for sosiologi og statsvitenskap" in text
    assert "ISS Facility Services" in text


def test_empty_cell_leads_to_an_empty_list_that_says_what_to_do(visits: Visits) -> None:
    visit = visits.as_persona(COORDINATOR)
    visit.open("/trd3/aktiviteter/tetthet/")
    cell = visit.page.locator("td[data-level='0'] a").first
    assert cell.count() == 1
    cell.click()
    visit.page.wait_for_load_state()
    assert "/trd3/aktiviteter/?" in visit.page.url
    assert visit.page.get_by_role("heading", level=1).is_visible()


def test_keyboard_alone_reaches_the_content_and_the_menu(visits: Visits) -> None:
    visit = visits.as_persona(COORDINATOR)
    visit.open("/trd3/")
    page = visit.page
    page.keyboard.press("Tab")
    assert "Hopp" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    seen = set()
    visit.open("/trd3/")
    for _ in range(12):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.textContent.trim()"))
    assert {"Måltall", "Aktiviteter", "Tetthetskart"} <= seen


def test_without_javascript_the_list_still_filters(visits: Visits, all_visits: Visits) -> None:
    visit = visits.as_persona(COORDINATOR)
    cookies = visit.page.context.cookies()
    context = all_visits._browser.new_context(java_script_enabled=False, locale="nb-NO")
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(visit.address + "/trd3/aktiviteter/")
    page.locator("main input[name=q]").first.fill("Harmoni")
    page.locator("main input[name=q]").first.press("Enter")
    page.wait_for_load_state()
    assert "q=Harmoni" in page.url
    assert "HARMONI" in page.inner_text("main").upper()
    context.close()


def test_language_is_the_readers_choice(visits: Visits) -> None:
    visit = visits.as_persona(COORDINATOR)
    visit.open("/trd3/maltall/")
    visit.page.context.add_cookies([{"name": "django_language", "value": "en", "url": visit.address}])
    visit.open("/trd3/maltall/")
    assert visit.page.get_by_role("heading", name="Research collaboration").first.is_visible()
    assert visit.page.locator("html").get_attribute("lang") == "en"


def test_other_partnership_does_not_exist_for_me(visits: Visits) -> None:
    visit = visits.as_persona(OTHER)
    for path in ("/trd3/", "/trd3/maltall/", "/trd3/aktiviteter/climagen/", "/trd3/rapporter/maltall.pdf"):
        assert visit.page.request.get(visit.address + path).status == 404
    assert visit.page.request.get(visit.address + "/fjordby/").status == 200
