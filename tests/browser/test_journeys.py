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


def test_two_leads_register_and_correct_the_same_activity_without_losing_anything(visits: Visits) -> None:
    one = visits.as_persona("Prosjektleder for helse")
    one.open("/trd3/aktiviteter/")
    page = one.page
    page.get_by_role("link", name="Registrer aktivitet").click()
    page.get_by_label("Tittel").fill("Prøvd i nettleseren")
    page.get_by_text("Kladden er lagret").wait_for()
    page.get_by_label("Type").select_option(label="Nettverk")
    page.get_by_label("Når").fill("mars 2024")
    page.get_by_role("button", name="Registrer", exact=True).click()
    page.wait_for_url("**/endre/")
    rows = page.locator("#del-participants fieldset.entry-row")
    before = rows.count()
    rows.last.get_by_label("Organisasjon eller enhet").fill("Trondheim kommune")
    page.get_by_role("button", name="Legg til deltaker").click()
    page.locator(f"#id_participants-{before}-party").wait_for()
    assert page.locator(f"#id_participants-{before - 1}-party").input_value() == "Trondheim kommune"
    page.get_by_role("button", name="Lagre").click()
    page.wait_for_url("**/provd-i-nettleseren/")
    assert "Trondheim kommune" in page.inner_text("main")

    two = visits.as_persona("Prosjektleder for oppvekst")
    two.open("/trd3/aktiviteter/provd-i-nettleseren/endre/")
    one.open("/trd3/aktiviteter/provd-i-nettleseren/endre/")
    two.page.get_by_label("Tittel", exact=True).fill("Kalt noe annet")
    two.page.get_by_role("button", name="Lagre").click()
    two.page.wait_for_url("**/provd-i-nettleseren/")
    page.get_by_label("Tittel", exact=True).fill("Kalt noe tredje")
    page.get_by_label("Kortnavn").fill("PIN")
    page.get_by_role("button", name="Lagre").click()
    page.get_by_role("heading", name="Noen har endret den samtidig").wait_for()
    page.get_by_label("Du: Kalt noe tredje").check()
    page.get_by_role("button", name="Lagre").click()
    page.get_by_role("heading", level=1, name="Kalt noe tredje").wait_for()
    page.get_by_role("link", name="Se alle versjoner").click()
    page.wait_for_url("**/historikk/")
    assert "Kalt noe annet" in page.inner_text("main")
    assert not [complaint for complaint in one.complaints if "409" not in complaint]


def test_a_double_click_registers_once_also_without_javascript(visits: Visits, all_visits: Visits) -> None:
    visit = visits.as_persona("Prosjektleder for helse")
    cookies = visit.page.context.cookies()
    context = all_visits._browser.new_context(java_script_enabled=False, locale="nb-NO")
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(visit.address + "/trd3/aktiviteter/ny/")
    page.get_by_label("Tittel").fill("Dobbeltklikk i havna")
    page.get_by_label("Type").select_option(label="Nettverk")
    page.get_by_role("button", name="Registrer", exact=True).dblclick()
    page.wait_for_url("**/dobbeltklikk-i-havna/endre/")
    page.goto(visit.address + "/trd3/aktiviteter/?q=Dobbeltklikk")
    assert page.locator("main tbody tr").count() == 1
    context.close()
