"""The pages where coordinators reorganise: written, looked at, done and undone, and nothing lost on the way."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.conftest import Cast
from tests.fixtures.partnerships import BY, NOW, party, small_partnership

from brobygger.accounts.models import User
from brobygger.organisations.actions import propose_party
from brobygger.organisations.models import Reorganisation, Succession, Unit
from brobygger.organisations.rules.proposals import Proposal
from brobygger.partnerships.actions import admit
from brobygger.partnerships.models import Partnership
from brobygger.partnerships.rules.kinds import Role
from brobygger.portfolio.actions import register_activities
from brobygger.portfolio.rules.drafts import ActivityDraft, ParticipantDraft
from brobygger.portfolio.rules.kinds import Kind

Browser = Callable[[User | None], Client]
PAGE = "/liten/organisasjoner/omsorg/omorganisere/"
WHY = {"date": "1.8.2024", "reason": "Bystyret vedtok det i sak 12/24."}


@pytest.fixture
def small(db: None, cast: Cast, now: datetime) -> Partnership:
    partnership = small_partnership("liten")
    for user, role in ((cast.coordinator, Role.COORDINATOR), (cast.lead, Role.PROJECT_LEAD)):
        admit(user=user, partnership=partnership, role=role, organisation=None, by=BY, now=now)
    drafts = [
        ActivityDraft("", Kind.PILOT, f"Om {name}", participants=(ParticipantDraft(party(partnership, name)),))
        for name in ("omsorg", "hjemme", "stab")
    ]
    register_activities(partnership=partnership, drafts=drafts, by=BY, now=NOW)
    return partnership


@pytest.fixture
def coordinator(small: Partnership, cast: Cast, client_of: Browser) -> Client:
    return client_of(cast.coordinator)


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())


def look(client: Client, way: str, page: str = PAGE, **written: str) -> Any:
    return client.post(f"{page}{way}/", {**WHY, **written})


def save(client: Client, way: str, page: str = PAGE, **written: str) -> str:
    """Look, then do what the page says."""
    seen = text_of(look(client, way, page, **written))
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', seen))
    assert "sett" in fields, seen
    return text_of(client.post(f"{page}{way}/", {**fields, "steg": "gjor"}, follow=True))


def test_who_may(small: Partnership, cast: Cast, client_of: Browser) -> None:
    for user, status in ((cast.lead, 403), (cast.stranger, 404), (cast.other_lead, 404)):
        client = client_of(user)
        for address in (PAGE, f"{PAGE}del/", f"{PAGE}1/angre/"):
            assert client.get(address).status_code == status
        assert look(client, "legg-ned").status_code == status
    assert "Omorganiser" not in text_of(client_of(cast.lead).get("/liten/organisasjoner/omsorg/"))
    assert not Reorganisation.objects.exists()


def test_every_way_is_written_looked_at_and_done(coordinator: Client, cast: Cast, client_of: Browser) -> None:
    assert "Omorganiser" in text_of(coordinator.get("/liten/organisasjoner/omsorg/"))
    for way in ("nytt-navn", "sla-sammen", "del", "flytt", "legg-ned"):
        assert f"{PAGE}{way}/" in text_of(coordinator.get(PAGE))
        assert coordinator.get(f"{PAGE}{way}/").status_code == 200

    seen = text_of(look(coordinator, "nytt-navn", name="Helse  og omsorg"))
    assert "«Omsorg» heter «Helse og omsorg» fra 1. august 2024." in seen
    assert "2 aktiviteter nevner den eller noe under den, og gjør det fortsatt." in seen
    assert not Reorganisation.objects.exists()
    done = save(coordinator, "nytt-navn", name="Helse  og omsorg")
    assert "«Omsorg» fikk navnet «Helse og omsorg»" in done
    assert "Bystyret vedtok det i sak 12/24." in done
    assert "Kari Koordinator-Eksempel" in done

    below = Unit.objects.get(slug="hjemme").pk
    done = save(
        coordinator, "del",
        part_1="Helse", share_1="60", part_3="staben", share_3="40", **{f"below_{below}": "3"},
    )  # fmt: skip
    assert "«Helse og omsorg» ble delt i «Helse» (60 %) og «Staben» (40 %)" in done
    assert Unit.objects.get(pk=below).placements.order_by("-pk")[0].parent == Unit.objects.get(slug="stab")
    assert [str(each.share) for each in Succession.objects.order_by("pk")][-2:] == ["0.6000", "0.4000"]

    page = "/liten/organisasjoner/helse/omorganisere/"
    assert "ble slått sammen til «Helsehjelp»" in save(
        coordinator, "sla-sammen", page, other_1="Hjemmetjenesten", into="Helsehjelp", date="2025"
    )
    page = "/liten/organisasjoner/helsehjelp/omorganisere/"
    assert "«Helsehjelp» ble flyttet til «Staben»" in save(coordinator, "flytt", page, to="Staben", date="2026")
    assert "«Helsehjelp» ble lagt ned" in save(coordinator, "legg-ned", page, date="2026-10")
    # Whoever reads finds why.
    read = text_of(client_of(cast.lead).get("/liten/organisasjoner/omsorg/"))
    assert "Bystyret vedtok det i sak 12/24." in read
    assert "Tidligere navn" in read


def test_one_of_them_may_go_on(coordinator: Client) -> None:
    done = save(coordinator, "sla-sammen", other_1="Staben", into="Omsorg")
    assert "«Staben» ble slått sammen til «Omsorg»" in text_of(coordinator.get("/liten/organisasjoner/stab/"))
    assert "«Staben» ble slått sammen til «Omsorg»" in done
    assert Unit.objects.get(slug="omsorg", directory__slug="liten").valid_to == ""


def test_what_others_elsewhere_are_called_is_no_hindrance(coordinator: Client) -> None:
    """The university has a unit of that name; the new one is the municipality's."""
    save(coordinator, "sla-sammen", other_1="Staben", into="Institutt for søvnforskning")
    new = Unit.objects.get(slug="institutt-for-sovnforskning")
    assert new.organisation.slug == "kommune"


