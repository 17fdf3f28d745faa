"""Coordinators look at names people have written: new, or somebody known. Nothing is lost of what was."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from tests.conftest import Cast
from tests.fixtures.partnerships import BY, party, small_partnership

from brobygger.accounts.models import User
from brobygger.audit.models import Event
from brobygger.organisations.actions import propose_party
from brobygger.organisations.models import Organisation, Unit
from brobygger.organisations.queries import name_book
from brobygger.organisations.rules.names import Party
from brobygger.organisations.rules.proposals import Proposal
from brobygger.partnerships.actions import admit
from brobygger.partnerships.models import Partnership
from brobygger.partnerships.rules.kinds import Role
from brobygger.portfolio.actions.proposals import accept_proposal, same_as
from brobygger.portfolio.actions.register import register_activities
from brobygger.portfolio.actions.reindex import reindex
from brobygger.portfolio.models import Activity, Facet, Revision
from brobygger.portfolio.queries.listing import find
from brobygger.portfolio.rules.drafts import ActivityDraft, FundingDraft, ParticipantDraft
from brobygger.portfolio.rules.filters import Filter
from brobygger.portfolio.rules.kinds import Kind, ParticipantRole
from brobygger.web.actions import remove_partnership

Browser = Callable[[User | None], Client]
PAGE = "/liten/organisasjoner/foreslatte/"


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


def propose(small: Partnership, name: str, now: datetime, *, of: int | None = None) -> Party:
    return propose_party(directory=small.directory, proposal=Proposal(name, of), by=BY, now=now)


def used(small: Partnership, *parties: Party, now: datetime) -> Activity:
    draft = ActivityDraft(
        "",
        Kind.PILOT,
        f"Pilot {Activity.every.count()}",
        participants=tuple(ParticipantDraft(each) for each in parties),
    )
    return register_activities(partnership=small, drafts=[draft], by=BY, now=now)[0]


def names(small: Partnership, activity: Activity) -> list[Party]:
    return [Party(p.organisation_id, p.unit_id) for p in activity.participations.order_by("pk")]


def index(small: Partnership) -> set[tuple[int, str]]:
    rows = Facet.objects.filter(activity__partnership=small).values_list("activity_id", "term__dimension", "term__key")
    return {(pk, f"{dimension}:{key}") for pk, dimension, key in rows}


def test_the_page_says_where_it_is_used_and_who_it_may_be(
    small: Partnership, cast: Cast, client_of: Browser, now: datetime
) -> None:
    client = client_of(cast.coordinator)
    assert "Ingen forslag venter" in client.get(PAGE).content.decode()
    activity = used(small, propose(small, "Forskningsfonet", now), now=now)
    page = html.unescape(client.get(PAGE).content.decode())
    assert "Forskningsfonet" in page
    assert activity.title in page
    assert 'value="Forskningsfondet"' in page
    assert client_of(cast.lead).get(PAGE).status_code == 403
    assert client_of(cast.observer).get(PAGE).status_code == 403
    assert client_of(cast.other_lead).get(PAGE).status_code == 404


def test_the_same_moves_uses_with_history_and_gives_its_name(
    small: Partnership, cast: Cast, client_of: Browser, now: datetime
) -> None:
    proposed, known = propose(small, "Fondet for forskning", now), party(small, "fondet")
    activity = used(small, proposed, party(small, "kommune"), now=now)
    client = client_of(cast.coordinator)
    number = proposed.organisation_id
    response = client.post(f"{PAGE}organisasjon/{number}/samme/", {"kjent": "Forskningsfondet"}, follow=True)
    assert "1 aktivitet viser nå til Forskningsfondet." in html.unescape(response.content.decode())
    activity.refresh_from_db()
    assert names(small, activity) == [known, party(small, "kommune")]
    assert (activity.version, activity.changed_by) == (2, "Kari Koordinator-Eksempel")
    assert Revision.objects.get(activity=activity).content["participants"][0]["party"] == [number, None]
    assert name_book(small.directory_id).find("Fondet for forskning") == known
    assert name_book(small.directory_id).find("fondet-for-forskning") == known
    assert find(small, Filter(text="Fondet for forskning")).ids == [activity.pk]
    before = index(small)
    reindex(partnership=small)
    assert index(small) == before
    old = html.unescape(client.get(f"/liten/aktiviteter/{activity.slug}/historikk/").content.decode())
    assert "Fondet for forskning" in old
    assert "Fondet for forskning" not in client.get("/liten/organisasjoner/").content.decode()
    assert client.get("/liten/organisasjoner/fondet-for-forskning/").status_code == 200
    assert Event.objects.get(verb="same_as").data["organisation"] == known.organisation_id
    assert client.post(f"{PAGE}organisasjon/{number}/samme/", {"kjent": "Forskningsfondet"}).status_code == 302
    assert Event.objects.filter(verb="same_as").count() == 1


def test_who_takes_part_as_both_is_named_once(small: Partnership, now: datetime) -> None:
    proposed, known = propose(small, "Fondet for forskning", now), party(small, "fondet")
    draft = ActivityDraft(
        "", Kind.PILOT, "Begge",
        participants=(
            ParticipantDraft(proposed), ParticipantDraft(known), ParticipantDraft(proposed, ParticipantRole.FUNDER),
        ),
        fundings=(FundingDraft(proposed),),
    )  # fmt: skip
    [activity] = register_activities(partnership=small, drafts=[draft], by=BY, now=now)
    same_as(partnership=small, party=proposed, known=known, by=BY, now=now)
    assert names(small, activity) == [known, known]
    assert activity.fundings.get().funder_id == known.organisation_id


def test_units_of_a_proposed_organisation_go_along(small: Partnership, now: datetime) -> None:
    proposed, known = propose(small, "Fondet for forskning", now), party(small, "fondet")
    unit = propose(small, "Avdeling nord", now, of=proposed.organisation_id)
    activity = used(small, unit, now=now)
    same_as(partnership=small, party=proposed, known=known, by=BY, now=now)
    assert names(small, activity) == [Party(known.organisation_id, unit.unit_id)]
    assert Unit.objects.get(pk=unit.unit_id).organisation_id == known.organisation_id
    assert name_book(small.directory_id).find("Forskningsfondet / Avdeling nord") == names(small, activity)[0]


def test_a_unit_is_a_unit_of_somebody_else(small: Partnership, now: datetime) -> None:
    unit = propose(small, "Søvnlabben", now, of=party(small, "uni").organisation_id)
    activity = used(small, unit, now=now)
    known = party(small, "inst")
    assert same_as(partnership=small, party=unit, known=known, by=BY, now=now) == (1, True)
    assert names(small, activity) == [known]
    assert party(small, "Søvnlabben") == known


def test_accepted_under_a_better_name(small: Partnership, cast: Cast, client_of: Browser, now: datetime) -> None:
    proposed = propose(small, "fjordlab as", now)
    activity = used(small, proposed, now=now)
    client = client_of(cast.coordinator)
    address = f"{PAGE}organisasjon/{proposed.organisation_id}/godta/"
    for wrong in (
        {"navn": "", "slag": "company"},
        {"navn": "x" * 301, "slag": "company"},
        {"navn": "Fjordlab", "slag": "x"},
        {"navn": "Kommunen", "slag": "company"},
    ):
        response = client.post(address, wrong)
        assert response.status_code == 422
        assert 'role="alert"' in response.content.decode()
    assert client.post(address, {"navn": "Fjordlaben AS", "slag": "company"}).status_code == 302
    organisation = Organisation.objects.get(pk=proposed.organisation_id)
    assert (organisation.name, organisation.kind, organisation.is_proposed) == ("Fjordlaben AS", "company", False)
    for name in ("Fjordlaben AS", "fjordlab as"):
        assert party(small, name) == proposed
    assert find(small, Filter(text="Fjordlaben")).ids == [activity.pk]
    assert Event.objects.get(verb="accepted").data == {"name": "Fjordlaben AS", "was": "fjordlab as"}
    response = client.post(address, {"navn": "Igjen", "slag": "company"}, follow=True)
    assert "Noen har allerede sett på dette forslaget" in response.content.decode()


@pytest.mark.parametrize("text", ["", "Finnes ikke", "Nye fjordlab"])
def test_who_it_is_must_be_known(small: Partnership, cast: Cast, client_of: Browser, now: datetime, text: str) -> None:
    proposed = propose(small, "Nye fjordlab", now)
    address = f"{PAGE}organisasjon/{proposed.organisation_id}/samme/"
    response = client_of(cast.coordinator).post(address, {"kjent": text})
    assert response.status_code == 422
    assert Organisation.objects.get(pk=proposed.organisation_id).is_proposed


def test_what_another_partnership_uses_stays_for_them(small: Partnership, now: datetime) -> None:
    proposed, known = propose(small, "Fondet for forskning", now), party(small, "fondet")
    neighbour = Partnership.objects.create(slug="nabo", name="Nabo", directory=small.directory)
    theirs, ours = used(neighbour, proposed, now=now), used(small, proposed, now=now)
    assert same_as(partnership=small, party=proposed, known=known, by=BY, now=now) == (1, False)
    assert names(small, ours) == [known]
    assert names(neighbour, theirs) == [proposed]
    assert party(small, "Fondet for forskning") == proposed
    assert same_as(partnership=neighbour, party=proposed, known=known, by=BY, now=now) == (1, True)
    assert party(small, "Fondet for forskning") == known


def test_of_another_directory_nothing_is_found(
    small: Partnership, trd3: Partnership, cast: Cast, client_of: Browser, now: datetime
) -> None:
    proposed = propose(small, "Fjordlab", now)
    client = client_of(cast.coordinator)
    assert "Fjordlab" not in client.get("/trd3/organisasjoner/foreslatte/").content.decode()
    for what in ("godta", "samme"):
        address = f"/trd3/organisasjoner/foreslatte/organisasjon/{proposed.organisation_id}/{what}/"
        assert client.post(address, {"navn": "x", "slag": "company", "kjent": "NTNU"}).status_code == 404
        assert client.post(f"{PAGE}tull/{proposed.organisation_id}/{what}/").status_code == 404


def test_the_partnership_can_still_be_removed(small: Partnership, now: datetime) -> None:
    same_as(
        partnership=small,
        party=propose(small, "Fondet for forskning", now),
        known=party(small, "fondet"),
        by=BY,
        now=now,
    )
    unit = propose(small, "Søvnlabben", now, of=party(small, "uni").organisation_id)
    same_as(partnership=small, party=unit, known=party(small, "inst"), by=BY, now=now)
    remove_partnership(partnership=small, by=BY, now=now)
    assert not Organisation.objects.filter(directory__slug="liten").exists()


def test_a_page_of_proposals_asks_a_bounded_number_of_questions(
    small: Partnership,
    cast: Cast,
    client_of: Browser,
    now: datetime,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    for number in range(45):
        propose(small, f"Ny virksomhet {number:02}", now)
    client = client_of(cast.coordinator)
    with django_assert_max_num_queries(80):  # type: ignore[attr-defined]
        page = client.get(PAGE).content.decode()
    assert "25 til vises når disse er avgjort." in page
    accept_proposal(
        partnership=small,
        party=party(small, "Ny virksomhet 00"),
        name="Ny virksomhet 00",
        kind="company",
        by=BY,
        now=now,
    )
    assert "24 til" in client.get(PAGE).content.decode()
