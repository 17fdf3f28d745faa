"""Two sides register the same under different names: it is seen, said, merged, counted once, and parted again."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.browser.conftest import Visit, Visits

pytestmark = pytest.mark.browser

AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
ONE, OTHER = "Havtare som gjødsel i byens parsellhager", "Parsellhagene gjødsles med havtare"


def accessible(visit: Visit) -> None:
    for width in (1280, 390):
        visit.page.set_viewport_size({"width": width, "height": 900})
        violations = Axe().run(visit.page, options=AXE).response["violations"]
        assert [(v["id"], v["nodes"][0]["html"][:160]) for v in violations] == []
    visit.page.set_viewport_size({"width": 320, "height": 900})
    assert visit.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    visit.page.set_viewport_size({"width": 1280, "height": 900})


def found(visit: Visit, text: str) -> list[str]:
    """The titles the list shows for a search."""
    visit.open(f"/trd3/aktiviteter/?q={quote(text)}")
    return visit.page.locator("#treff tbody th a").all_inner_texts()


def register(visit: Visit, title: str) -> None:
    visit.open("/trd3/aktiviteter/ny/")
    visit.page.get_by_label("Tittel").fill(title)
    visit.page.get_by_label("Type").select_option("research_project")
    visit.page.get_by_label("Når").fill("2024")


def test_the_same_project_under_two_names_counts_once(visits: Visits) -> None:
    university, municipality = (
        visits.as_persona("Prosjektleder for helse"),
        visits.as_persona("Prosjektleder for oppvekst"),
    )
    register(university, ONE)
    university.page.get_by_role("button", name="Registrer").click()
    university.page.wait_for_url("**/endre/")
    register(municipality, OTHER)
    page = municipality.page
    page.get_by_role("heading", name="Er det en av disse?").wait_for()
    assert page.locator("#ligner").get_by_role("link", name=ONE).is_visible()
    assert "havtare" in page.locator("#ligner").inner_text()
    page.get_by_text("Teller").first.wait_for()
    accessible(municipality)
    page.get_by_role("button", name="Registrer").click()
    page.wait_for_url("**/endre/")
    assert len(found(municipality, "havtare")) == 2

    page.get_by_role("link", name=OTHER).click()
    page.get_by_role("link", name=ONE).click()
    page.get_by_role("heading", name="Er disse den samme?").wait_for()
    accessible(municipality)
    address = page.url
    page.get_by_label("Den samme", exact=False).first.check()
    page.get_by_role("button", name="Gå videre").click()
    page.get_by_role("heading", name="Slå sammen").wait_for()
    accessible(municipality)
    page.get_by_role("button", name="Ja, det er den samme").click()
    page.get_by_text("Ditt ja er notert").wait_for()

    university.page.goto(address + "sla-sammen/")
    assert "har sagt ja" in university.page.inner_text("main")
    university.page.get_by_role("button", name="Ja, det er den samme").click()
    university.page.get_by_text("er slått sammen og telles én gang").wait_for()
    accessible(university)
    assert len(found(university, "havtare")) == 1

    university.page.locator("#treff tbody th a").first.click()
    university.page.get_by_role("link", name="Skill dem igjen").click()
    accessible(university)
    university.page.get_by_role("button", name="Skill dem").click()
    university.page.get_by_text("De er skilt igjen").wait_for()
    assert sorted(found(university, "havtare")) == sorted([ONE, OTHER])
    assert university.complaints == municipality.complaints == []


def test_what_is_there_already_is_joined(visits: Visits) -> None:
    visit = visits.as_persona("Prosjektleder for helse")
    register(visit, "Climagen klimarobuste grøntområder")
    visit.page.get_by_role("heading", name="Er det en av disse?").wait_for()
    visit.page.locator("#ligner").get_by_role("button", name="Det er den samme").first.click()
    visit.page.get_by_text("Den telles én gang.").wait_for()
    assert "/trd3/aktiviteter/climagen/" in visit.page.url
    assert visit.complaints == []


def test_three_of_one_thing_are_merged_at_once(visits: Visits) -> None:
    visit = visits.as_persona("Prosjektleder for helse")
    page = visit.page
    titles = ("Blåskjell renser havnebassenget", "Havnebassenget renses av blåskjell", "Blåskjell i havnebassenget")
    for title in titles:
        register(visit, title)
        page.get_by_role("button", name="Registrer").click()
        page.wait_for_url("**/endre/")
    found(visit, "blåskjell")
    page.get_by_role("link", name=titles[0], exact=True).click()
    page.get_by_role("link", name=titles[1], exact=True).click()
    accessible(visit)
    page.get_by_label("Den samme", exact=False).first.check()
    page.get_by_role("group", name="Er også disse den samme?").get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Gå videre").click()
    page.get_by_role("heading", name="Disse slås sammen").wait_for()
    accessible(visit)
    page.get_by_role("button", name="Ja, det er den samme").click()
    page.get_by_text("De er slått sammen og telles én gang.").wait_for()
    assert len(found(visit, "blåskjell")) == 1
