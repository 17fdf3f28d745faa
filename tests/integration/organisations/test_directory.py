"""The directory and the page of one organisation or unit, read by the whole cast."""

from __future__ import annotations

import html
from datetime import date

import pytest

from brobygger.organisations import queries
from brobygger.organisations.actions import register_directory
from brobygger.organisations.models import Directory, Organisation, Unit
from brobygger.organisations.rules.drafts import DirectoryDraft, OrganisationDraft, UnitDraft
from brobygger.organisations.rules.kinds import OrganisationKind, UnitKind

TREE = "/trd3/organisasjoner/"


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
    """Every member, nobody else; strangers cannot tell it from an address that does not exist."""
    client = client_of(getattr(cast, who))
    assert client.get(TREE).status_code == status
    assert client.get(f"{TREE}ntnu/").status_code == status


def test_nobody_is_asked_to_sign_in(client_of) -> None:  # type: ignore[no-untyped-def]
    """The way back is kept."""
    assert client_of(None).get(TREE).url == f"/logg-inn/?next={TREE}"


def test_both_sides_and_the_others(client_of, cast, trd3) -> None:  # type: ignore[no-untyped-def]
    """The partners' trees first, everybody else by kind, and the abbreviation that two share."""
    response = client_of(cast.lead).get(TREE)
    page = text_of(response)
    trees = response.context["trees"]
    assert [tree.slug for tree in trees] == ["ntnu", "trondheim-kommune"]
    assert "Institutt for samfunnsmedisin og sykepleie" in page
    assert "ISM" in page
    assert {group.label for group in response.context["groups"]} >= {"Bedrifter", "Kommuner"}
    assert [shared.name for shared in response.context["shared"]] == ["ISS"]
    assert page.count("<details") == page.count("</details>")
    assert page.count("<ul") == page.count("</ul>")
    assert page.count("<li") - page.count("<link") == page.count("</li>")


def test_as_it_was(client_of, cast) -> None:  # type: ignore[no-untyped-def]
    """The municipality before and after its reorganisation in the summer of 2024."""
    client = client_of(cast.lead)

    def names(day: str) -> set[str]:
        trees = client.get(TREE, {"dato": day}).context["trees"]
        return {line.name for tree in trees for line in tree.lines}

    assert "Helse og velferd" in names("2023-05-01")
    assert "Helse og velferd" not in names("2026-01-01")
    assert "Sosiale tjenester" in names("2026-01-01")


def test_a_renamed_unit(client_of, cast, fjordby) -> None:  # type: ignore[no-untyped-def]
    """Then it is shown by the name of then."""
    client = client_of(cast.other_lead)
    assert "heter nå Avdeling for helse- og velferdsfag" in text_of(
        client.get("/fjordby/organisasjoner/?dato=2017-05-01")
    )
    assert "tidligere Avdeling for sykepleierutdanning" in text_of(client.get("/fjordby/organisasjoner/"))


@pytest.mark.parametrize("day", ["i går", "2023-13-45", "<script>", "2023-05", "9" * 500, "\x00"])
def test_what_is_no_date_is_said_to_be_none(client_of, cast, day) -> None:  # type: ignore[no-untyped-def]
    """And the page shows today."""
    response = client_of(cast.lead).get(TREE, {"dato": day})
    assert response.status_code == 200
    assert response.context["is_today"]
    assert "er ikke en dato" in text_of(response)
    assert "<script>»" not in response.content.decode()


@pytest.mark.parametrize("day", ["", "0001-01-01", "9999-12-31"])
def test_far_away_dates(client_of, cast, day) -> None:  # type: ignore[no-untyped-def]
    """Are dates."""
    response = client_of(cast.lead).get(TREE, {"dato": day})
    assert response.status_code == 200
    assert not response.context["day_refused"]


def test_search_by_any_name(client_of, cast) -> None:  # type: ignore[no-untyped-def]
    """An abbreviation finds all who use it, and units that are gone are marked."""
    client = client_of(cast.lead)
    found = client.get(TREE, {"q": "iss"}).context["found"]
    assert {"Institutt for sosiologi og statsvitenskap", "ISS Facility Services"} <= {p.name for p in found.parties}
    assert "Finnes ikke nå" in text_of(client.get(TREE, {"q": "Helse og velferd"}))
    assert "Norges teknisk-naturvitenskapelige" in text_of(client.get(TREE, {"q": "university of science"}))


@pytest.mark.parametrize("text", ["finnes ikke", "%", "_", "' OR 1=1", "\x00zzz", "ø" * 5000, "<b>"])
def test_search_without_hits(client_of, cast, text) -> None:  # type: ignore[no-untyped-def]
    """Says so; nothing that is typed is more than text."""
    response = client_of(cast.lead).get(TREE, {"q": text})
    assert response.status_code == 200
    assert "Ingen heter det" in text_of(response)
    assert "<b>»" not in response.content.decode()


