"""The register's pages, with the cast and both stories."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.fixtures.partnerships import BY, NOW, party, small_partnership

from brobygger.accounts.actions import create_user
from brobygger.partnerships.actions import admit
from brobygger.partnerships.models import Partnership
from brobygger.partnerships.rules.kinds import Role
from brobygger.portfolio.actions import register_activities
from brobygger.portfolio.models import Activity
from brobygger.portfolio.queries import listing
from brobygger.portfolio.rules.drafts import (
    ActivityDraft,
    FundingDraft,
    ParticipantDraft,
    QuantityDraft,
    RelationDraft,
)
from brobygger.portfolio.rules.kinds import (
    Certainty,
    FundingKind,
    IdScheme,
    Kind,
    ParticipantRole,
    Purpose,
    RelationKind,
)
from brobygger.portfolio.rules.lifecycle import MilestoneFact, MilestoneKind

# Two of them for the bell, twelve at most for what other apps show of one activity.
QUERIES_AT_MOST = 30
LIST = "/trd3/aktiviteter/"
PAGES = [
    LIST,
    f"{LIST}tetthet/",
    f"{LIST}tomt/",
    f"{LIST}climagen/",
    f"{LIST}eksport.csv",
    f"{LIST}eksport.xlsx",
    f"{LIST}eksport.json",
]


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """What is remembered under a version of the data would outlive the transaction the version came from."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def lead(cast, client_of: Callable[..., Client]) -> Client:  # type: ignore[no-untyped-def]
    """The browser of a project lead in TRD 3.0."""
    return client_of(cast.lead)


@pytest.fixture
def small(db: None) -> Partnership:
    """A partnership with one activity that has everything, one it belongs to, and one that has nothing."""
    partnership = small_partnership("liten")
    areas = list(partnership.focus_areas.order_by("pk").values_list("pk", flat=True))
    full = ActivityDraft(
        slug="full",
        kind=Kind.RESEARCH_PROJECT,
        title="Søvn & <helse>",
        title_en="Sleep",
        acronym="SOV",
        description="Første avsnitt.\n\nAndre avsnitt.",
        purposes=(Purpose.RESEARCH,),
        focus_area_ids=tuple(areas[:1]),
        value={"kommune": "Bedre søvn", "ukjent": "Uvisst"},
        milestones=(
            MilestoneFact(MilestoneKind.STARTED, "2023-23", quantity=Decimal(12), note="Åpent møte", source="5"),
            MilestoneFact(MilestoneKind.FINISHED, "2025", planned=True),
        ),
        participants=(
            ParticipantDraft(party(partnership, "inst"), ParticipantRole.LEAD, "2023", "2024", "Til nyttår", "6-7"),
            ParticipantDraft(party(partnership, "kommune"), ParticipantRole.OWNER),
        ),
        fundings=(
            FundingDraft(party(partnership, "fondet"), FundingKind.CASH, Decimal(13_200_000)),
            FundingDraft(party(partnership, "omsorg"), FundingKind.OWN_EFFORT),
        ),
        quantities=(QuantityDraft("Sykefravær", Decimal("9.2"), Decimal("13.9"), "%", Certainty.UNCERTAIN_CAUSE),),
        places=("Ladehalvøya",),
        plans=("Temaplan",),
        external_ids=((IdScheme.DOI, "10.1234/abc"), (IdScheme.CASE_NUMBER, "23/1")),
        relations=(RelationDraft(RelationKind.PART_OF, "whole"),),
        source="764-771",
    )
    register_activities(
        partnership=partnership,
        drafts=[
            full,
            ActivityDraft(slug="whole", kind=Kind.NETWORK, title="Helheten"),
            ActivityDraft(slug="bare", kind=Kind.EVENT, title="Bare et navn"),
        ],
        by=BY,
        now=NOW,
    )
    return partnership


@pytest.fixture
def reader(small: Partnership, client_of: Callable[..., Client]) -> Client:
    """The browser of a member of the small partnership."""
    user = create_user(username="leser@example.no", display_name="Lise Leser", by=BY, now=NOW)
    admit(user=user, partnership=small, role=Role.OBSERVER, organisation=None, by=BY, now=NOW + timedelta(days=1))
    return client_of(user)


