"""Every address of the product, tried by the whole cast: members read, everybody else finds nothing there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.urls import URLPattern, URLResolver, get_resolver
from tests.conftest import NOW, Cast

from brobygger.accounts.models import User
from brobygger.audit.rules import system

MEMBERS = ("lead", "colleague", "coordinator", "steering_member", "observer")
VALUES = {
    "partnership": "trd3",
    "slug": {
        "portfolio": "climagen",
        "organisations": "ntnu-mh",
        "aliases": "ntnu-mh",
        "reorganising": "ntnu-mh",
        "discussion": "climagen",
        "people": "climagen",
        "duplicates": "climagen",
        "contributions": "climagen",
        "meetings": NOW.date().isoformat(),
    },
    "year": "2025",
    "area": "helse-og-velferd",
    "to": "trd3",
    "token": "hemmelig",
    "mark": "organisasjon",
    "code": "master-theses",
    "number": "1",
    "key": "jump:master-theses",
    "kind": "jump",
    "how": "flytt",
}
# Of the reporting year: for whoever leads the area or coordinates, and only asked to do something.
ROUND_POST = (
    "/bekreft/",
    "/forklar/",
    "/tall/master-theses/",
    "/ingenting/",
    "/lever/",
    "/gjennomgang/godkjenn/",
    "/gjennomgang/helse-og-velferd/godkjenn/",
    "/trekk/",
    "/send-tilbake/",
    "/avgjor/",
    "/flytt/",
    "/avlys/",
    "/gjor-om/",
)
# Of meetings: only asked to do something, and what coordinators alone fill in.
MEETING_POST = ("/holdt/", "/gjenapne/", "/ta-av/")
MEETING_FORMS = ("/ny/", "/endre/", "/fjern/", "/vedtak/", "/fulgt-opp/")
# Only asked to do something, never read.
POST_ONLY = (
    "/bidrag/svar/",
    "/bli-med/",
    "/duplikater/par/",
    "/kladder/",
    "/kast/",
    "/historikk/1/",
    "/hent/",
    "/uendret/",
    "/avslutt/",
    "/ta-vekk/",
)
# Only for those who write in the register; other members are told that they may not.
WRITERS = (
    "/bidrag/uten-vurdering/",
    "/import/",
    "/import/ny/",
    "/import/airtable/",
    "/aktiviteter/ny/",
    "/aktiviteter/forslag/",
    "/aktiviteter/type/",
    "/duplikater/ligner/",
    "/aktiviteter/mange/",
    "/endre/",
    "/fjern/",
    "/personer/navn/",
    "/personer/1/rett/",
    "/tvil/alle/jump/",
)
# Of things there are none of in the stories; the first also only for those who write.
_SNAPSHOTS = ("/vedtatt/1/", "/vedtatt-1.pdf", "/1/fil/", "/1/tall/master-theses/", "/1/rettelser/", "/1/rettelser/ny/")
UNDO = ("/endringer/1/angre/", "/duplikater/1/sla-sammen/", "/duplikater/skill/climagen/")
NONE_YET = (*UNDO, *_SNAPSHOTS, "/visninger/1/", "/duplikater/1/", "/ntnu-mh/navn/1/", "/omorganisere/1/angre/")
# Only for those who write, and of an import that there is none of.
NO_SUCH_IMPORT = "/import/1/"
# Only asked to do something, by any member.
MEMBERS_POST = (
    "/trekk-tilbake/",
    "/varsler/lest/",
    "/steng/",
    "/folg/",
    "/kommentarer/1/",
    "/svar/",
    "/slett/",
    "/skjul/",
)
# Only for coordinators, and only asked to do something.
_SUGGESTIONS_POST = (
    "/apne/",
    "/paa-av/",
    "/ny-lenke/",
    "/1/ta/",
    "/avsla/",
    "/kjent/",
    "/legg-tilbake/",
    "/godta/",
    "/samme/",
)
COORDINATORS_POST = (*_SUGGESTIONS_POST, "/nokkel/", "/bryter/", "/ta-bort/", "/behold/", "/overleveringer/1/tilbake/")
_PEOPLE_TO_COORDINATORS = (
    "/frister/",
    "/1/slett-alt/",
    "/1/overlever/",
    "/personer/1/alt.json",
    "/personer/1/alt.xlsx",
)
COORDINATORS = (
    "/webhooks/",
    "/trd3/forslag/",
    "/skjema/",
    "/forslag/1/",
    "/foreslatte/",
    "/ntnu-mh/navn/",
    "/ntnu-mh/navn/1/",
    "/omorganisere/",
    "/omorganisere/flytt/",
    "/omorganisere/1/angre/",
    "/rettelser/ny/",
    *_PEOPLE_TO_COORDINATORS,
    "/aret/ny/",
    "/maltall/nytt/",
    "/maltall/rammeverk/",
    *(f"/maltall/master-theses/{each}/" for each in ("endre", "mal", "avslutt")),
    *COORDINATORS_POST,
)
# Read by those who may, though another page of that name is only asked to do something.
READ = ("/maltall/master-theses/avslutt/",)
# Only for those who take part in discussions.
TALKERS = ("/varsler/folk/",)
# Answers to whoever asks, signed in or not.
OPEN = {
    "/logg-inn/",
    "/logg-inn/som/",
    "/robots.txt",
    "/favicon.ico",
    "/komponenter/farger/",
    "/komponenter/sprak/",
    "/sprak/",
    "/varsler/av/",
    "/api/",
}
ABSURD = (
    "?side=99999999999999999999",
    "?side=-1",
    "?side=æ",
    "?type=%00&omrade=../../etc/passwd&aar=1e9&q=%22%27%3B--",
    "?q=" + "a" * 5000,
    "?aktiv=2025-13-45&dato=0000-00-00&sorter=drop",
    "?enhet=" + "&enhet=".join(str(number) for number in range(200)),
    "?aar=venter-2025&vis=tull&sprak=xx",
)


@pytest.fixture(autouse=True)
def _numbered_one(request: pytest.FixtureRequest) -> None:
    """What addresses with a number in them lead to."""
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        from brobygger.meetings.actions.planning import CaseDraft, MeetingDraft, add_case, plan_meeting
        from brobygger.partnerships.models import Partnership
        from brobygger.people.models import Person
        from brobygger.rounds.actions.opening import Days, open_round
        from brobygger.suggestions.models import FormLink, Suggestion

        trd3 = Partnership.objects.get(slug="trd3")
        link = FormLink.objects.create(
            partnership=trd3, kind="partner", token_hash="x", is_on=False, made_at=NOW, made_by="tests"
        )
        Suggestion.objects.create(pk=1, partnership=trd3, link=link, title="Sykkelvei", sent=NOW, stamp="1")
        open_round(
            partnership=trd3,
            year=2025,
            days=Days(NOW.date(), NOW.date(), NOW.date()),
            areas=list(trd3.focus_areas.all()),
            asked={},
            by=system("tests"),
            now=NOW,
        )
        draft = MeetingDraft("Styringsgruppemøte", NOW.date(), year=2025)
        meeting = plan_meeting(partnership=trd3, draft=draft, by=system("tests"), now=NOW)
        add_case(meeting=meeting, draft=CaseDraft("Sak"), by=system("tests"), now=NOW)
        Person.objects.create(
            pk=1, partnership=trd3, name="Ingrid", keep_until=NOW.date(), made_at=NOW, made_by="tests"
        )


def _addresses(patterns: list[URLPattern | URLResolver], prefix: str = "", app: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if route.startswith("api/") and route != "api/" and isinstance(pattern, URLPattern):
            # Other programs come with a token; they are tried in tests/integration/api.
            continue
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern.url_patterns, route, pattern.app_name or app)
            continue
        for name, value in VALUES.items():
            given = value.get(app, "") if isinstance(value, dict) else value
            route = (
                route.replace(f"<slug:{name}>", given).replace(f"<int:{name}>", given).replace(f"<str:{name}>", given)
            )
        assert "<" not in route, f"give {route} a value in VALUES"
        yield f"/{route}"


def _body(response) -> bytes:
    """The whole answer, read to its end and closed, but not the test's database connection with it."""
    if not response.streaming:
        return response.content
    body = b"".join(response)
    request_finished.disconnect(close_old_connections)
    response.close()
    request_finished.connect(close_old_connections)
    return body


