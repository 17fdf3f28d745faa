"""The pages: the whole year by clicking, bad input, what each page costs, and what it tells whom."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.fixtures.partnerships import NOW
from tests.fixtures.rounds import DAYS, Story, draft_in, story

from brobygger.accounts.models import User
from brobygger.audit.models import Event
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions import register_activities
from brobygger.portfolio.rules.kinds import Kind
from brobygger.results.models import LeftOut, ReportedValue
from brobygger.rounds.actions.opening import open_round
from brobygger.rounds.actions.remind import remind
from brobygger.rounds.models import Reminder
from brobygger.rounds.queries.rounds import reported_only
from brobygger.rounds.rules.kinds import Stage


@pytest.fixture
def told(db: None) -> Story:
    return story()


@pytest.fixture
def clients(told: Story, client_of: Callable[[User], Client]) -> dict[str, Client]:
    return {name: client_of(user) for name, user in told.people.items()}


def text(response: Any) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))


def post_form(client: Client, page: str, action: str, **data: Any) -> Any:
    """Send the form on a page that goes to an address, with what is hidden in it."""
    body = client.get(page).content.decode()
    forms = re.findall(r'<form[^>]*action="([^"]+)"[^>]*>(.*?)</form>', body, re.DOTALL)
    inner = next(content for address, content in forms if address.endswith(action))
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', inner))
    ticked = re.findall(r'type="checkbox" name="(stemmer|godkjenn)" value="([^"]+)"', inner)
    values = {name: [v for n, v in ticked if n == name] for name, _ in ticked}
    address = next(each for each, _ in forms if each.endswith(action))
    return client.post(html.unescape(address), {**values, **hidden, **data}, follow=True)


def test_the_whole_year_by_clicking(told: Story, clients: dict[str, Client]) -> None:
    base = "/runden/aret/2025/"
    lead, of_uni, of_town = clients["lead"], clients["of_uni"], clients["of_town"]
    page = f"{base}arbeidsliste/helse/"
    assert "3 aktiviteter å bekrefte" in text(lead.get(page))
    assert "3 aktiviteter er bekreftet." in text(post_form(lead, page, "/bekreft/"))
    assert "Levert" in text(post_form(lead, page, "/lever/", minutes="4"))
    review = f"{base}gjennomgang/helse/"
    assert "Dette er første gang" in text(of_town.get(review))
    assert "Sendt tilbake" in text(post_form(of_town, review, "/send-tilbake/", reason="«En» var et møte"))
    # What the lead comes back for stands first on the page.
    again = text(lead.get(page))
    assert re.search(
        r"sendte tilbake for [^:]+:\s+«En» var et møte»|sendte tilbake for [^:]+:\s+««En» var et møte»", again
    )
    assert "Alt er på plass" not in again
    told.change("en", at=timezone.now(), kind=Kind.EVENT)
    assert "1 aktivitet å bekrefte" in text(lead.get(page))
    post_form(lead, page, "/bekreft/")
    post_form(lead, page, "/lever/", minutes="2")
    seen = text(of_town.get(review))
    assert "endret og bekreftet på nytt, nå i versjon 2" in seen
    assert "6 minutter" in seen
    for area in ("oppvekst", "felles"):
        holder = clients["colleague"] if area == "oppvekst" else of_uni
        post_form(holder, f"{base}arbeidsliste/{area}/", "/ingenting/")
        post_form(holder, f"{base}arbeidsliste/{area}/", "/lever/")
    for client in (of_uni, of_town):
        assert "3 områder er godkjent" in text(post_form(client, f"{base}gjennomgang/", "/godkjenn/"))
    done = post_form(of_uni, f"{base}vedtak/", "/vedtak/", title="Vedtatt", date="20.1.2027", source="3/27")
    assert "Året er vedtatt." in text(done)
    assert {each.stage for each in told.round.submissions.all()} == {Stage.ADOPTED}
    assert "Vedtatt av styringsgruppen" in text(lead.get(page))
    undone = post_form(of_uni, f"{base}vedtak/", "/gjor-om/", reason="Feil dato")
    assert "Vedtaket er gjort om" in text(undone)


def test_a_change_after_handing_in_is_shown_and_confirmed_without_sending_all_back(
    told: Story, clients: dict[str, Client]
) -> None:
    told.hand_in()
    told.approve("helse", "of_uni")
    told.change("en", kind=Kind.EVENT)
    review = "/runden/aret/2025/gjennomgang/helse/"
    shown = clients["of_town"].get(review)
    assert "Endret og ikke bekreftet" in text(shown)
    assert not shown.context["may_approve"]
    late = clients["of_town"].post(f"{review}godkjenn/", {"sett": told.submission().version})
    assert late.status_code == 409
    post_form(clients["lead"], "/runden/aret/2025/arbeidsliste/helse/", "/bekreft/")
    assert clients["of_town"].get(review).context["may_approve"]


def test_bad_input_loses_nothing(told: Story, clients: dict[str, Client]) -> None:
    of_uni, lead = clients["of_uni"], clients["lead"]
    told.hand_in()
    review = "/runden/aret/2025/gjennomgang/helse/"
    empty = of_uni.post(f"{review}send-tilbake/", {"sett": "1", "reason": " "})
    assert empty.status_code == 422
    assert "Skriv en begrunnelse" in text(empty)
    stale = of_uni.post(f"{review}send-tilbake/", {"sett": "1", "reason": "Dette skal stå"})
    assert stale.status_code == 409
    assert "Dette skal stå" in stale.content.decode()
    for data in ({}, {"stemmer": ["x:y", "::", "1:" + "9" * 40, "-1:1"]}, {"alle_fra": "i går"}):
        assert lead.post("/runden/aret/2025/arbeidsliste/helse/bekreft/", data).status_code in {302, 409}
    backwards = {"submission_due": "2026-12-11", "review_due": "2026-12-01", "adoption_due": "2027-01-20"}
    moved = of_uni.post("/runden/aret/2025/flytt/", {"sett": told.round.version, **backwards})
    assert moved.status_code == 422
    assert "må komme etter hverandre" in text(moved)
    opened = of_uni.post("/runden/aret/ny/", {"year": "2025", **backwards})
    assert opened.status_code == 422
    assert "Velg minst ett område" in text(opened)
    for address in ("/runden/aret/99999999/", "/runden/aret/2024/", "/runden/aret/2025/arbeidsliste/finnes-ikke/"):
        assert lead.get(address).status_code == 404
    assert lead.get("/runden/aret/2025/arbeidsliste/helse/?etter=æ&side=-1").status_code == 200


def test_disputes_are_raised_listed_and_settled(told: Story, clients: dict[str, Client]) -> None:
    of_town, of_uni = clients["of_town"], clients["of_uni"]
    activity = text(clients["lead"].get("/runden/aktiviteter/en/"))
    assert "Rapporteringen for 2025" in activity
    address = "/runden/aret/2025/uenigheter/?aktivitet=en"
    assert clients["observer"].post(address, {"reason": "x"}).status_code == 403
    assert of_town.post(address, {"reason": ""}).status_code == 422
    assert of_town.post(address, {"reason": "Vi var ikke med"}).status_code == 302
    assert of_uni.post(address, {"reason": "Igjen"}).status_code == 409
    for nothing in ("finnes-ikke", "%00"):
        there = f"/runden/aret/2025/uenigheter/?aktivitet={nothing}"
        assert of_town.post(there, {"reason": "x"}).status_code == 404
    listed = text(of_uni.get("/runden/aret/2025/uenigheter/"))
    assert "Vi var ikke med" in listed
    assert "Vi var ikke med" in text(of_uni.get("/runden/aktiviteter/en/"))
    assert "holdt utenfor tallene" in text(of_uni.get("/runden/aret/2025/"))
    number = told.round.disputes.get().pk
    settle = f"/runden/aret/2025/uenigheter/{number}/avgjor/"
    alone = of_uni.post(settle, {"ending": "counts", "words": "Vi mener den teller"})
    assert alone.status_code == 422
    assert "Den andre parten meldte dette" in text(alone)
    assert of_town.post(settle, {"ending": "counts", "words": "Vi fant referatet"}).status_code == 302
    assert of_town.post(settle, {"ending": "counts", "words": "Igjen"}).status_code == 409
    assert not LeftOut.objects.exists()


def test_numbers_that_cannot_be_counted_are_asked_for(trd3: Partnership, cast: Any, client_of: Any) -> None:
    wanted = reported_only(trd3, 2025)
    assert wanted
    area = trd3.focus_areas.get(slug="helse-og-velferd")
    open_round(
        partnership=trd3, year=2025, days=DAYS, areas=[area], asked={wanted[0].pk: area.pk},
        by=cast.coordinator.as_actor, now=NOW,
    )  # fmt: skip
    first = wanted[0].definitions.get()
    for version, year, unit in ((2, 2025, "gjest"), (3, 2026, "senere")):
        wanted[0].definitions.create(
            version=version, valid_from=year, text=first.text, unit={"nb": unit}, recorded_at=NOW, recorded_by="x"
        )
    code = wanted[0].code
    address = f"/trd3/aret/2025/arbeidsliste/helse-og-velferd/tall/{code}/"
    lead = client_of(cast.lead)
    before = ReportedValue.objects.filter(indicator=wanted[0], year=2025).count()
    assert lead.post(address, {"value": "12", "source": ""}).status_code == 422
    assert lead.post(address, {"value": "mange", "source": "Nettstedet"}).status_code == 422
    assert lead.post(address, {"value": "", "source": "Nettstedet"}).status_code == 422
    assert lead.post(address, {"value": "-1", "source": "Nettstedet"}).status_code == 422
    assert lead.post(address, {"value": "1 234,5", "source": "Nettstedet"}).status_code == 302
    value = ReportedValue.objects.filter(indicator=wanted[0], year=2025).latest("recorded_at", "pk")
    assert (str(value.value), value.source) == ("1234.50", "Nettstedet")
    assert ReportedValue.objects.filter(indicator=wanted[0], year=2025).count() == before + 1
    other = f"/trd3/aret/2025/arbeidsliste/helse-og-velferd/tall/{wanted[1].code}/" if len(wanted) > 1 else ""
    assert not other or lead.post(other, {"value": "1", "source": "x"}).status_code == 404
    page = text(lead.get("/trd3/aret/2025/arbeidsliste/helse-og-velferd/"))
    assert "Besvart" in page
    assert "Måles i: gjest" in page


def test_odd_numbers_are_explained_for_these_numbers_only(told: Story, clients: dict[str, Client]) -> None:
    drafts = [draft_in(told.partnership, f"moete-{n}", "helse", "2025", Kind.EVENT) for n in range(12)]
    register_activities(partnership=told.partnership, drafts=drafts, by=told.people["lead"].as_actor, now=NOW)
    page = "/runden/aret/2025/arbeidsliste/helse/"
    lead = clients["lead"]
    assert "fra 0 året før til 12" in text(lead.get(page))
    assert "Forklaringen er lagret" in text(post_form(lead, page, "/forklar/", reason="Vi begynte med møter"))
    assert "«Vi begynte med møter»" in text(lead.get(page))
    told.register("enda-et", kind=Kind.EVENT)
    again = text(lead.get(page))
    assert "1 tall å forklare" in again
    assert "Vi begynte med møter" in again
    assert lead.post(f"{page}forklar/", {"om": "kind:tull", "reason": "x"}).status_code == 404
    refused = lead.post(f"{page}forklar/", {"om": "kind:event", "reason": " ", "merke": "%d"})
    assert refused.status_code == 422
    assert "Feil:" in text(refused)
    assert 'href="#forklar-0_reason"' in refused.content.decode()


@pytest.mark.parametrize("many", [3, 120])
def test_no_page_asks_more_when_there_is_more(told: Story, clients: dict[str, Client], many: int) -> None:
    drafts = [draft_in(told.partnership, f"pilot-{n}", "helse", "2025") for n in range(many)]
    register_activities(partnership=told.partnership, drafts=drafts, by=told.people["lead"].as_actor, now=NOW)
    at_most = {
        "": 12,
        "2025/": 22,
        "2025/arbeidsliste/helse/": 17,
        "2025/gjennomgang/": 20,
        "2025/gjennomgang/helse/": 22,
    }
    for page, most in at_most.items():
        clients["lead"].get(f"/runden/aret/{page}")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert clients["lead"].get(f"/runden/aret/{page}").status_code == 200
        assert len(queries) <= most, (page, len(queries), [q["sql"][:90] for q in queries])


def test_days_remind_each_once(told: Story) -> None:
    day = told.round.submission_due
    first = NOW.replace(year=day.year, month=day.month, day=day.day) - timedelta(days=14)
    for moment, sent in ((first - timedelta(days=1), 0), (first, 3), (first, 0), (first + timedelta(days=1), 0)):
        assert remind(round_=told.round, now=moment) == sent
    assert remind(round_=told.round, now=first + timedelta(days=60)) == 3
    assert Reminder.objects.count() == 6
    assert Event.objects.filter(verb="round_due", subject_id=told.people["lead"].pk).count() == 2
    assert not Event.objects.filter(verb="round_due", subject_id=told.people["observer"].pk).exists()


def test_a_coordinator_of_an_area_without_lead_is_told_once(told: Story) -> None:
    told.all_approved()
    events = Event.objects.filter(verb="round_approved")
    seen = [(each.subject_id, str(each.data), each.at) for each in events]
    assert seen
    assert len(seen) == len(set(seen))


def test_who_holds_it_is_told_and_led_there(told: Story, clients: dict[str, Client]) -> None:
    told.hand_in()
    notices = clients["of_town"].get("/runden/varsler/").content.decode()
    assert "2025: Helse" in notices
    assert "/runden/aret/2025/gjennomgang/helse/" in notices
    assert "/runden/aret/2025/arbeidsliste/helse/" in clients["lead"].get("/runden/varsler/").content.decode()
    assert "2025: Helse" not in clients["observer"].get("/runden/varsler/").content.decode()
