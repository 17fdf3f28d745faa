"""The year 2025 of TRD 3.0 in a browser, with both sides: handed in, sent back, disputed, approved, adopted, corrected."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.browser.conftest import Visit, Visits
from tests.browser.test_every_page import AXE

pytestmark = pytest.mark.browser
YEAR = "/trd3/aret/2025/"
OF_UNI, OF_TOWN = "Koordinator, NTNU", "Koordinator, Trondheim"
HOLDERS = {
    "helse-og-velferd": "Prosjektleder for helse",
    "oppvekst-og-utdanning": "Prosjektleder for oppvekst",
    "byutvikling-og-kultur": "Prosjektleder for oppvekst",
    "innovasjon-og-omstilling": OF_UNI,
    "unikom": OF_UNI,
    "felles": OF_UNI,
}


def click(visit: Visit, name: str) -> None:
    visit.page.get_by_role("button", name=name).first.click()
    visit.page.wait_for_load_state()


def hand_in(visit: Visit, area: str) -> None:
    """Answer whatever waits, from top to bottom, and hand in."""
    visit.open(f"{YEAR}arbeidsliste/{area}/")
    page = visit.page
    while page.get_by_role("button", name="Ingenting er endret i disse").count():
        click(visit, "Ingenting er endret i disse")
    while page.get_by_role("button", name="Lagre forklaringen").count():
        page.get_by_label("Begrunnelse").first.fill("Flere kull var ferdige året før")
        click(visit, "Lagre forklaringen")
    while page.get_by_role("button", name="La tallet stå").count():
        click(visit, "La tallet stå")
    while (waiting := page.locator("details", has=page.get_by_text("Legg inn tallet", exact=True))).count():
        open_ = [each for each in waiting.all() if not each.locator("xpath=..").get_by_text("Besvart").count()]
        if not open_:
            break
        open_[0].locator("summary").click()
        open_[0].get_by_label("Kilde").fill("Nettstedet")
        open_[0].get_by_label("Merknad").fill("Ikke målt dette året")
        open_[0].get_by_role("button", name="Lagre tallet").click()
        page.wait_for_load_state()
    if page.get_by_role("button", name="Ingenting å melde").count():
        click(visit, "Ingenting å melde")
    page.get_by_label("Hvor mange minutter tok det?").fill("5")
    click(visit, "Lever til koordinatorene")
    page.get_by_text("Levert. Koordinatorene har fått varsel.").wait_for()


def rename_a_unit(visit: Visit) -> None:
    """What was adopted keeps the name of then."""
    visit.open("/trd3/organisasjoner/ntnu-ism/omorganisere/nytt-navn/")
    visit.page.locator("[name=name]").fill("Institutt for folkehelse og sykepleie")
    visit.page.locator("[name=date]").fill("2026-01-01")
    visit.page.locator("[name=reason]").fill("Vedtatt av fakultetet")
    visit.page.locator("main form button[type=submit]").last.click()
    click(visit, "Lagre")
    visit.open("/trd3/organisasjoner/ntnu-ism/")
    assert visit.page.get_by_role("heading", name="Institutt for folkehelse og sykepleie").count()


def correct(visit: Visit) -> None:
    """Follow a number down to an activity, throw it away, and write an erratum; what was adopted stays on paper."""
    visit.open("/trd3/vedtatt/1/tall/research-applications-sent/")
    address = visit.page.locator("main a[href*='/trd3/aktiviteter/']").first.get_attribute("href") or ""
    visit.open(f"{address}endre/")
    visit.page.get_by_role("link", name="Kast i papirkurven").click()
    click(visit, "Kast i papirkurven")
    visit.open("/trd3/vedtatt/1/rettelser/")
    visit.page.locator("main a[href*='rettelser/ny/?']").first.click()
    visit.page.get_by_label("Hva var galt, og hvordan ble det funnet?").fill("Søknaden ble aldri sendt")
    visit.page.get_by_label("Hvem bestemmer dette?").fill("Styringsgruppen, sak 14/27")
    click(visit, "Før rettelsen")
    assert visit.page.get_by_text("Rettelse 1 er ført.").count()
    paper = visit.page.request.get(visit.page.url.split("/trd3/")[0] + "/trd3/rapporter/maltall-2025.pdf")
    assert paper.status == 200
    assert paper.body().startswith(b"%PDF")


def test_the_year_runs_from_the_leads_to_the_steering_group(visits: Visits) -> None:
    people = {role: visits.as_persona(role) for role in dict.fromkeys([*HOLDERS.values(), OF_UNI, OF_TOWN])}
    for area, role in HOLDERS.items():
        hand_in(people[role], area)
    of_uni, of_town = people[OF_UNI], people[OF_TOWN]
    of_town.open(f"{YEAR}gjennomgang/helse-og-velferd/")
    of_town.page.get_by_label("Hva må rettes?").fill("EMDR-prosjektet er avsluttet")
    click(of_town, "Send tilbake")
    lead = people["Prosjektleder for helse"]
    lead.open("/trd3/varsler/")
    assert lead.page.get_by_text("EMDR-prosjektet er avsluttet").count()
    hand_in(lead, "helse-og-velferd")
    of_town.open(f"{YEAR}uenigheter/?aktivitet=ekstern-evaluering-2025")
    of_town.page.get_by_label("Hva er dere uenige om?").fill("Vi var ikke oppdragsgiver")
    click(of_town, "Meld uenighet")
    for visit in (of_uni, of_town):
        visit.open(f"{YEAR}gjennomgang/")
        for box in visit.page.get_by_role("checkbox").all():
            box.check()
        click(visit, "Godkjenn de avkryssede for din part")
        visit.page.get_by_text("6 områder er godkjent for din part.").wait_for()
    of_uni.open(f"{YEAR}vedtak/")
    of_uni.page.get_by_label("Hva styringsgruppen vedtok").fill("Rapporteringen for 2025 er vedtatt")
    of_uni.page.get_by_label("Dato").fill("2027-01-20")
    click(of_uni, "Vedta året")
    assert of_uni.page.get_by_text("Noe er omstridt.").count()
    of_uni.page.get_by_label("Hva styringsgruppen vedtok").fill("Rapporteringen for 2025 er vedtatt")
    of_uni.page.get_by_label("Dato").fill("2027-01-20")
    of_uni.page.get_by_label("Det som er omstridt, holdes utenfor").check()
    click(of_uni, "Vedta året")
    of_uni.page.get_by_text("Året er vedtatt.").wait_for()
    rename_a_unit(of_uni)
    correct(of_uni)
    for visit, path in (
        (of_uni, YEAR),
        (lead, f"{YEAR}arbeidsliste/helse-og-velferd/"),
        (of_town, f"{YEAR}uenigheter/"),
    ):
        visit.open(path)
        results = Axe().run(visit.page, options=AXE)
        assert not [violation["id"] for violation in results.response["violations"]]
    # The browser tells of every answer that refuses.
    assert all("409" in complaint for visit in people.values() for complaint in visit.complaints)