ALL = sorted(set(_addresses(get_resolver().url_patterns)))
# Open to those outside once a coordinator says so; until then they exist for nobody.
CLOSED = [address for address in ALL if address.startswith(("/trd3/tips/", "/kalender/"))]
SCOPED = [address for address in ALL if address.startswith("/trd3/") and address not in CLOSED]


def test_there_are_addresses_to_try() -> None:
    assert len(SCOPED) >= 12
    assert "/trd3/maltall/master-theses/" in SCOPED


@pytest.mark.django_db
@pytest.mark.parametrize("address", SCOPED)
def test_members_read_and_others_find_nothing(address: str, cast: Cast, client_of) -> None:
    for name in MEMBERS:
        response = client_of(getattr(cast, name)).get(address)
        assert response.status_code == _expected(address, name), name
        assert (
            _body(response)
            or response.status_code != 200
            or address.endswith(
                ("/aktiviteter/forslag/", "/aktiviteter/type/", "/personer/navn/", "/duplikater/ligner/")
            )
        )
    for name in ("stranger", "other_lead"):
        response = client_of(getattr(cast, name)).get(address)
        assert response.status_code == 404, name
        assert b"TRD 3.0" not in _body(response)


def _expected(address: str, name: str) -> int:
    """What a member is answered who reads an address."""
    if NO_SUCH_IMPORT in address:
        return 404 if name in {"lead", "colleague", "coordinator"} else 403
    if address.startswith("/trd3/aret/") and address.endswith(ROUND_POST):
        # By how it is asked before by whom; who may is tried cell by cell in tests/integration/rounds.
        return 405
    if address.startswith("/trd3/moter/"):
        is_form = address.endswith(MEETING_FORMS)
        return 405 if address.endswith(MEETING_POST) else 403 if is_form and name != "coordinator" else 200
    refused = (
        (address.endswith(WRITERS + POST_ONLY + UNDO) and name not in {"lead", "colleague", "coordinator"})
        or (address.endswith(COORDINATORS) and name != "coordinator")
        or (address.endswith(TALKERS) and name == "observer")
    )
    if refused:
        return 403
    if address.endswith(NONE_YET):
        return 404
    if address.endswith(READ):
        return 200
    return 405 if address.endswith(POST_ONLY + MEMBERS_POST + COORDINATORS_POST) else 200


