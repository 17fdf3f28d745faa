"""The register as a board, along the years, in a month and on a map, with the filter; and saved views of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.conftest import Cast

from brobygger.accounts.models import User
from brobygger.audit.rules import system
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.register import register_activities
from brobygger.portfolio.models import Activity, Milestone, SavedView
from brobygger.portfolio.queries.board import columns_by_state, counts_by_place
from brobygger.portfolio.queries.happenings import happenings_in, latest_happenings
from brobygger.portfolio.rules.drafts import ActivityDraft
from brobygger.portfolio.rules.facets import Dimension
from brobygger.portfolio.rules.filters import Filter
from brobygger.portfolio.rules.kinds import Kind
from brobygger.portfolio.rules.lifecycle import MilestoneFact, MilestoneKind
from brobygger.portfolio.rules.months import Month

Browser = Callable[[User | None], Client]
LIST = "/trd3/aktiviteter/"
WAYS = ("", "tavle/", "tidslinje/", "kalender/?maaned=2031-05", "kart/")
THESES = Filter(terms={Dimension.KIND: ("master_thesis",)})


def add(trd3: Partnership, now: datetime, *drafts: ActivityDraft) -> None:
    register_activities(partnership=trd3, drafts=drafts, by=system("test"), now=now)


def held(title: str, day: str, *, places: tuple[str, ...] = (), planned: bool = False) -> ActivityDraft:
    return ActivityDraft(
        "", Kind.EVENT, title, milestones=(MilestoneFact(MilestoneKind.HELD, day, planned),), places=places
    )


@pytest.mark.parametrize("wanted", [Filter(), THESES, Filter(text="helse"), Filter(active_on=date(2024, 1, 1))])
def test_the_board_counts_as_the_register_does(trd3: Partnership, wanted: Filter) -> None:
    from brobygger.portfolio.queries.listing import find_all

    ids = list(find_all(trd3, wanted))
    by_state: dict[str, int] = {}
    for state in Activity.objects.filter(pk__in=ids).values_list("state", flat=True):
        by_state[state] = by_state.get(state, 0) + 1
    columns = columns_by_state(trd3, wanted)
    assert {column.state.value: column.total for column in columns} == by_state
    assert all(len(column.rows) == min(20, column.total) for column in columns)


def test_the_calendar_shows_a_month_and_what_is_known_to_the_month_apart(
    cast: Cast, client_of: Browser, trd3: Partnership, now: datetime
) -> None:
    add(
        trd3,
        now,
        held("Frokostmøte", "2031-05-07"),
        held("Vårkonferanse", "2031-05"),
        held("Seinere", "2031-06-01"),
        held("Bare året", "2031"),
        held("Kanskje", "2031-05-31", planned=True),
    )
    page = client_of(cast.observer).get(f"{LIST}kalender/?maaned=2031-05").content.decode()
    assert "Frokostmøte" in page
    assert "Arrangement (planlagt)" in page
    assert "Seinere" not in page
    assert "Bare året" not in page
    assert page.index("dagen er ukjent") < page.index("Vårkonferanse")
    assert "maaned=2031-04" in page
    assert "maaned=2031-06" in page
    none = client_of(cast.observer).get(f"{LIST}kalender/?maaned=2031-05&type=phd").content.decode()
    assert "Frokostmøte" not in none
    assert "Ingenting er datert" in none


@pytest.mark.parametrize("wanted", [Filter(), THESES, Filter(text="helse"), Filter(active_on=date(2024, 1, 1))])
def test_happenings_are_those_of_what_matches(trd3: Partnership, fjordby: Partnership, wanted: Filter) -> None:
    from brobygger.portfolio.queries.listing import find_all

    ids = set(find_all(trd3, wanted))
    dated = Milestone.objects.filter(activity_id__in=ids)
    month = {m.pk for m in dated if m.date == "2024-11" or (m.date.startswith("2024-11-") and len(m.date) == 10)}
    found, is_whole = happenings_in(trd3, wanted, Month(2024, 11))
    assert len(found) == len(month)
    assert is_whole
    assert len(latest_happenings(trd3, wanted)) == sum(len(m.date) == 10 for m in dated)


def test_places_are_counted_by_one_name_and_filter_the_list(
    cast: Cast, client_of: Browser, trd3: Partnership, now: datetime
) -> None:
    before = counts_by_place(trd3, Filter())
    add(
        trd3,
        now,
        held("A1", "2031-05-07", places=("Heimdal", "heimdal bydel")),
        held("A2", "2031-05-07", places=("HEIMDAL, Trondheim", "Et nytt sted")),
    )
    after = counts_by_place(trd3, Filter())
    assert after["Heimdal"] == before.get("Heimdal", 0) + 2
    assert after["Et nytt sted"] == 1
    assert counts_by_place(trd3, Filter(terms={Dimension.YEAR: ("2031",)})) == {"Heimdal": 2, "Et nytt sted": 1}
    client = client_of(cast.lead)
    page = client.get(f"{LIST}kart/?aar=2031").content.decode()
    assert 'aria-label="Heimdal: 2 aktiviteter"' in page
    assert page.index("Steder som ikke er på kartet") < page.rindex("Et nytt sted")
    listed = client.get(f"{LIST}?sted=Et+nytt+sted").content.decode()
    assert "A2" in listed
    assert "Sted: Et nytt sted" in listed
    assert "1 aktivitet<" in listed


def test_the_timeline_pages_and_tells_when_in_words(cast: Cast, client_of: Browser) -> None:
    page = client_of(cast.lead).get(f"{LIST}tidslinje/").content.decode()
    assert page.count('class="years__bar"') == 50
    assert "side=2" in page


def test_the_number_of_queries_does_not_grow(cast: Cast, client_of: Browser, trd3: Partnership, now: datetime) -> None:
    client = client_of(cast.lead)

    def counted() -> list[int]:
        numbers = []
        for way in WAYS:
            client.get(LIST + way)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(LIST + way).status_code == 200
            numbers.append(len(queries))
        return numbers

    few = counted()
    add(trd3, now, *(held(f"Møte {number}", f"2031-05-{number % 28 + 1:02d}") for number in range(100)))
    many = counted()
    assert all(after <= before + 2 for before, after in zip(few, many, strict=True)), (few, many)
    assert max(many[0], many[2], many[3], many[4]) <= 18, many


def test_every_way_takes_the_same_filter(cast: Cast, client_of: Browser) -> None:
    client = client_of(cast.lead)
    for way in WAYS:
        address, _, question = way.partition("?")
        page = client.get(f"{LIST}{address}?type=master_thesis&{question}").content.decode()
        for other in ("", "tavle/", "tidslinje/", "kalender/", "kart/"):
            assert f'href="{LIST}{other}?type=master_thesis"' in page, (way, other)
        assert page.count('aria-current="page"') >= 1


def test_columns_are_chosen_in_the_address_and_go_out_in_files(cast: Cast, client_of: Browser) -> None:
    client = client_of(cast.lead)
    page = client.get(f"{LIST}?kolonner=status&kolonner=finansiering&kolonner=registrert").content.decode()
    heads = re.findall(r'<th scope="col"[^>]*>(?:<button[^>]*>)?([^<]+)', page)
    assert heads == ["Tittel", "Status", "Finansiering", "Registrert"]
    assert 'data-label="Registrert"' in page
    question = "?kolonner=status,finansiering,registrert"
    assert f"eksport.csv{question}" in page
    lines = b"".join(client.get(f"{LIST}eksport.csv{question}").streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "id,title,state,funders,registered_at"
    usual = b"".join(client.get(f"{LIST}eksport.csv").streaming_content).decode("utf-8-sig").splitlines()
    assert usual[0].startswith("id,kind,title,focus_areas,partners")


def test_a_view_is_saved_shared_renamed_and_deleted(cast: Cast, client_of: Browser) -> None:
    lead, colleague, coordinator = client_of(cast.lead), client_of(cast.colleague), client_of(cast.coordinator)
    form = lead.get(f"{LIST}visninger/?som=tavle&type=phd&side=3").content.decode()
    assert 'name="type" value="phd"' in form
    assert "Type: Doktorgrad" in form
    answer = lead.post(f"{LIST}visninger/", {"som": "tavle", "type": "phd", "name": "  Våre   stipendiater "})
    assert answer.headers["Location"] == f"{LIST}tavle/?type=phd"
    view = SavedView.objects.get()
    assert (view.name, view.page, view.query, view.is_shared) == ("Våre stipendiater", "tavle", "type=phd", False)
    assert "Våre stipendiater" in lead.get(LIST).content.decode()
    assert "Våre stipendiater" not in colleague.get(LIST).content.decode()
    assert colleague.get(f"{LIST}visninger/{view.pk}/").status_code == 404
    assert colleague.post(f"{LIST}visninger/{view.pk}/slett/").status_code == 404
    lead.post(f"{LIST}visninger/{view.pk}/", {"name": "Stipendiater", "is_shared": "on"})
    assert f'href="{LIST}tavle/?type=phd"' in colleague.get(f"{LIST}kart/").content.decode()
    assert colleague.post(f"{LIST}visninger/{view.pk}/", {"name": "Mitt"}).status_code == 403
    assert colleague.post(f"{LIST}visninger/{view.pk}/slett/").status_code == 403
    assert coordinator.post(f"{LIST}visninger/{view.pk}/slett/").status_code == 302
    assert not SavedView.objects.exists()


def test_two_views_of_one_person_have_two_names(cast: Cast, client_of: Browser) -> None:
    lead = client_of(cast.lead)
    for _ in range(2):
        answer = lead.post(f"{LIST}visninger/", {"som": "liste", "q": "helse", "name": "Helse"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Du har en visning som heter det." in page
    assert 'name="q" value="helse"' in page
    assert lead.post(f"{LIST}visninger/", {"som": "liste", "name": ""}).status_code == 422
    assert client_of(cast.colleague).post(f"{LIST}visninger/", {"som": "liste", "name": "Helse"}).status_code == 302


def test_strangers_see_none_of_it(cast: Cast, client_of: Browser) -> None:
    for person in (cast.stranger, cast.other_lead):
        for way in (*WAYS, "visninger/", "visninger/1/"):
            assert client_of(person).get(LIST + way).status_code == 404
