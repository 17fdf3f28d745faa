"""How often the parties agree, and what one's own has not answered for, through the API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from tests.conftest import Cast
from tests.integration.api.conftest import Program

from brobygger.contributions.actions.claims import Statement, claim
from brobygger.contributions.rules.credit import Answer, Did, Otherwise
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.models import Activity

pytestmark = pytest.mark.django_db


@pytest.fixture
def answered(trd3: Partnership, cast: Cast, now: datetime) -> list[str]:
    """Three that both have answered for, the last differently, and one that only one party has."""
    activities = list(Activity.objects.filter(partnership=trd3).order_by("-pk")[:4])
    same, other = Answer(Did.ENABLED, Otherwise.NOTHING), Answer(Did.STRENGTHENED, Otherwise.NOTHING)
    partners = [partner.organisation for partner in trd3.partners.select_related("organisation").order_by("side")]
    for party, answers in zip(partners, ([same, same, same, same], [same, same, other]), strict=True):
        for activity, said in zip(activities, answers, strict=False):
            claim(
                partnership=trd3, activity_ids=[activity.pk], party=party, statement=Statement(said),
                by=cast.lead.as_actor, now=now,
            )  # fmt: skip
    trd3.refresh_from_db()
    return [activity.slug for activity in activities]


def test_each_number_of_the_agreement_opens_as_its_list(
    answered: list[str], program_of: Callable[..., Program], cast: Cast
) -> None:
    observer = program_of(cast.observer)
    told = observer.get("/agreement").json()
    assert len(told["parties"]) == 2
    assert (told["answered_by_both"], told["answered_by_one"], told["same"]) == (3, 1, 2)
    assert sum(told["layers"].values()) == told["activities"]
    place = "/agreement/activities"
    assert [each["id"] for each in observer.get(f"{place}?antall=2&ulikt=1").json()["items"]] == [answered[2]]
    assert [each["id"] for each in observer.get(f"{place}?antall=1").json()["items"]] == [answered[3]]
    for each in told["did"]:
        listed = observer.get(f"{place}?antall=2&gjorde={'.'.join(each['words'])}").json()
        assert len(listed["items"]) == each["activities"]
    for layer, count in told["layers"].items():
        assert len(all_of(observer, f"{place}?lag={layer}")) == count


def all_of(program: Program, place: str) -> list[str]:
    """Everything in a list, page by page."""
    found: list[str] = []
    while place:
        told = program.get(place).json()
        found += [each["id"] for each in told["items"]]
        place = told["next"]
    assert len(found) == len(set(found))
    return found


def test_what_means_nothing_is_refused(program_of: Callable[..., Program], cast: Cast) -> None:
    observer = program_of(cast.observer)
    for question in ("lag=tull", "gjorde=paid.paid", "antall=3", "ulikt=kanskje", "ukjent=1&lag=strict&antall=x"):
        assert observer.get(f"/agreement/activities?{question}").status_code == 422, question
    assert observer.get("/agreement/activities?cursor=tull").status_code == 422


def test_what_ones_party_has_not_answered_for(
    answered: list[str], program_of: Callable[..., Program], cast: Cast, trd3: Partnership
) -> None:
    coordinator = program_of(cast.coordinator)
    here = all_of(coordinator, "/claims/unanswered?omrade=alle")
    assert not {*answered[:3]} & {*here}
    assert len(here) >= Activity.objects.filter(partnership=trd3).count() - 4
    theses = coordinator.get("/claims/unanswered?omrade=alle&type=phd").json()["items"]
    assert {each["kind"] for each in theses} == {"phd"}
    assert program_of(cast.observer).get("/claims/unanswered").status_code == 403


def test_others_find_nothing(program_of: Callable[..., Program], cast: Cast) -> None:
    other = program_of(cast.other_lead)
    for place in ("/agreement", "/agreement/activities", "/claims/unanswered"):
        assert other.get(place).status_code == 404
