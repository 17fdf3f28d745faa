"""What other apps ask for in the worklist, and merges while a year is reviewed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from tests.fixtures.rounds import LATER, Story, story

from brobygger.accounts.models import User
from brobygger.partnerships.models import FocusArea, Partnership
from brobygger.portfolio.actions.standing import stand_alone, stand_for
from brobygger.rounds.actions.working import confirm_all
from brobygger.rounds.queries.content import place_of, waiting_ids
from brobygger.rounds.queries.standing import of_submission
from brobygger.rounds.rules.kinds import Stage


@dataclass(frozen=True)
class Question:
    """As another app answers."""

    title: str
    count: int
    url: str
    is_required: bool


ASKED: list[tuple[Any, ...]] = []
ANSWERED = {"yes": False}


def part(partnership: Partnership, area: FocusArea | None, year: int, party: int, page: int) -> Question:
    """Stands for an app that wants something answered."""
    ASKED.append((area.slug if area else "", year, party, page))
    return Question("Vurder bidraget", 0 if ANSWERED["yes"] else 3, "/runden/bidrag/", True)


def nothing(partnership: Partnership, area: FocusArea | None, year: int, party: int, page: int) -> None:
    """Has nothing to ask."""


def test_an_area_is_not_handed_in_before_what_others_must_know_is_answered(
    db: None, settings: Any, client_of: Callable[[User], Client]
) -> None:
    told = story()
    settings.WORKLIST_PARTS = [f"{__name__}.part", f"{__name__}.nothing"]
    lead = told.people["lead"]
    by = lead.as_actor
    confirm_all(submission=told.submission(), as_of=LATER, organisation_id=told.uni, by=by, now=LATER)
    ANSWERED["yes"] = False
    client = client_of(lead)
    page = client.get("/runden/aret/2025/arbeidsliste/helse/?side=2").content.decode()
    assert "Vurder bidraget" in page
    assert "/runden/bidrag/" in page
    assert ASKED[-1] == ("helse", 2025, told.uni, 2)
    submit = "/runden/aret/2025/arbeidsliste/helse/lever/"
    assert client.post(submit, {"sett": told.submission().version}).status_code == 409
    ANSWERED["yes"] = True
    assert client.post(submit, {"sett": told.submission().version}).status_code == 302


@pytest.fixture
def approved(db: None) -> Story:
    told = story()
    told.all_approved()
    return told


def test_merging_and_parting_touch_the_approvals(approved: Story) -> None:
    told, by = approved, approved.people["lead"].as_actor
    entry = told.register("sammen")
    assert told.submission().stage == Stage.SUBMITTED
    one, two = told.activity("en"), told.activity("to")
    versions = [(one.pk, one.version), (two.pk, two.version)]
    stand_for(partnership=told.partnership, entry=entry, versions=versions, by=by, now=LATER)
    standing = of_submission(told.submission())
    assert (standing.total, standing.confirmed, standing.unconfirmed) == (2, 1, 1)
    assert waiting_ids(told.submission(), place_of(told.submission()), limit=9) == [entry.pk]
    confirm_all(submission=told.submission(), as_of=LATER, organisation_id=told.uni, by=by, now=LATER)
    told.approve("helse")
    assert told.submission().stage == Stage.APPROVED
    stand_alone(partnership=told.partnership, activity_ids=[one.pk, two.pk], by=by, now=LATER)
    assert told.submission().stage == Stage.SUBMITTED
    assert waiting_ids(told.submission(), place_of(told.submission()), limit=9) == [one.pk, two.pk]
