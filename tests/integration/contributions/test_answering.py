"""Answering on screen: two clicks, by those who speak for a party; the worklist; and how often the parties agree."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from tests.conftest import Cast

from brobygger.contributions.actions.claims import Statement, claim
from brobygger.contributions.models import ContributionClaim, CreditStanding
from brobygger.contributions.rules.credit import Answer, Did, Layer, Otherwise
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity

ClientOf = Callable[..., Client]
PAGE = "/trd3/aktiviteter/climagen/"
ANSWER = {"did": "initiated", "otherwise": "nothing"}


def test_two_clicks_answer_for_ones_own_party(trd3: Partnership, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.lead)
    page = client.get(PAGE).content.decode()
    assert "Hva betydde samarbeidet?" in page
    assert page.count("Har ikke svart") == 2
    response = client.post(f"{PAGE}bidrag/", ANSWER)
    assert response["Location"] == f"{PAGE}#bidrag"
    made = ContributionClaim.objects.get(activity__slug="climagen")
    assert made.party == trd3.partners.get(side="university").organisation
    assert (made.spoken_for, made.claimed_by) == ("Prosjektleder", "Prøve Prosjektleder")
    part = client_of(cast.colleague).post(
        f"{PAGE}bidrag/", {"did": "registered_only", "otherwise": "same"}, headers={"HX-Request": "true"}
    )
    assert part.status_code == 200
    text = part.content.decode()
    assert "svarer ulikt på begge spørsmålene" in text
    assert f"{PAGE}#samtale" in text
    assert CreditStanding.objects.get(activity=made.activity).layer == Layer.REGISTERED
    history = client.get(f"{PAGE}bidrag/").content.decode()
    assert "Alt som er svart" in history


def test_others_read_and_do_not_answer(cast: Cast, client_of: ClientOf) -> None:
    for user in (cast.observer, cast.steering_member):
        client = client_of(user)
        assert "Har ikke svart" in client.get(PAGE).content.decode()
        assert 'name="otherwise"' not in client.get(PAGE).content.decode()
        assert client.post(f"{PAGE}bidrag/", ANSWER).status_code == 403
        assert client.get("/trd3/bidrag/uten-vurdering/").status_code == 403
        assert client.post("/trd3/bidrag/svar/").status_code == 403
    for user in (cast.stranger, cast.other_lead):
        assert client_of(user).post(f"{PAGE}bidrag/", ANSWER).status_code == 404
        assert client_of(user).get("/trd3/bidrag/").status_code == 404
    assert not ContributionClaim.objects.filter(partnership__slug="trd3").exists()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"otherwise": "nothing"}, "Velg hva samarbeidet gjorde."),
        ({"did": "initiated"}, "Velg hva som hadde skjedd uten samarbeidet."),
        ({**ANSWER, "did": "tull"}, "Velg hva samarbeidet gjorde."),
        ({**ANSWER, "link": "javascript:alert(1)"}, "bidrag_link"),
        ({**ANSWER, "evidence": "a" * 2001}, "bidrag_evidence"),
    ],
)
def test_a_faulty_answer_is_told_and_loses_nothing(
    cast: Cast, client_of: ClientOf, given: dict[str, str], told: str
) -> None:
    response = client_of(cast.lead).post(f"{PAGE}bidrag/", {"evidence": "Sagt i møtet", **given})
    assert response.status_code == 422
    text = response.content.decode()
    assert told in text
    assert given.get("evidence", "Sagt i møtet") in text
    assert not ContributionClaim.objects.filter(partnership__slug="trd3").exists()


def test_the_worklist_is_ones_own_areas_and_empties(trd3: Partnership, cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.lead)
    assert client.get("/trd3/bidrag/uten-vurdering/?omrade=%00").status_code == 200
    page = client.get("/trd3/bidrag/uten-vurdering/")
    rows = page.context["list"].rows
    assert rows
    assert all("elferd" in row.areas for row in rows)
    ids = [row.pk for row in rows[:3]]
    preview = client.post("/trd3/bidrag/svar/", {"valgt": ids})
    assert all(row.title in preview.content.decode() for row in preview.context["activities"])
    assert not ContributionClaim.objects.filter(partnership__slug="trd3").exists()
    late = client.post("/trd3/bidrag/svar/", {"valgt": ids, "steg": "svar", "otherwise": "nothing"})
    assert late.status_code == 422
    done = client.post("/trd3/bidrag/svar/", {"valgt": ids, "steg": "svar", **ANSWER}, follow=True)
    assert "3 aktiviteter" in done.content.decode()
    left = [row.pk for row in client.get("/trd3/bidrag/uten-vurdering/").context["list"].rows]
    assert not set(ids) & set(left)
    assert "ikke valgt noen" in client.post("/trd3/bidrag/svar/").content.decode()


def test_all_of_a_filter_and_nobody_elses(
    trd3: Partnership, fjordby: Partnership, cast: Cast, client_of: ClientOf
) -> None:
    client = client_of(cast.lead)
    theirs = Activity.objects.filter(partnership=fjordby).first()
    shown = client.post("/trd3/bidrag/svar/", {"alle": "1", "omrade": "alle", "type": "master_thesis"})
    assert shown.context["count"] == Activity.objects.filter(partnership=trd3, kind="master_thesis").count()
    assert not client.post("/trd3/bidrag/svar/", {"valgt": [theirs.pk, "æ", "9" * 30]}).context["activities"]


def test_the_worklist_comes_in_pages(cast: Cast, client_of: ClientOf) -> None:
    client, seen, address = client_of(cast.coordinator), [], "/trd3/bidrag/uten-vurdering/?omrade=alle"
    while address:
        view = client.get(address).context["list"]
        seen += [row.pk for row in view.rows]
        address = view.following
    assert len(seen) == len(set(seen)) == Activity.objects.filter(partnership__slug="trd3").count()


def test_every_number_of_the_agreement_opens_as_its_list(
    trd3: Partnership, cast: Cast, client_of: ClientOf, now: datetime
) -> None:
    activities = list(Activity.objects.filter(partnership=trd3).order_by("pk")[:12])
    one, other = (partner.organisation for partner in trd3.partners.order_by("pk"))
    words = [Answer(did, otherwise) for did in Did for otherwise in Otherwise]
    for number, activity in enumerate(activities):
        for party, answer in ((one, words[number]), (other, words[(number * 3) % 16])):
            if party == one or number % 3:
                claim(
                    partnership=trd3,
                    activity_ids=[activity.pk],
                    party=party,
                    statement=Statement(answer),
                    by=cast.lead.as_actor,
                    now=now,
                )
    client = client_of(cast.observer)
    view = client.get("/trd3/bidrag/").context["agreement"]
    assert sum(number.count for number in view.layers) == view.activities
    assert sum(number.count for number in view.answered) == view.activities
    cells = [(count, url) for cross in view.crosses for _, row in cross.rows for _, count, url, _ in row if url]
    numbers = [(each.count, each.url) for each in (*view.layers, *view.answered, *view.agree) if each.url]
    assert len(cells) > 4
    for count, url in cells + numbers:
        address, found = url, 0
        while address:
            page = client.get(address).context["list"]
            found += len(page.rows)
            address = page.following
        assert found == count, url
    for absurd in ("?lag=tull", "?antall=9", "?gjorde=a.b", "?ellers=nothing", "?ulikt=x"):
        assert client.get(f"/trd3/bidrag/liste/{absurd}").status_code == 404


def test_the_pages_ask_a_fixed_number_of_times(
    cast: Cast, client_of: ClientOf, django_assert_max_num_queries: Callable
) -> None:
    client = client_of(cast.lead)
    client.get("/trd3/")
    with django_assert_max_num_queries(12):
        client.get("/trd3/bidrag/uten-vurdering/?omrade=alle")
    with django_assert_max_num_queries(11):
        client.get("/trd3/bidrag/liste/?lag=unknown")
