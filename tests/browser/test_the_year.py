"""The year 2025 of TRD 3.0 in a browser, with both sides: handed in, sent back, disputed, approved and adopted."""

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