@pytest.mark.parametrize(
    ("way", "written", "said"),
    [
        ("nytt-navn", {"name": ""}, "Skriv navnet."),
        ("nytt-navn", {"name": "Staben"}, "Noen i organisasjonen går allerede under navnet «Staben»"),
        ("nytt-navn", {"name": "Nytt", "date": "i fjor"}, "er ikke en dato vi kjenner"),
        ("nytt-navn", {"name": "Nytt", "date": "2199"}, "Datoen er ikke kommet ennå."),
        ("nytt-navn", {"name": "Nytt", "date": "ukjent"}, "Skriv fra når det gjelder"),
        ("nytt-navn", {"name": "Nytt", "reason": " "}, "Skriv hvorfor, så andre forstår det siden."),
        ("sla-sammen", {"into": "Nytt"}, "Skriv hvem den slås sammen med"),
        ("sla-sammen", {"other_1": "Finnes ikke", "into": "Nytt"}, "Skriv hvem den slås sammen med"),
        ("sla-sammen", {"other_1": "Kommunen", "into": "Nytt"}, "«Kommunen» er en hel organisasjon."),
        ("sla-sammen", {"other_1": "ISF", "into": "Nytt"}, "hører til en annen organisasjon"),
        ("del", {"part_1": "Nord"}, "Skriv minst to enheter som den er delt i."),
        ("del", {"part_1": "Nord", "part_2": "Sør"}, "Velg hvor enhetene under skal: «Hjemmetjenesten»."),
        ("del", {"part_1": "Nord", "share_1": "60", "part_2": "Sør"}, "Andelene må bli 100 % til sammen."),
        ("del", {"part_1": "Nord", "share_1": "mye", "part_2": "Sør"}, "«mye» er ikke et tall."),
        ("flytt", {"to": "Hjemmetjenesten"}, "En enhet kan ikke høre til under seg selv"),
        ("flytt", {"to": "Kommunen"}, "«Omsorg» hører til der allerede."),
        ("flytt", {"to": "Ingensteds"}, "hvor den skal"),
        ("legg-ned", {}, "Det er enheter under den: «Hjemmetjenesten»."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_and_what_was_written_stays(
    coordinator: Client, way: str, written: dict[str, str], said: str
) -> None:
    response = look(coordinator, way, **written)
    assert response.status_code == 422
    shown = text_of(response)
    assert said in shown
    for value in (written | {"reason": written.get("reason", WHY["reason"]).strip()}).values():
        assert value in shown
    assert not Reorganisation.objects.exists()


def test_who_is_gone_or_only_proposed_cannot(small: Partnership, coordinator: Client) -> None:
    save(coordinator, "legg-ned", "/liten/organisasjoner/stab/omorganisere/")
    assert "«Staben» finnes ikke lenger." in text_of(look(coordinator, "flytt", to="Staben"))
    page = text_of(coordinator.get("/liten/organisasjoner/stab/omorganisere/"))
    assert "Enheten finnes ikke lenger" in page
    assert "/flytt/" not in page
    again = look(coordinator, "legg-ned", "/liten/organisasjoner/stab/omorganisere/")
    assert "«Staben» finnes ikke lenger." in text_of(again)
    owner = party(small, "kommune").organisation_id
    propose_party(directory=small.directory, proposal=Proposal("Nye", owner), by=BY, now=NOW)
    assert "«Nye» er bare foreslått." in text_of(look(coordinator, "flytt", to="Nye"))


def test_an_organisation_can_only_get_a_new_name(coordinator: Client) -> None:
    page = "/liten/organisasjoner/kommune/omorganisere/"
    assert "sla-sammen" not in text_of(coordinator.get(page))
    for address in (f"{page}sla-sammen/", f"{page}tull/", f"{page}99/angre/", "/liten/organisasjoner/x/omorganisere/"):
        assert coordinator.get(address).status_code == 404
    assert "«Kommunen» fikk navnet «Storkommunen»" in save(coordinator, "nytt-navn", page, name="Storkommunen")
    assert "Storkommunen" in text_of(coordinator.get("/liten/organisasjoner/"))


def test_two_at_once(coordinator: Client) -> None:
    """Whoever comes second sees what is now, and loses nothing of what they wrote."""
    seen = text_of(look(coordinator, "nytt-navn", name="Helse"))
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', seen))
    save(coordinator, "legg-ned", "/liten/organisasjoner/stab/omorganisere/")
    second = coordinator.post(f"{PAGE}nytt-navn/", {**fields, "steg": "gjor"})
    assert second.status_code == 409
    shown = text_of(second)
    assert "Noen har endret organisasjonene siden du så på dette." in shown
    assert "«Omsorg» heter «Helse» fra" in shown
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', shown))
    save(coordinator, "nytt-navn", name="Noe annet")
    third = coordinator.post(f"{PAGE}nytt-navn/", {**fields, "name": "Noe annet", "steg": "gjor"})
    assert third.status_code == 409
    assert "Den heter allerede «Noe annet»." in text_of(third)
    assert WHY["reason"] in text_of(third)
    assert Reorganisation.objects.count() == 2


def test_back_to_what_was_written(coordinator: Client) -> None:
    response = coordinator.post(f"{PAGE}nytt-navn/", {**WHY, "name": "Helse", "steg": "rett"})
    assert response.status_code == 200
    assert 'value="Helse"' in text_of(response)


def test_it_is_undone_and_told_as_undone(small: Partnership, coordinator: Client) -> None:
    save(coordinator, "sla-sammen", other_1="Staben", into="Alt")
    [done] = Reorganisation.objects.all()
    assert f"{PAGE}{done.pk}/angre/" in text_of(coordinator.get(PAGE))
    assert "Enhetene blir som de var før." in text_of(coordinator.get(f"{PAGE}{done.pk}/angre/"))
    answer = text_of(coordinator.post(f"{PAGE}{done.pk}/angre/", follow=True))
    assert "Angret: «Omsorg» og «Staben» ble slått sammen til «Alt»." in answer
    assert f"{PAGE}{done.pk}/angre/" not in text_of(coordinator.get(PAGE))
    assert "slått sammen" not in text_of(coordinator.get("/liten/organisasjoner/omsorg/"))
    assert "Det kan ikke angres" in text_of(coordinator.get(f"{PAGE}{done.pk}/angre/"))
    assert "Ingenting er endret." in text_of(coordinator.post(f"{PAGE}{done.pk}/angre/", follow=True))


def test_who_is_in_the_other_partnership_is_not_told(
    small: Partnership, coordinator: Client, cast: Cast, client_of: Browser
) -> None:
    save(coordinator, "legg-ned", "/liten/organisasjoner/stab/omorganisere/")
    other = Partnership.objects.create(slug="annen", name="Den andre", directory=small.directory)
    admit(user=cast.stranger, partnership=other, role=Role.COORDINATOR, organisation=None, by=BY, now=NOW)
    shown = text_of(client_of(cast.stranger).get("/annen/organisasjoner/stab/omorganisere/"))
    assert "«Staben» ble lagt ned" in shown
    assert "Koordinator-Eksempel" not in shown


def test_the_preview_takes_the_same_queries_however_many(small: Partnership, coordinator: Client) -> None:
    def taken() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert look(coordinator, "nytt-navn", name="Helse").status_code == 200
        return len(queries)

    taken()
    few = taken()
    drafts = [
        ActivityDraft("", Kind.PILOT, f"Nummer {n}", participants=(ParticipantDraft(party(small, "hjemme")),))
        for n in range(20)
    ]
    register_activities(partnership=small, drafts=drafts, by=BY, now=NOW)
    taken()
    assert taken() == few <= 40


def test_every_field_has_a_label_of_its_own(coordinator: Client) -> None:
    for what in ("sla-sammen", "del"):
        page = text_of(coordinator.get(f"{PAGE}{what}/"))
        labels = [label.strip() for label in re.findall(r"<label[^>]*>([^<]+)", page.split("<main", 1)[1])]
        assert len(labels) > 5
        assert len(set(labels)) == len(labels)
