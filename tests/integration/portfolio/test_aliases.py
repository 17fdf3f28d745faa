"""Coordinators keep the other names of organisations and units. Whoever asks after them is told the truth at once."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.conftest import Cast
from tests.fixtures.partnerships import BY, party, small_partnership

from brobygger.accounts.models import User
from brobygger.audit.models import Event
from brobygger.duplicates.models import Fingerprint
from brobygger.duplicates.queries.records import aliases_of
from brobygger.organisations.actions import AliasHeld
from brobygger.organisations.models import Name
from brobygger.organisations.queries import party_names
from brobygger.organisations.rules.aliases import mark_of
from brobygger.organisations.rules.drafts import NameDraft
from brobygger.organisations.rules.kinds import NameKind
from brobygger.organisations.rules.names import NameShared, NameUnknown
from brobygger.partnerships.actions import admit
from brobygger.partnerships.models import Partnership
from brobygger.partnerships.rules.kinds import Role
from brobygger.portfolio.actions.aliases import add_alias
from brobygger.portfolio.actions.register import register_activities
from brobygger.portfolio.actions.reindex import reindex
from brobygger.portfolio.queries import aliases as alias_queries
from brobygger.portfolio.queries.listing import find
from brobygger.portfolio.rules.drafts import ActivityDraft, ParticipantDraft
from brobygger.portfolio.rules.filters import Filter
from brobygger.portfolio.rules.kinds import Kind

Browser = Callable[[User | None], Client]
PAGE = "/liten/organisasjoner/inst/navn/"


@pytest.fixture
def small(db: None, cast: Cast, now: datetime) -> Partnership:
    partnership = small_partnership("liten")
    for user, role in (
        (cast.coordinator, Role.COORDINATOR),
        (cast.lead, Role.PROJECT_LEAD),
        (cast.observer, Role.OBSERVER),
    ):
        admit(user=user, partnership=partnership, role=role, organisation=None, by=BY, now=now)
    return partnership


@pytest.fixture
def coordinator(small: Partnership, cast: Cast, client_of: Browser) -> Client:
    return client_of(cast.coordinator)


def mark(text: str) -> tuple[Name, str]:
    name = Name.objects.get(text=text, directory__slug="liten")
    draft = NameDraft(name.text, NameKind(name.kind), name.language, name.valid_to, name.valid_from)
    return name, mark_of(draft)


def text_of(response) -> str:  # type: ignore[no-untyped-def]
    return html.unescape(response.content.decode())


def test_who_may(small: Partnership, cast: Cast, client_of: Browser) -> None:
    name, seen = mark("ISF")
    for user, status in (
        (cast.lead, 403), (cast.observer, 403), (cast.stranger, 404), (cast.other_lead, 404), (cast.colleague, 404),
    ):  # fmt: skip
        client = client_of(user)
        for address in (PAGE, f"{PAGE}{name.pk}/"):
            assert client.get(address).status_code == status
            assert client.post(address, {"text": "Hei"}).status_code == status
        assert client.post(f"{PAGE}{name.pk}/ta-bort/", {"sett": seen}).status_code == status
        if status == 403:
            assert "Legg til eller rett navn" not in text_of(client.get("/liten/organisasjoner/inst/"))
    assert Name.objects.filter(pk=name.pk).exists()
    assert client_of(None).get(PAGE).status_code == 302


def test_a_name_is_true_everywhere_at_once(small: Partnership, coordinator: Client, now: datetime) -> None:
    """What the type-ahead, the finder and the search remember is never of before."""
    draft = ActivityDraft("", Kind.PILOT, "Lys i gangene", participants=(ParticipantDraft(party(small, "inst")),))
    [activity] = register_activities(partnership=small, drafts=[draft], by=BY, now=now)
    below = ActivityDraft("", Kind.PILOT, "Noe annet", participants=(ParticipantDraft(party(small, "stab")),))
    register_activities(partnership=small, drafts=[below], by=BY, now=now)
    with pytest.raises(NameUnknown):
        party_names(small.directory_id).find("Søvnverkstedet")
    before = aliases_of(small)
    assert "Legg til eller rett navn" in text_of(coordinator.get("/liten/organisasjoner/inst/"))

    response = coordinator.post(PAGE, {"text": " Søvnverkstedet ", "valid_from": "våren 2011"}, follow=True)
    assert "«Søvnverkstedet» er lagt til." in text_of(response)
    assert "fra våren 2011" in text_of(response)
    assert party_names(small.directory_id).find("søvnverkstedet") == party(small, "inst")
    assert party_names(small.directory_id).like("Søvnv") == [party(small, "inst")]
    assert "Søvnverkstedet" in text_of(coordinator.get("/liten/organisasjoner/navn/"))
    assert "Søvnverkstedet" in text_of(coordinator.get("/liten/organisasjoner/inst/"))
    assert aliases_of(small) is not before
    assert find(small, Filter(text="Søvnverkstedet")).ids == [activity.pk]
    assert "Institutt for søvnforskning" in text_of(coordinator.get("/liten/organisasjoner/?q=søvnverk"))
    assert Fingerprint.objects.get(pk=activity.pk).is_old is False

    name, seen = mark("Søvnverkstedet")
    assert (name.kind, name.valid_from) == ("spelling", "2011-21")
    coordinator.post(f"{PAGE}{name.pk}/ta-bort/", {"sett": seen})
    with pytest.raises(NameUnknown):
        party_names(small.directory_id).find("Søvnverkstedet")
    assert find(small, Filter(text="Søvnverkstedet")).ids == []
    assert "Søvnverkstedet" not in text_of(coordinator.get("/liten/organisasjoner/navn/"))
    found = find(small, Filter(text="Drømmelaben")).ids
    reindex(partnership=small)
    assert find(small, Filter(text="Drømmelaben")).ids == found == [activity.pk]


def test_an_organisation_is_found_by_its_names_through_its_units(
    small: Partnership, coordinator: Client, now: datetime
) -> None:
    draft = ActivityDraft("", Kind.PILOT, "Lys i gangene", participants=(ParticipantDraft(party(small, "inst")),))
    [activity] = register_activities(partnership=small, drafts=[draft], by=BY, now=now)
    coordinator.post("/liten/organisasjoner/fak/navn/", {"text": "DHF"})
    coordinator.post("/liten/organisasjoner/uni/navn/", {"text": "Lærestedet", "kind": "former", "valid_to": "1996"})
    for text in ("DHF", "Lærestedet"):
        assert find(small, Filter(text=text)).ids == [activity.pk]
    assert Name.objects.get(text="DHF").kind == "abbreviation"


def test_what_was_removed_is_told_and_can_be_given_again(small: Partnership, coordinator: Client) -> None:
    name, seen = mark("Drømmelaben")
    page = text_of(coordinator.post(f"{PAGE}{name.pk}/ta-bort/", {"sett": seen}, follow=True))
    assert "Tatt bort: «Drømmelaben» (skrivemåte)" in page
    assert "Kari Koordinator-Eksempel" in page
    event = Event.objects.get(verb="alias_removed")
    assert event.data == {"text": "Drømmelaben", "kind": "spelling"}
    assert f"?igjen={event.pk}#nytt" in page
    again = coordinator.get(f"{PAGE}?igjen={event.pk}")
    assert 'value="Drømmelaben"' in text_of(again)
    page = text_of(coordinator.post(PAGE, {"text": "Drømmelaben", "kind": "spelling"}, follow=True))
    assert "?igjen=" not in page
    assert coordinator.get(f"{PAGE}?igjen=æ").status_code == 200


def test_another_partnership_does_not_see_who(
    small: Partnership, coordinator: Client, cast: Cast, now: datetime
) -> None:
    """Two that share a directory share its names, not who is in the other."""
    add_alias(
        partnership=small,
        party=party(small, "inst"),
        draft=NameDraft("Natteriet", NameKind.SPELLING),
        by=cast.other_lead.as_actor,
        now=now,
    )
    page = text_of(coordinator.get(PAGE))
    assert "Natteriet" in page
    assert cast.other_lead.display_name not in page


def test_two_correct_the_same(small: Partnership, coordinator: Client) -> None:
    """The second is told, and nothing is overwritten."""
    name, seen = mark("Drømmelaben")
    address = f"{PAGE}{name.pk}/"
    assert f'name="sett" value="{seen}"' in text_of(coordinator.get(address))
    first = {"sett": seen, "text": "Drømmelabben", "kind": "spelling"}
    assert coordinator.post(address, first).status_code == 302
    second = coordinator.post(address, {"sett": seen, "text": "Drømmelab", "kind": "spelling"})
    assert second.status_code == 409
    assert "Nå er det «Drømmelabben» (skrivemåte)" in text_of(second)
    assert 'value="Drømmelab"' in text_of(second)
    assert coordinator.post(f"{address}ta-bort/", {"sett": seen}).status_code == 302
    name.refresh_from_db()
    assert name.text == "Drømmelabben"
    now_seen = mark("Drømmelabben")[1]
    assert now_seen in text_of(second)
    coordinator.post(address, {"sett": now_seen, "text": "Drømmelab", "kind": "spelling"})
    assert Event.objects.filter(verb="alias_changed").latest("pk").data["was"]["text"] == "Drømmelabben"
    # Nothing differs: nothing is written.
    coordinator.post(address, {"sett": mark("Drømmelab")[1], "text": "Drømmelab", "kind": "spelling"})
    assert Event.objects.filter(verb="alias_changed").count() == 2
    coordinator.post(f"{address}ta-bort/", {"sett": mark("Drømmelab")[1]})
    assert coordinator.post(address, {"sett": now_seen, "text": "Drøm"}).status_code == 404


def test_names_that_others_have(small: Partnership, coordinator: Client) -> None:
    """Shared between organisations when one says so; never within one, where nobody could say who is meant."""
    page = text_of(coordinator.post(PAGE, {"text": "isf"}))
    assert "Det navnet er her allerede." in page
    refused = coordinator.post(PAGE, {"text": "Det helsevitenskapelige fakultet", "is_shared": "on"})
    assert refused.status_code == 422
    assert "/liten/organisasjoner/fak/" in text_of(refused)
    assert 'name="is_shared"' not in text_of(refused)
    asked = coordinator.post(PAGE, {"text": "Hjemmetjenesten"})
    assert asked.status_code == 422
    assert "/liten/organisasjoner/hjemme/" in text_of(asked)
    assert 'name="is_shared"' in text_of(asked)
    assert coordinator.post(PAGE, {"text": "Hjemmetjenesten", "is_shared": "on"}).status_code == 302
    names = party_names(small.directory_id)
    with pytest.raises(NameShared) as shared:
        names.find("Hjemmetjenesten")
    assert sorted(shared.value.candidates) == ["kommune / Hjemmetjenesten", "uni / Hjemmetjenesten"]
    assert "Navn som deles" in text_of(coordinator.get("/liten/organisasjoner/"))
    refused = coordinator.post("/liten/organisasjoner/uni/navn/", {"text": "Kommunen", "is_shared": "on"})
    assert refused.status_code == 422
    name, seen = mark("Drømmelaben")
    data = {"sett": seen, "text": "ISF", "kind": "spelling"}
    assert coordinator.post(f"{PAGE}{name.pk}/", data).status_code == 422
    assert coordinator.post(f"{PAGE}{name.pk}/", {**data, "text": "Drømmelåben"}).status_code == 302


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"text": "  "},
        {"text": "–"},
        {"text": "x" * 301},
        {"text": "a\x00b"},
        {"text": "Nytt", "kind": "official"},
        {"text": "Nytt", "language": "de"},
        {"text": "Nytt", "valid_from": "2020-13-45"},
        {"text": "Nytt", "valid_from": "2020", "valid_to": "2019"},
    ],
)
def test_bad_input(coordinator: Client, data: dict[str, str]) -> None:
    before = Name.objects.count()
    response = coordinator.post(PAGE, data)
    assert response.status_code == 422
    assert "Feil:" in text_of(response)
    name, seen = mark("ISF")
    assert coordinator.post(f"{PAGE}{name.pk}/", {"sett": seen, **data}).status_code == 422
    assert Name.objects.count() == before


def test_only_names_of_this_party(coordinator: Client) -> None:
    """Its own name is corrected elsewhere, and those of others on their pages."""
    own = Name.objects.get(text="Institutt for søvnforskning", directory__slug="liten")
    elsewhere, _ = mark("ISF")
    for address in (f"{PAGE}{own.pk}/", f"/liten/organisasjoner/fak/navn/{elsewhere.pk}/", f"{PAGE}{2**62}/"):
        assert coordinator.get(address).status_code == 404
    assert coordinator.get("/liten/organisasjoner/finnes-ikke/navn/").status_code == 404
    assert Client().get(PAGE).status_code == 302


def test_too_many_to_index_while_one_waits(
    small: Partnership, coordinator: Client, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alias_queries, "INDEXED_AT_ONCE", 1)
    drafts = [
        ActivityDraft("", Kind.PILOT, f"Lys {n}", participants=(ParticipantDraft(party(small, "inst")),))
        for n in range(3)
    ]
    made = register_activities(partnership=small, drafts=drafts, by=BY, now=now)
    page = text_of(coordinator.post(PAGE, {"text": "Søvnverkstedet"}, follow=True))
    assert "først kjenner endringen når registeret er indeksert på nytt" in page
    assert find(small, Filter(text="Søvnverkstedet")).ids == []
    reindex(partnership=small)
    assert set(find(small, Filter(text="Søvnverkstedet")).ids) == {each.pk for each in made}


def test_queries_do_not_grow_with_names(small: Partnership, coordinator: Client, now: datetime) -> None:
    coordinator.get(PAGE)
    with CaptureQueriesContext(
        connection,
    ) as few:
        coordinator.get(PAGE)
    for number in range(20):
        draft = NameDraft(f"Navn {number}", NameKind.SPELLING)
        add_alias(partnership=small, party=party(small, "inst"), draft=draft, by=BY, now=now)
    party_names(small.directory_id)
    with CaptureQueriesContext(connection) as many:
        coordinator.get(PAGE)
    assert len(many) <= len(few) + 1


def test_a_refusal_writes_nothing(small: Partnership, now: datetime) -> None:
    edition = small.directory.edition
    with pytest.raises(AliasHeld):
        add_alias(
            partnership=small, party=party(small, "inst"), draft=NameDraft("fak", NameKind.SPELLING), by=BY, now=now
        )
    small.directory.refresh_from_db()
    assert small.directory.edition == edition
