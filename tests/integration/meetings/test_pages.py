"""The pages of meetings: who sees what, bad input, and that they ask a fixed number of times."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from tests.conftest import NOW, Cast
from tests.integration.meetings.test_meetings import again, decide, hold, plan

from brobygger.audit.rules import system
from brobygger.meetings.actions.planning import CaseDraft, add_case
from brobygger.meetings.models import CaseItem, CaseOutcome, Meeting
from brobygger.meetings.rules.kinds import Outcome
from brobygger.partnerships.models import Decision, Partnership
from brobygger.rounds.actions.opening import Days, cancel_round, open_round

BY = system("tests")
SignIn = Callable[..., Client]
HOME = "/trd3/moter/"


@pytest.fixture
def meeting(trd3: Partnership) -> Meeting:
    return plan(trd3)


@pytest.fixture
def case(meeting: Meeting) -> CaseItem:
    return add_case(meeting=meeting, draft=CaseDraft("Flere møteplasser", proposal="To"), by=BY, now=NOW)


def test_the_list_says_what_to_do_next(trd3: Partnership, cast: Cast, client_of: SignIn) -> None:
    assert "En koordinator planlegger møtene" in client_of(cast.lead).get(HOME).content.decode()
    assert "Planlegg et møte, så samler siden" in client_of(cast.coordinator).get(HOME).content.decode()
    plan(trd3)
    assert "ingen saker ennå" in client_of(cast.observer).get(HOME).content.decode()


def test_from_plan_to_decision(trd3: Partnership, cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.coordinator)
    told = {"title": "Vårmøtet", "date": "03.12.2025", "place": "Teams", "year": "2025"}
    response = client.post(f"{HOME}ny/", told, follow=True)
    own = f"{HOME}2025-12-03/"
    assert response.redirect_chain == [(own, 302)]
    asked = {"title": "Flere <møteplasser>", "text": "En\n\nto", "proposal": "To", "indicator": "master-theses"}
    page = client.post(f"{own}saker/ny/", asked, follow=True).content.decode()
    assert "Sak 1: Flere &lt;møteplasser&gt;" in page
    assert "Masteroppgaver" in page
    assert client.post(f"{own}saker/1/vedtak/", {"outcome": "adopted", "words": "x", "sett": "2"}).status_code == 409
    page = client.post(f"{own}holdt/", {"sett": "2"}, follow=True).content.decode()
    assert "Den endres ikke." in page
    before = Decision.objects.count()
    decided = {"outcome": "changed", "words": "Tre", "sett": "3"}
    assert client.post(f"{own}saker/1/vedtak/", decided).status_code == 302
    # Pressing twice writes it once.
    assert client.post(f"{own}saker/1/vedtak/", decided).status_code == 409
    made = Decision.objects.latest("pk")
    assert Decision.objects.count() == before + 1
    assert made.source == "Vårmøtet 3. desember 2025, sak 1"
    page = client.post(f"{own}saker/1/fulgt-opp/", {"state": "done", "words": "Gjort i mai"}, follow=True)
    assert "Gjort i mai" in page.content.decode()
    assert "Vedtatt med endringer" in page.content.decode()


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"title": "", "date": "2026-12-03"}, "Skriv hva møtet heter"),
        ({"title": "Møte", "date": "i morgen"}, "Skriv datoen som 31.12.2026."),
        ({"title": "Møte", "date": "0001-01-01"}, "Velg en dato mellom 1990 og 2199."),
        ({"title": "Møte", "date": "2026-12-03", "year": "1066"}, "1066"),
        ({"title": "x" * 300, "date": "2026-12-03"}, "200"),
    ],
)
def test_bad_input_is_told_and_kept(trd3, cast: Cast, client_of: SignIn, told: dict[str, str], says: str) -> None:  # type: ignore[no-untyped-def]
    response = client_of(cast.coordinator).post(f"{HOME}ny/", told)
    page = response.content.decode()
    assert response.status_code == 422
    assert says in page
    assert told["title"] in page
    assert not Meeting.objects.exists()


def test_a_case_needs_a_title_and_an_outcome_its_words(case: CaseItem, cast: Cast, client_of: SignIn) -> None:
    client, own = client_of(cast.coordinator), f"{HOME}2026-11-22/"
    response = client.post(f"{own}saker/ny/", {"text": "Bakgrunnen", "indicator": "finnes-ikke"})
    assert response.status_code == 422
    assert "Bakgrunnen" in response.content.decode()
    hold(case.meeting)
    seen = again(case.meeting).version
    response = client.post(f"{own}saker/1/vedtak/", {"outcome": "maybe", "sett": str(seen)})
    assert response.status_code == 422
    assert "Skriv hva som ble vedtatt." in response.content.decode()
    assert not CaseOutcome.objects.exists()
    assert client.post(f"{own}saker/ny/", {"title": "For sent"}).status_code == 409
    assert client.post(f"{own}saker/1/endre/", {"title": "For sent", "sett": str(seen)}).status_code == 409
    assert client.post(f"{own}saker/1/ta-av/", {"sett": str(seen)}).status_code == 409


def test_who_comes_late_loses_nothing(case: CaseItem, cast: Cast, client_of: SignIn) -> None:
    client, own = client_of(cast.coordinator), f"{HOME}2026-11-22/"
    for address, told in (
        (f"{own}endre/", {"title": "Nytt navn", "date": "2026-12-04", "sett": "1"}),
        (f"{own}saker/1/endre/", {"title": "Nytt navn", "sett": "æ"}),
    ):
        response = client.post(address, told)
        assert response.status_code == 409
        assert "Nytt navn" in response.content.decode()
        assert "Noen andre har gjort noe med møtet" in response.content.decode()
    assert client.post(f"{own}holdt/", {"sett": "1"}).status_code == 409
    assert client.post(f"{own}gjenapne/", {"sett": str(again(case.meeting).version)}).status_code == 409


DOING = ("ny/", "2026-11-22/endre/", "2026-11-22/fjern/", "2026-11-22/saker/ny/", "2026-11-22/saker/1/endre/", "2026-11-22/saker/1/vedtak/",
         "2026-11-22/saker/1/fulgt-opp/")  # fmt: skip
ASKED = ("2026-11-22/holdt/", "2026-11-22/gjenapne/", "2026-11-22/saker/1/ta-av/")


@pytest.mark.parametrize("who", ["lead", "colleague", "steering_member", "observer"])
def test_members_read_and_coordinators_write(case: CaseItem, cast: Cast, client_of: SignIn, who: str) -> None:
    client = client_of(getattr(cast, who))
    page = client.get(f"{HOME}2026-11-22/").content.decode()
    assert "Møtet er holdt</button>" not in page
    assert "saker/ny/" not in page
    assert {client.get(HOME + address).status_code for address in DOING} == {403}
    assert {client.post(HOME + address).status_code for address in (*DOING, *ASKED)} == {403}


@pytest.mark.parametrize("who", ["stranger", "other_lead"])
def test_strangers_find_nothing(case: CaseItem, cast: Cast, client_of: SignIn, who: str) -> None:
    client = client_of(getattr(cast, who))
    addresses = ("", "2026-11-22/", *DOING)
    assert {client.get(HOME + address).status_code for address in addresses} == {404}
    assert client.get("/fjordby/moter/2026-11-22/").status_code == 404


def test_an_address_of_nothing(case: CaseItem, cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.coordinator)
    for address in ("2026-11-23/", "2026-11-22/saker/2/endre/", f"2026-11-22/saker/{10**30}/vedtak/"):
        assert client.get(HOME + address).status_code == 404


def test_pages_ask_a_fixed_number_of_times(
    case: CaseItem, cast: Cast, client_of: SignIn, django_assert_max_num_queries
) -> None:  # type: ignore[no-untyped-def]
    client = client_of(cast.observer)
    client.get(f"{HOME}2026-11-22/")
    with django_assert_max_num_queries(36) as planned:
        client.get(f"{HOME}2026-11-22/")
    for number in range(5):
        add_case(meeting=case.meeting, draft=CaseDraft(f"Sak {number}"), by=BY, now=NOW)
    with django_assert_max_num_queries(len(planned)):
        client.get(f"{HOME}2026-11-22/")
    hold(case.meeting)
    with django_assert_max_num_queries(10):
        client.get(f"{HOME}2026-11-22/")
    with django_assert_max_num_queries(8):
        client.get(HOME)


def test_a_case_leads_only_where_there_is_something(
    trd3: Partnership, meeting: Meeting, cast: Cast, client_of: SignIn
) -> None:
    for draft in (CaseDraft("Året", year=2025), CaseDraft("Målet", indicator="finnes-ikke-lenger")):
        add_case(meeting=meeting, draft=draft, by=BY, now=NOW)
    client, own = client_of(cast.coordinator), f"{HOME}2026-11-22/"
    page = client.get(own).content.decode()
    assert '<span class="block">Rapporteringen for 2025</span>' in page
    assert '<span class="block">finnes-ikke-lenger</span>' in page
    days = Days(NOW.date(), NOW.date(), NOW.date())
    round_ = open_round(
        partnership=trd3, year=2025, days=days, areas=list(trd3.focus_areas.all()), asked={}, by=BY, now=NOW
    )  # fmt: skip
    leads = (
        f'href="{reverse("rounds:status", kwargs={"partnership": "trd3", "year": 2025})}">Rapporteringen for 2025</a>'
    )
    assert leads in client.get(own).content.decode()
    hold(meeting)
    decide(CaseItem.objects.get(title="Året"))
    assert "Vedta året" in client.get(own).content.decode()
    cancel_round(round_=round_, seen=round_.version, reason="Feil år", by=BY, now=NOW)
    page = client.get(own).content.decode()
    assert "Vedta året" not in page
    assert leads in page


def test_a_year_that_was_called_off_is_not_waited_for(trd3: Partnership, cast: Cast, client_of: SignIn) -> None:
    days = Days(NOW.date(), NOW.date(), NOW.date())
    round_ = open_round(
        partnership=trd3, year=2025, days=days, areas=list(trd3.focus_areas.all()), asked={}, by=BY, now=NOW
    )  # fmt: skip
    cancel_round(round_=round_, seen=round_.version, reason="Feil år", by=BY, now=NOW)
    plan(trd3)
    page = client_of(cast.observer).get(f"{HOME}2026-11-22/").content.decode()
    assert "Rapporteringen er avlyst." in page
    assert "Året kan ikke vedtas ennå" not in page


def test_changing_a_case_keeps_what_it_is_about_though_it_is_followed_no_longer(
    trd3: Partnership, meeting: Meeting, cast: Cast, client_of: SignIn
) -> None:
    case = add_case(meeting=meeting, draft=CaseDraft("Målet", year=1999, indicator="avviklet"), by=BY, now=NOW)
    client, own = client_of(cast.coordinator), f"{HOME}2026-11-22/saker/1/endre/"
    page = client.get(own).content.decode()
    assert '<option value="avviklet" selected>' in page
    assert '<option value="1999" selected>' in page
    told = {"title": "Målet vårt", "year": "1999", "indicator": "avviklet", "sett": str(again(meeting).version)}
    assert client.post(own, told).status_code == 302
    case.refresh_from_db()
    assert (case.title, case.year, case.indicator) == ("Målet vårt", 1999, "avviklet")


def test_putting_a_decision_right_starts_from_what_was_written(case: CaseItem, cast: Cast, client_of: SignIn) -> None:
    client, own = client_of(cast.coordinator), f"{HOME}2026-11-22/saker/1/vedtak/"
    hold(case.meeting)
    assert ">\nTo</textarea>" in client.get(own).content.decode()
    decide(case, Outcome.CHANGED, "Tre <møteplasser>")
    page = client.get(own).content.decode()
    assert ">\nTre &lt;møteplasser&gt;</textarea>" in page
    assert '<p class="prose">Vedtatt med endringer: Tre &lt;møteplasser&gt;</p>' in page
    assert re.search(r'value="changed"[^>]* checked', page)