def test_the_page_of_a_unit(client_of, cast) -> None:  # type: ignore[no-untyped-def]
    """Where it belongs and how we know, its names, its fields, and the way to its activities."""
    response = client_of(cast.lead).get(f"{TREE}ntnu-ism/")
    page = text_of(response)
    party = response.context["party"]
    assert [each.label for each in party.path] == [
        "Norges teknisk-naturvitenskapelige universitet",
        "Fakultet for medisin og helsevitenskap",
    ]
    assert "Allment kjent, ikke i kilden" in page
    assert "ISM" in page
    assert "/trd3/aktiviteter/?enhet=ntnu-ism" in page
    assert len(party.disciplines) == 2


def test_the_page_of_an_organisation(client_of, cast) -> None:  # type: ignore[no-untyped-def]
    """Its kind, its note and the units directly below it."""
    response = client_of(cast.lead).get(f"{TREE}ntnu/")
    party = response.context["party"]
    assert (party.kind, party.country, party.path) == ("Universitet", "NO", [])
    assert "Fakultet for medisin og helsevitenskap" in [part.label for part in party.parts]
    assert "Institutt for psykisk helse" not in [part.label for part in party.parts]


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("tk-helse-og-velferd", "Ble delt, en del gikk til Sosiale tjenester"),
        ("tk-sosiale-tjenester", "Skilt ut fra Helse og velferd"),
    ],
)
def test_before_and_after(client_of, cast, slug, words) -> None:  # type: ignore[no-untyped-def]
    """A succession is told from both sides."""
    response = client_of(cast.lead).get(f"{TREE}{slug}/")
    assert words in [f"{each.label} {each.other.label}" for each in response.context["party"].successions]
    assert "sommeren 2024" in text_of(response)


def test_parties_of_another_directory_do_not_exist(client_of, cast, fjordby) -> None:  # type: ignore[no-untyped-def]
    """Neither from here nor from there."""
    lead, other = client_of(cast.lead), client_of(cast.other_lead)
    assert other.get("/fjordby/organisasjoner/hif/").status_code == 200
    assert lead.get(f"{TREE}hif/").status_code == 404
    assert other.get("/fjordby/organisasjoner/ntnu/").status_code == 404
    assert lead.get(f"{TREE}finnes-ikke/").status_code == 404


def test_every_party_has_a_page(client_of, cast, fjordby) -> None:  # type: ignore[no-untyped-def]
    """Also those with names that fill a line three times over."""
    client = client_of(cast.other_lead)
    for model in (Organisation, Unit):
        for slug in model.objects.filter(directory=fjordby.directory).values_list("slug", flat=True):
            assert client.get(f"/fjordby/organisasjoner/{slug}/").status_code == 200, slug


@pytest.mark.parametrize("address", [TREE, f"{TREE}?q=iss", f"{TREE}ntnu-ism/", f"{TREE}ntnu/"])
def test_few_queries(client_of, cast, address, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    """However many units there are."""
    client = client_of(cast.lead)
    with django_assert_max_num_queries(14):
        client.get(address)


def test_a_large_directory(client_of, cast, trd3, now, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    """Two thousand units in four levels: the same few queries, and the tree starts closed."""
    units = [
        UnitDraft(
            slug=f"e{n}",
            organisation="stor",
            parent=f"e{n // 10}" if n >= 10 else "",
            name=f"Enhet {n}",
            kind=UnitKind.UNIT,
        )
        for n in range(1, 2001)
    ]
    big = register_directory(
        draft=DirectoryDraft(
            "stor", "Stor", (OrganisationDraft("stor", "Stor", OrganisationKind.UNIVERSITY),), tuple(units)
        ),
        by=cast.lead.as_actor,
        now=now,
    )
    trd3.directory = big
    trd3.save()
    trd3.partners.filter(side="university").update(organisation=big.organisations.get())
    client = client_of(cast.lead)
    with django_assert_max_num_queries(11):
        response = client.get(TREE)
    (tree,) = response.context["trees"]
    assert (tree.unit_count, tree.is_open) == (2000, False)
    page = response.content.decode()
    assert page.count("<details") == page.count("</details>")


def test_short_names(trd3) -> None:  # type: ignore[no-untyped-def]
    """A long name gives way to its abbreviation, a short one stands."""
    names = queries.short_names(trd3.directory_id, ["ntnu", "trondheim-kommune", "finnes-ikke"])
    assert names == {"ntnu": "NTNU", "trondheim-kommune": "Trondheim kommune"}


def test_party_of(trd3) -> None:  # type: ignore[no-untyped-def]
    """By slug, in one directory."""
    directory = queries.read_directory(trd3.directory_id, on=date(2026, 1, 1))
    assert directory.label(queries.party_of(directory, "ntnu-ism")) == "Institutt for samfunnsmedisin og sykepleie"
    assert queries.party_of(directory, "hif") is None
    assert Directory.objects.filter(slug="trondheim").exists()
