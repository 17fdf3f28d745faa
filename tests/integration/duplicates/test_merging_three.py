"""Three entries of one thing are merged at once: each chosen by somebody, field by field over all, and parted exactly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from brobygger.audit.rules import Actor
from brobygger.duplicates.actions.compare import propose_pair
from brobygger.duplicates.actions.decide import DecidedMeanwhile, decide
from brobygger.duplicates.actions.merges import part, say_yes
from brobygger.duplicates.models import Consent, Merge, Pair
from brobygger.duplicates.queries.chains import further_of
from brobygger.duplicates.queries.counts import counts_of
from brobygger.duplicates.rules.decisions import Decision
from brobygger.organisations.models import Organisation
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.change import ChangedMeanwhile
from brobygger.portfolio.actions.register import Registrar, register_activities
from brobygger.portfolio.models import Activity
from brobygger.portfolio.queries.drafts import draft_of
from brobygger.portfolio.queries.listing import total_count
from brobygger.portfolio.rules.content import content_of
from brobygger.portfolio.rules.drafts import ActivityDraft
from brobygger.portfolio.rules.kinds import Kind, Standing

UNIVERSITY, MUNICIPALITY = Actor("Prøve Prosjektleder", 1), Actor("Test Testesen", 2)
TITLES = ("Havtare som gjødsel i byens parseller", "Parsellhager gjødslet med havtare", "Tang og tare i parsellhagen")
Chain = tuple[Pair, Pair]


@pytest.fixture
def sides(trd3: Partnership) -> tuple[Organisation, Organisation]:
    """University and municipality."""
    by_side = {partner.side: partner.organisation for partner in trd3.partners.select_related("organisation")}
    return by_side["university"], by_side["municipality"]


@pytest.fixture
def three(trd3: Partnership, sides: tuple[Organisation, Organisation], now: datetime) -> list[Activity]:
    """One project, registered twice by the university and once by the municipality."""
    made = []
    for title, side, description in zip(
        TITLES, (0, 1, 0), ("", "Prøves i to hager.", "Prøves i to hager."), strict=True
    ):
        made += register_activities(
            partnership=trd3,
            drafts=[ActivityDraft("", Kind.PILOT, title, description=description, acronym="TARE" if side else "")],
            by=MUNICIPALITY if side else UNIVERSITY,
            now=now,
            registrar=Registrar(sides[side].pk),
        )
    Pair.objects.filter(one__in=made, other__in=made).delete()
    return made


@pytest.fixture
def chain(trd3: Partnership, three: list[Activity], now: datetime) -> Chain:
    """The first is like the second and the second like the third; nobody has seen that the first is like the third."""
    first, second, third = three
    return (
        propose_pair(partnership=trd3, one=first, other=second, now=now),
        propose_pair(partnership=trd3, one=second, other=third, now=now),
    )


def yes(pair: Pair, members: list[Activity], side: Organisation, now: datetime, **told: object) -> Activity | None:
    arguments: dict[str, object] = {"choices": {}, "versions": {each.pk: 1 for each in members}, "by": UNIVERSITY}
    said = say_yes(partnership=pair.partnership, pair=pair, organisation_id=side.pk, now=now, **arguments | told)  # type: ignore[arg-type]
    return said.entry


def test_further_ones_are_reached_through_the_chain(
    chain: Chain, three: list[Activity], now: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(4):
        assert [each.activity for each in further_of(chain[0])] == [three[2]]
    apart = propose_pair(partnership=chain[0].partnership, one=three[0], other=three[2], now=now)
    decide(partnership=apart.partnership, pair=apart, decision=Decision.DIFFERENT, by=UNIVERSITY, now=now)
    assert further_of(chain[0]) == []


def test_all_three_count_once_when_both_sides_have_said_yes(
    chain: Chain, three: list[Activity], sides: tuple[Organisation, Organisation], now: datetime
) -> None:
    partnership = chain[0].partnership
    before = total_count(partnership)
    choices = {"title": three[2].slug, "acronym": three[1].slug}
    assert yes(chain[0], three, sides[0], now, choices=choices) is None
    assert total_count(partnership) == before
    # The other side says it of another pair of the same three.
    entry = yes(chain[1], three, sides[1], now, choices=choices, by=MUNICIPALITY)
    assert entry is not None
    assert (entry.title, entry.acronym, entry.description) == (TITLES[2], "TARE", "Prøves i to hager.")
    assert total_count(partnership) == before - 2
    assert set(Activity.every.filter(merged_into=entry)) == set(three)
    counts = counts_of(Partnership.objects.get(pk=partnership.pk))
    assert counts.raw - counts.once == 2
    assert set(Pair.objects.filter(pk__in=[pair.pk for pair in chain]).values_list("decision", "is_open")) == {
        ("same", False)
    }


def test_a_yes_to_other_entries_asks_the_other_side_again(
    chain: Chain, three: list[Activity], sides: tuple[Organisation, Organisation], now: datetime
) -> None:
    assert yes(chain[0], three[:2], sides[0], now) is None
    assert yes(chain[0], three, sides[1], now, by=MUNICIPALITY) is None
    assert yes(chain[0], three, sides[0], now) is not None


def test_a_yes_holds_only_while_all_three_are_as_they_were_seen(
    chain: Chain, three: list[Activity], sides: tuple[Organisation, Organisation], now: datetime
) -> None:
    yes(chain[0], three, sides[0], now)
    Activity.every.filter(pk=three[2].pk).update(version=2)
    with pytest.raises(ChangedMeanwhile):
        yes(chain[0], three, sides[1], now, by=MUNICIPALITY)
    seen = {three[0].pk: 1, three[1].pk: 1, three[2].pk: 2}
    assert yes(chain[0], three, sides[1], now, versions=seen, by=MUNICIPALITY) is None


def test_what_somebody_has_told_apart_is_not_merged(
    chain: Chain, three: list[Activity], sides: tuple[Organisation, Organisation], now: datetime
) -> None:
    apart = propose_pair(partnership=chain[0].partnership, one=three[0], other=three[2], now=now)
    decide(partnership=apart.partnership, pair=apart, decision=Decision.DIFFERENT, by=UNIVERSITY, now=now)
    with pytest.raises(DecidedMeanwhile):
        yes(chain[0], three, sides[0], now)
    assert not Consent.objects.exists()


def test_parting_restores_all_three_exactly(
    chain: Chain, three: list[Activity], sides: tuple[Organisation, Organisation], now: datetime
) -> None:
    partnership, slugs = chain[0].partnership, [each.slug for each in three]
    contents = {slug: content_of((draft_of(partnership, slug) or pytest.fail("gone"))[1]) for slug in slugs}
    rows = list(Activity.every.filter(slug__in=slugs).order_by("pk").values())
    yes(chain[0], three, sides[0], now)
    entry = yes(chain[0], three, sides[1], now, by=MUNICIPALITY) or pytest.fail("not merged")
    parted = part(partnership=partnership, merge=Merge.objects.get(entry=entry), version=1, by=UNIVERSITY, now=now)
    assert sorted(parted) == [each.pk for each in three]
    assert {slug: content_of((draft_of(partnership, slug) or pytest.fail("gone"))[1]) for slug in slugs} == contents
    assert list(Activity.every.filter(slug__in=slugs).order_by("pk").values()) == rows
    assert Activity.every.get(pk=entry.pk).standing == Standing.REMOVED
    assert all(Pair.objects.get(pk=pair.pk).is_open for pair in chain)
    assert not Consent.objects.exists()


def test_the_whole_way_in_the_browser(
    chain: Chain, three: list[Activity], cast: object, client_of: Callable[..., Client]
) -> None:
    lead, colleague = client_of(cast.lead), client_of(cast.colleague)  # type: ignore[attr-defined]
    address, third = f"/trd3/duplikater/{chain[0].pk}/", three[2].slug
    page = lead.get(address).content.decode()
    assert "Er også disse den samme?" in page
    assert f'name="med" value="{third}"' in page
    merging = lead.post(address, {"svar": "samme", "med": [third]})["Location"]
    assert merging == f"{address}sla-sammen/?med={third}"
    page = lead.get(merging).content.decode()
    for title in TITLES:
        assert f"Fra «{title}»" in page
    assert page.count("Prøves i to hager.") == 0  # Only one text is said: there is nothing to choose.
    data = {f"versjon-{each.slug}": "1" for each in three} | {"med": third, "felt-title": third}
    assert lead.post(merging.split("?")[0], data)["Location"] == address
    # The other side is asked about the same three, and finds them ticked.
    assert f'value="{third}" id="med-1" checked' in colleague.get(address).content.decode()
    page = colleague.get(f"{address}sla-sammen/").content.decode()
    assert "har sagt ja til det som er valgt under" in page
    assert f'name="med" value="{third}"' in page
    assert colleague.post(f"{address}sla-sammen/", data).status_code == 302
    entry = Merge.objects.get().entry
    assert entry.title == TITLES[2]
    page = colleague.get(f"/trd3/aktiviteter/{entry.slug}/").content.decode()
    assert all(title in page for title in TITLES)


def test_bad_input_is_told_and_does_nothing(
    chain: Chain, three: list[Activity], cast: object, client_of: Callable[..., Client]
) -> None:
    lead = client_of(cast.lead)  # type: ignore[attr-defined]
    address = f"/trd3/duplikater/{chain[0].pk}/sla-sammen/"
    for strange in ("finnes-ikke", "\x00", three[0].slug + "x"):
        data = {f"versjon-{each.slug}": "1" for each in three[:2]} | {"med": strange}
        response = lead.post(address, data)
        assert response.status_code == 422
        assert "kan ikke være med lenger" in response.content.decode()
        assert lead.get(address, {"med": strange}).status_code == 200
    assert not Consent.objects.exists()
    assert not Merge.objects.exists()