def text_of(html: str) -> str:
    """What a reader sees, on one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def page(client: Client, address: str, **headers: str) -> str:
    """A page that is there."""
    response = client.get(address, headers=headers)
    assert response.status_code == 200, address
    return response.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_members_see_it_and_strangers_do_not(cast, client_of, trd3, address: str) -> None:  # type: ignore[no-untyped-def]
    for member in (cast.lead, cast.colleague, cast.coordinator, cast.steering_member, cast.observer):
        response = client_of(member).get(address)
        assert response.status_code == 200
        assert response.getvalue()
    for other in (cast.stranger, cast.other_lead):
        assert client_of(other).get(address).status_code == 404
    assert client_of(None).get(address).status_code == 302
    assert client_of(cast.lead).post(address).status_code == 405


@pytest.mark.parametrize(
    "address", [*PAGES[:4], f"{LIST}?q=helse+og+velferd+i+kommunen+med+mange+flere+ord", f"{LIST}?type=phd&aar=2024"]
)
def test_a_page_asks_the_database_a_fixed_number_of_questions(lead: Client, address: str) -> None:
    lead.get(address)
    with CaptureQueriesContext(connection) as captured:
        lead.get(address)
    assert len(captured) <= QUERIES_AT_MOST


def test_the_first_visit_reads_the_choices_too(lead: Client) -> None:
    with CaptureQueriesContext(connection) as captured:
        lead.get(LIST)
    assert len(captured) <= QUERIES_AT_MOST + 2


@pytest.mark.parametrize(
    "question",
    [
        "type=finnesikke",
        "aar=²&aar=-1&aar=" + "9" * 300,
        "side=0&side=x",
        "side=99999999999999999999",
        "side=200",
        "aktiv=2024-02-31",
        "aktiv=0001-01-01",
        "sorter=relevans",
        "sorter=drop+table",
        "q=%00",
        "q=" + "å" * 5000,
        "q=%22+OR+1%3D1",
        "q=*",
        "q=og",
        "enhet=%3Cscript%3E",
        "&".join(f"type={n}" for n in range(200)),
        "omrade=" + "x" * 3000,
        "vis=&aar=0",
    ],
)
def test_an_absurd_address_is_still_a_page(lead: Client, question: str) -> None:
    for address in (LIST, f"{LIST}tetthet/", f"{LIST}eksport.csv", f"{LIST}eksport.xlsx"):
        response = lead.get(f"{address}?{question}")
        assert response.status_code == 200
        if response.streaming:
            assert b"".join(response.streaming_content)
        else:
            assert b"<script>" not in response.content


def test_the_list_counts_and_links(lead: Client, trd3: Partnership) -> None:
    html = page(lead, LIST)
    assert f"{trd3.activities.count()} aktiviteter" in text_of(html)
    assert html.count('<th scope="row"') == 50
    assert 'rel="next"' in html
    assert f'href="{LIST}climagen/"' in page(lead, f"{LIST}?q=climagen")


def test_a_filter_is_chips_checked_boxes_and_export_links(lead: Client) -> None:
    html = page(lead, f"{LIST}?type=master_thesis&omrade=helse-og-velferd")
    assert 'aria-label="Fjern Type: Masteroppgave"' in html
    assert re.search(r'value="master_thesis" checked', html)
    assert "eksport.xlsx?type=master_thesis&amp;omrade=helse-og-velferd" in html
    assert html.count("Fjern alle") == 1


def test_all_can_be_changed_where_there_is_more_than_one(lead: Client) -> None:
    assert 'name="alle"' in lead.get("/trd3/aktiviteter/").content.decode()
    alone = lead.get("/trd3/aktiviteter/?type=phd&omrade=helse-og-velferd").content.decode()
    assert "1 aktivitet<" in alone
    assert 'name="alle"' not in alone


def test_a_name_two_share_is_said_to_be_shared(lead: Client) -> None:
    said = text_of(page(lead, f"{LIST}?q=ISS"))
    assert "«ISS» kan bety flere:" in said
    assert "ISS Facility Services" in said
    assert "Institutt for sosiologi og statsvitenskap" in said


def test_nothing_found_says_what_to_do(lead: Client) -> None:
    assert "Prøv et kortere ord" in page(lead, f"{LIST}?q=zzyzx")
    assert "Her er det ikke registrert noe" in page(lead, f"{LIST}?type=phd&type=course&aar=1901")


def test_htmx_gets_the_results_alone_with_a_clean_address(lead: Client) -> None:
    response = lead.get(f"{LIST}?q=&omrade=helse-og-velferd&aar=", headers={"HX-Request": "true"})
    assert response.content.decode().lstrip().startswith("<section")
    assert response.headers["HX-Push-Url"] == f"{LIST}?omrade=helse-og-velferd"
    assert "HX-Request" in response.headers["Vary"]
    whole = lead.get(LIST, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert b"<!doctype html>" in whole.content


def test_sorting_turns_round_and_keeps_the_filter(lead: Client) -> None:
    html = page(lead, f"{LIST}?type=phd&sorter=tittel")
    assert 'aria-sort="ascending"' in html
    assert 'value="-tittel"' in html
    assert '<input type="hidden" name="type" value="phd">' in html
    assert _titles(page(lead, f"{LIST}?type=phd&sorter=-tittel")) == _titles(html)[::-1]


def _titles(html: str) -> list[str]:
    return re.findall(r'<th scope="row"><a[^>]*>([^<]+)', html)


def test_an_empty_register_says_so(client_of: Callable[..., Client], db: None) -> None:
    partnership = small_partnership("tom")
    user = create_user(username="tom@example.no", display_name="Tom", by=BY, now=NOW)
    admit(user=user, partnership=partnership, role=Role.OBSERVER, organisation=None, by=BY, now=NOW)
    client = client_of(user)
    assert "Registeret er tomt" in page(client, "/tom/aktiviteter/")
    assert "Omsorg" in page(client, "/tom/aktiviteter/tetthet/")
    assert "ingen aktiviteter" in page(client, "/tom/aktiviteter/tomt/")


def test_an_activity_tells_everything(reader: Client) -> None:
    html = page(reader, "/liten/aktiviteter/full/")
    said = text_of(html)
    for words in (
        "Søvn &amp; &lt;helse&gt;",
        "SOV · Sleep",
        "Forskningsprosjekt",
        "Pågår",
        "høsten 2023 – 2025",
        "Verdi for Kommunen",
        "Bedre søvn",
        "Verdi for ukjent",
        "Institutt for søvnforskning",
        "Leder, 2023–2024",
        "Det helsevitenskapelige fakultet",
        "Til nyttår",
        "13 200 000 kr",
        "beløp ikke oppgitt",
        "minst 13 200 000 kr",
        "2025 (planlagt)",
        "13,9 % → til 9,2 %",
        "Målt, men usikkert om aktiviteten er årsaken",
        "Del av",
        "Helheten",
        "Ladehalvøya",
        "Temaplan",
        "23/1",
        "Kilde: linje 764–771",
        "linje 6–7",
        "tests registrerte dette.",
        "22. november 2026 13:00",
    ):
        assert words in said.replace("\xa0", " "), words
    assert 'href="https://doi.org/10.1234/abc"' in html
    assert 'href="/liten/organisasjoner/inst/"' in html
    assert "?omrade=helse" in html


def test_a_relation_is_told_from_the_other_side_too(reader: Client) -> None:
    said = text_of(page(reader, "/liten/aktiviteter/whole/"))
    assert "Har del Søvn" in said


def test_what_nobody_said_is_said_to_be_missing(reader: Client) -> None:
    said = text_of(page(reader, "/liten/aktiviteter/bare/"))
    assert said.count("Ikke oppgitt") >= 3
    assert "Datoer er ikke oppgitt" in said
    assert "Kilde er ikke oppgitt" in said
    assert "Tall som er oppgitt" not in said


def test_an_activity_of_another_partnership_is_not_here(lead: Client, small: Partnership) -> None:
    assert lead.get(f"{LIST}full/").status_code == 404
    assert lead.get("/liten/aktiviteter/full/").status_code == 404


def test_every_activity_of_both_stories_has_a_page(cast, client_of, trd3, fjordby) -> None:  # type: ignore[no-untyped-def]
    for client, partnership in ((client_of(cast.lead), trd3), (client_of(cast.other_lead), fjordby)):
        slugs = Activity.objects.filter(partnership=partnership).order_by("pk").values_list("slug", flat=True)
        for slug in [*slugs[:60], *slugs.reverse()[:20]]:
            page(client, f"/{partnership.slug}/aktiviteter/{slug}/")


def test_a_cell_of_the_map_opens_as_many_as_it_says(lead: Client) -> None:
    for view in ("", "?vis=fag", "?vis=omrade", "?aar=2024"):
        html = page(lead, f"{LIST}tetthet/{view}")
        cells = re.findall(r'<td data-level="[1-5]"><a href="([^"]+)"[^>]*>(\d+)</a>', html)
        assert cells
        for address, count in cells[:: max(1, len(cells) // 6)]:
            said = text_of(page(lead, address.replace("&amp;", "&")))
            assert re.search(rf"\b{count} aktivitet", said), address


def test_gaps_are_empty_in_the_map(lead: Client) -> None:
    html = page(lead, f"{LIST}tomt/")
    combinations = re.findall(rf'href="({LIST}\?type=[^"]+)"', html) or re.findall(
        rf'href="({LIST}\?omrade=[^"]+type=[^"]+)"', html
    )
    assert combinations
    assert "0 aktiviteter" in text_of(page(lead, combinations[0].replace("&amp;", "&")))


def test_exports_hold_the_filtered_list(lead: Client, trd3: Partnership) -> None:
    response = lead.get(f"{LIST}eksport.csv?type=phd&type=public_sector_phd")
    text = b"".join(response.streaming_content).decode("utf-8")
    assert text.startswith("\ufeffid,kind,title")
    assert len(text.splitlines()) - 1 == trd3.activities.filter(kind__in=["phd", "public_sector_phd"]).count()
    assert re.search(r'filename="trd3-aktiviteter-\d{4}-\d\d-\d\d\.csv"', response.headers["Content-Disposition"])
    workbook = lead.get(f"{LIST}eksport.xlsx?type=phd")
    assert b"".join(workbook.streaming_content).startswith(b"PK")
    assert "trd3-aktiviteter-" in workbook.headers["Content-Disposition"]


@pytest.mark.parametrize(
    "question",
    ["q=helse", "q=helse&sorter=tittel", "q=helse&sorter=-start&omrade=helse-og-velferd", "q=helse&aktiv=2024-01-01"],
)
def test_an_export_of_a_search_holds_more_than_a_list_ranks(
    lead: Client, monkeypatch: pytest.MonkeyPatch, question: str
) -> None:
    whole = sorted(b"".join(lead.get(f"{LIST}eksport.csv?{question}").streaming_content).splitlines())
    assert len(whole) > 3
    monkeypatch.setattr(listing, "SEARCH_AT_MOST", 2)
    assert sorted(b"".join(lead.get(f"{LIST}eksport.csv?{question}").streaming_content).splitlines()) == whole


def test_every_page_in_every_language(lead: Client) -> None:
    for language in ("nb", "nn", "en"):
        for address in PAGES[:4]:
            page(lead, address, **{"Accept-Language": language})


def test_json_holds_what_the_list_holds_in_its_order(lead: Client, trd3: Partnership) -> None:
    response = lead.get(f"{LIST}eksport.json?type=phd&sorter=tittel")
    rows = json.loads(b"".join(response.streaming_content))
    assert response.headers["Content-Type"] == "application/json"
    assert {row["kind"] for row in rows} == {"phd"}
    assert [row["id"] for row in rows] == [
        slug
        for slug in Activity.objects.filter(partnership=trd3, kind="phd")
        .order_by("title_key", "pk")
        .values_list("slug", flat=True)
    ]