@pytest.mark.django_db
@pytest.mark.parametrize("address", [address for address in ALL if address not in OPEN and address not in CLOSED])
def test_nobody_reads_without_signing_in(address: str, client) -> None:
    response = client.get(address)
    assert response.status_code in {302, 405}
    if response.status_code == 302:
        assert response["Location"].startswith("/logg-inn/")


@pytest.mark.django_db
@pytest.mark.parametrize("address", CLOSED)
def test_a_form_nobody_opened_is_there_for_nobody(address: str, cast: Cast, client_of) -> None:
    for name in (*MEMBERS, "stranger", "other_lead", None):
        assert client_of(getattr(cast, name) if name else None).get(address).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("question", ABSURD)
def test_absurd_questions_get_a_proper_page(question: str, cast: Cast, client_of) -> None:
    client = client_of(cast.lead)
    for address in SCOPED:
        response = client.get(address + question)
        assert response.status_code in {200, 302, 403, 404, 405}, address + question
        _body(response)


@pytest.mark.django_db
@pytest.mark.parametrize("address", SCOPED)
def test_pages_forbid_what_is_not_theirs(address: str, cast: Cast, client_of) -> None:
    response = client_of(cast.lead).get(address)
    _body(response)
    policy = response["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert response["X-Frame-Options"] == "DENY"


@pytest.mark.django_db
def test_an_activity_of_another_partnership_is_not_found_in_mine(cast: Cast, client_of, fjordby) -> None:
    from brobygger.portfolio.models import Activity

    other = Activity.objects.filter(partnership=fjordby).values_list("slug", flat=True)[:20]
    client = client_of(cast.lead)
    for slug in other:
        assert client.get(f"/trd3/aktiviteter/{slug}/").status_code == 404
    for address in SCOPED:
        assert b"Fjordby" not in _body(client.get(address)), address


def test_a_user_has_no_more_than_signing_in_needs() -> None:
    assert {field.name for field in User._meta.get_fields() if not field.is_relation} == {
        "id",
        "password",
        "last_login",
        "username",
        "display_name",
        "email",
        "persona",
        "is_active",
    }
