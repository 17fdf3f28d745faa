"""The pages of måltall: what they promise a reader, and that they ask the database a fixed number of times."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from tests.conftest import Cast

from brobygger.partnerships.models import Partnership

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(cast: Cast, client_of) -> Client:
    return client_of(cast.lead)


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/trd3/", 20),
        ("/trd3/maltall/", 14),
        ("/trd3/maltall/master-theses/", 14),
        ("/trd3/maltall/master-theses/aktiviteter/?aar=uten", 15),
    ],
)
def test_pages_ask_a_fixed_number_of_times(
    lead: Client, address: str, most: int, django_assert_max_num_queries
) -> None:
    lead.get(address)
    with django_assert_max_num_queries(most):
        lead.get(address)


def test_figures_from_nothing_ask_once_or_twice_for_each_rule(lead: Client, django_assert_max_num_queries) -> None:
    cache.clear()
    with django_assert_max_num_queries(60):
        lead.get("/trd3/maltall/")


def test_all_four_goal_areas_are_drawn(lead: Client) -> None:
    page = text_of(lead, "/trd3/maltall/")
    for area in ("research", "education", "innovation", "dissemination"):
        section = page.split(f'id="{area}"', 1)[1].split("</section>", 1)[0]
        assert "<svg" in section, area
        assert "<table" in section, area
    assert page.count("uten hvordan") >= 20


def test_a_year_still_waiting_is_too_early_and_says_why(lead: Client) -> None:
    page = text_of(lead, "/trd3/maltall/research-applications-granted/")
    assert "For tidlig å si" in page
    assert "13 saker venter på svar" in page
    assert "Uten hvordan" in page
    assert "Kildens" not in page
    assert "Hva rapporten selv sier" in page


def test_reported_and_counted_stand_side_by_side(lead: Client) -> None:
    page = text_of(lead, "/trd3/maltall/research-applications-sent/")
    assert "Registeret har 2" in page
    assert "rapportert som tall, uten at hver av dem er registrert" in page
    assert "?aar=2025" in page


def test_a_counted_number_opens_as_what_it_counts(lead: Client) -> None:
    page = text_of(lead, "/trd3/maltall/research-applications-sent/aktiviteter/?aar=2025")
    assert page.count('<th scope="row"') == 2
    undated = text_of(lead, "/trd3/maltall/master-theses/aktiviteter/?aar=uten")
    assert undated.count('<th scope="row"') == 11


def test_a_discontinued_target_names_the_decision(lead: Client) -> None:
    page = text_of(lead, "/trd3/maltall/newsletter-subscribers/")
    assert "Avviklet" in page
    assert "#vedtak" in page


def test_criteria_of_a_qualitative_target_show_their_evidence(lead: Client) -> None:
    page = text_of(lead, "/trd3/maltall/known-among-staff/")
    assert "Ikke oppfylt" in page
    assert "Kriterier og belegg" in page


def test_a_jump_is_flagged_not_judged(lead: Client) -> None:
    page = text_of(lead, "/trd3/maltall/master-theses/")
    assert "Fra 2022 til 2023 går tallet fra 20 til 133." in page


@pytest.mark.parametrize(
    "address",
    [
        "/trd3/maltall/finnes-ikke/",
        "/trd3/maltall/website-visits/aktiviteter/",
        "/trd3/maltall/master-theses/aktiviteter/?aar=1999",
        "/trd3/maltall/master-theses/aktiviteter/?aar=venter-2025",
    ],
)
def test_what_is_not_there_is_a_proper_404(lead: Client, address: str) -> None:
    assert lead.get(address).status_code == 404


def test_overview_counts_verdicts_and_links_every_number(lead: Client) -> None:
    page = text_of(lead, "/trd3/")
    assert "1 av 5 nådd" in page
    assert "Lengst fra målet" in page
    assert "Her er det tomt" in page
    assert page.count('class="tile"') == 6


def test_overview_of_a_partnership_without_anything_says_so(lead: Client, trd3: Partnership) -> None:
    trd3.periods.update(framework_slug="")
    page = text_of(lead, "/trd3/")
    assert "ikke noe indikatorsett" in page
    assert "Ingen måltall ennå" in text_of(lead, "/trd3/maltall/")


def test_command_prints_one_row_a_year_and_one_for_the_period(trd3: Partnership) -> None:
    out = io.StringIO()
    call_command("figures", "--partnership", "trd3", "--format", "csv", stdout=out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert list(rows[0]) == (
        "goal_area,code,name,year,target_kind,target,value,basis,state,pending,verdict,reason,left_out,disputed,credit".split(
            ","
        )
    )
    assert len(rows) == 26 * 5
    granted = {row["year"]: row for row in rows if row["code"] == "research-applications-granted"}
    assert granted["2025"]["verdict"] == "too_early"
    assert (granted["2025"]["value"], granted["2025"]["pending"], granted["2025"]["state"]) == (
        "1",
        "13",
        "provisional",
    )
    assert {row["verdict"] for row in rows} <= {
        "met",
        "missed",
        "on_track",
        "too_early",
        "not_comparable",
        "discontinued",
        "no_target",
    }


@pytest.mark.parametrize("format_name", ["json", "table"])
def test_command_prints_other_forms(trd3: Partnership, format_name: str) -> None:
    out = io.StringIO()
    call_command("figures", "--partnership", "trd3", "--format", format_name, "--lang", "en", stdout=out)
    assert "too_early" in out.getvalue()
    if format_name == "json":
        assert len(json.loads(out.getvalue())) == 26 * 5


def test_command_says_when_there_is_no_such_partnership() -> None:
    with pytest.raises(CommandError, match="nowhere"):
        call_command("figures", "--partnership", "nowhere")
