"""What the partnership is, on one page."""

from __future__ import annotations

import html

import pytest

from brobygger.partnerships.queries import memberships_of, scope_of

ABOUT = "/trd3/samarbeidet/"


def text_of(response) -> str:  # type: ignore[no-untyped-def]
    return html.unescape(response.content.decode())


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("lead", 200),
        ("colleague", 200),
        ("coordinator", 200),
        ("steering_member", 200),
        ("observer", 200),
        ("stranger", 404),
        ("other_lead", 404),
    ],
)
def test_who_may_read(client_of, cast, who, status) -> None:  # type: ignore[no-untyped-def]
    """Every member, nobody else."""
    assert client_of(getattr(cast, who)).get(ABOUT).status_code == status


def test_partners_and_periods(client_of, cast) -> None:  # type: ignore[no-untyped-def]
    """University first, the latest period first."""
    about = client_of(cast.lead).get(ABOUT).context["about"]
    assert [(partner.side, partner.name) for partner in about.partners] == [
        ("Universitet", "Norges teknisk-naturvitenskapelige universitet"),
        ("Kommune", "Trondheim kommune"),
    ]
    assert [period.name for period in about.periods] == ["Avtaleperioden 2022–2025", "Avtaleperioden 2018–2021"]


def test_an_area(client_of, cast) -> None:  # type: ignore[no-untyped-def]
    """What it is worth to each side, and who leads it: the committee's two and the project leads."""
    about = client_of(cast.lead).get(ABOUT).context["about"]
    areas = {area.slug: area for area in about.areas}
    health = areas["helse-og-velferd"]
    assert [value.partner for value in health.values] == ["NTNU", "Trondheim kommune"]
    assert health.leads[:2] == ["Kommunaldirektør (Trondheim kommune)", "Dekan (NTNU)"]
    assert len(health.leads) == 4
    assert health.url == "/trd3/aktiviteter/?omrade=helse-og-velferd"
    assert not health.has_ended
    assert areas["unikom"].has_ended
    assert areas["unikom"].time == "2022–2023"


def test_seats_are_offices(client_of, cast) -> None:  # type: ignore[no-untyped-def]
    """Acting and constituted are said; the ordinary way is not."""
    response = client_of(cast.lead).get(ABOUT)
    about = response.context["about"]
    (steering,) = about.large_bodies
    assert [seat.position for seat in steering.seats][:3] == ["Leder", "Nestleder", "Medlem"]
    assert [seat.status for seat in steering.seats].count("Konstituert") == 2
    assert [seat.status for seat in steering.seats].count("Fungerende") == 1
    leads = next(body for body in about.small_bodies if body.slug == "prosjektlederne")
    assert {seat.position for seat in leads.seats} == {""}
    assert leads.seats[-1].time == "avsluttet, dato ikke oppgitt"
    assert leads.seats[-1].has_ended


def test_decisions_newest_first(client_of, cast, fjordby) -> None:  # type: ignore[no-untyped-def]
    """Those nobody dated come last; the anchor is there for links."""
    response = client_of(cast.lead).get(ABOUT)
    years = [decision.when[-4:] for decision in response.context["about"].decisions]
    assert years == sorted(years, reverse=True)
    assert len(years) >= 3
    page = text_of(response)
    assert 'id="vedtak"' in page
    assert 'id="vedtak-avslutte-unikom"' in page
    about = client_of(cast.other_lead).get("/fjordby/samarbeidet/").context["about"]
    assert about.decisions[-1].when == "dato ikke oppgitt"
    assert about.decisions[-1].body == ""


def test_nothing_but_a_name(client_of, cast, trd3) -> None:  # type: ignore[no-untyped-def]
    """A partnership nobody has described yet has a page too."""
    from brobygger.organisations.models import Directory
    from brobygger.partnerships.actions import admit
    from brobygger.partnerships.models import Partnership
    from brobygger.partnerships.rules.kinds import Role

    empty = Partnership.objects.create(slug="tomt", name="Tomt", directory=Directory.objects.create(slug="t", name="T"))
    admit(
        user=cast.lead,
        partnership=empty,
        role=Role.OBSERVER,
        organisation=None,
        by=cast.lead.as_actor,
        now=cast.lead.memberships.get().created_at,
    )
    client = client_of(cast.lead)
    page = text_of(client.get("/tomt/samarbeidet/"))
    for words in ("Ingen parter", "Ingen avtaleperioder", "Ingen innsatsområder", "Ingen organer", "Ingen vedtak"):
        assert words in page
    assert "Ingen organisasjoner denne dagen" in text_of(client.get("/tomt/organisasjoner/"))


def test_few_queries(client_of, cast, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    """Session, user and scope, and a fixed number for the page."""
    client = client_of(cast.lead)
    with django_assert_max_num_queries(15):
        client.get(ABOUT)


def test_scope_knows_its_partners(cast, trd3) -> None:  # type: ignore[no-untyped-def]
    """University first, asked for once."""
    scope = scope_of(cast.lead, "trd3")
    assert scope is not None
    assert scope.partner_ids == [
        trd3.partners.get(side="university").organisation_id,
        trd3.partners.get(side="municipality").organisation_id,
    ]
    assert memberships_of(cast.stranger).count() == 0
