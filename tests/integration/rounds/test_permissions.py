"""The permission matrix, cell by cell, against the real pages: each part, each thing to do, each stage."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import transaction
from django.test import Client
from tests.fixtures.partnerships import NOW
from tests.fixtures.rounds import LATER, Story, story
from tests.integration.rounds.test_the_year import adopt

from brobygger.accounts.models import User
from brobygger.partnerships.models import Membership
from brobygger.rounds.actions.disputes import dispute
from brobygger.rounds.actions.opening import cancel_round
from brobygger.rounds.actions.reviewing import send_back
from brobygger.rounds.rules.kinds import Stage
from brobygger.rounds.rules.rights import Doing, Part, can, may

ACTIONS = [doing for doing in Doing if doing is not Doing.SEE]


def prepare(told: Story, stage: Stage, doing: Doing) -> None:
    """Bring the round to a stage in which the thing could be done, were it the right one."""
    of_uni = told.people["of_uni"].as_actor
    if doing is Doing.SETTLE:
        dispute(round_=told.round, about=told.activity("en"), party=told.uni, reason="Uenig", by=of_uni, now=NOW)
    if stage is Stage.WORKING:
        if doing is Doing.SUBMIT:
            confirm_everything(told)
        return
    if stage is Stage.CANCELLED:
        cancel_round(round_=told.round, seen=told.round.version, reason="x", by=of_uni, now=LATER)
        return
    told.hand_in()
    if stage is Stage.RETURNED:
        seen = told.submission().version
        send_back(submission=told.submission(), seen=seen, party=told.uni, reason="x", by=of_uni, now=LATER)
    elif stage is Stage.SUBMITTED and doing is Doing.UNDO_APPROVAL:
        told.approve("helse", "of_uni")
    elif stage in {Stage.APPROVED, Stage.ADOPTED}:
        told.approve("helse")
        for area in ("oppvekst", "felles"):
            told.hand_in(area)
            told.approve(area)
        if stage is Stage.ADOPTED:
            adopt(told, leave_out_disputed=True)


def confirm_everything(told: Story) -> None:
    from brobygger.rounds.actions.working import confirm_all

    lead = told.people["lead"].as_actor
    confirm_all(submission=told.submission(), as_of=LATER, organisation_id=told.uni, by=lead, now=LATER)


def attempt(told: Story, doing: Doing, client: Client) -> int:
    """Do it as its page does, with everything filled in that can be."""
    base = f"/{told.partnership.slug}/aret/"
    year, area = f"{base}2025/", "helse"
    seen = {"sett": told.submission().version}
    whole = {"sett": told.round.version}
    first = told.round.disputes.values_list("pk", flat=True).first() or 0
    days = {"submission_due": "2026-12-11", "review_due": "2026-12-20", "adoption_due": "2027-01-20"}
    address, data = {
        Doing.OPEN: (f"{base}ny/", {"year": "2024", "areas": list(told.partnership.focus_areas.values_list("pk", flat=True)), **days}),
        Doing.CONFIRM: (f"{year}arbeidsliste/{area}/bekreft/", {"alle_fra": LATER.isoformat()}),
        Doing.WORK: (f"{year}arbeidsliste/{area}/ingenting/", {}),
        Doing.SUBMIT: (f"{year}arbeidsliste/{area}/lever/", seen),
        Doing.APPROVE: (f"{year}gjennomgang/{area}/godkjenn/", seen),
        Doing.UNDO_APPROVAL: (f"{year}gjennomgang/{area}/trekk/", {**seen, "reason": "Feil"}),
        Doing.RETURN: (f"{year}gjennomgang/{area}/send-tilbake/", {**seen, "reason": "Feil"}),
        Doing.DISPUTE: (f"{year}uenigheter/?aktivitet=to", {"reason": "Uenig"}),
        Doing.SETTLE: (f"{year}uenigheter/{first}/avgjor/", {"ending": "left_out", "words": "Greit"}),
        Doing.ADOPT: (f"{year}vedtak/", {**whole, "title": "Vedtatt", "date": "2027-01-01", "leave_out": "on"}),
        Doing.UNDO_ADOPTION: (f"{year}vedtak/gjor-om/", {**whole, "reason": "Feil"}),
        Doing.CANCEL: (f"{year}avlys/", {**whole, "reason": "Feil"}),
    }[doing]  # fmt: skip
    return client.post(address, data).status_code


def who(told: Story, part: Part, other: Story) -> User:
    """Somebody who is this to the area «helse»."""
    if part is Part.STAND_IN:
        Membership.objects.get(user=told.people["lead"]).focus_areas.clear()
    return {
        Part.AREA_LEAD: told.people["lead"],
        Part.OTHER_LEAD: told.people["colleague"],
        Part.COORDINATOR: told.people["of_uni"],
        Part.STAND_IN: told.people["of_uni"],
        Part.STEERING_MEMBER: told.people["steering_member"],
        Part.OBSERVER: told.people["observer"],
        Part.OUTSIDER: other.people["of_uni"],
    }[part]


@pytest.mark.slow
@pytest.mark.parametrize("doing", ACTIONS)
def test_every_cell(db: None, doing: Doing, client_of: Callable[[User], Client], subtests: pytest.Subtests) -> None:
    """What one may not is 403 or 404; what cannot be done now is 409 and changes nothing; the rest is done."""
    told, other = story(), story("andre")
    for stage in Stage:
        with transaction.atomic():
            prepare(told, stage, doing)
            for part in Part:
                with subtests.test(stage=stage.value, part=part.value), transaction.atomic():
                    client = client_of(who(told, part, other))
                    before = [(each.stage, each.version) for each in told.round.submissions.all()]
                    code = attempt(told, doing, client)
                    if not may(part, doing):
                        expected = {404} if part is Part.OUTSIDER else {403}
                    elif doing is Doing.WORK and can(part, doing, stage):
                        # «Nothing to report», where there is something: refused for what is in the area, not for the stage.
                        expected = {409}
                    elif can(part, doing, stage):
                        expected = {302}
                    else:
                        expected = {409}
                    assert code in expected
                    if code != 302:
                        assert before == [(each.stage, each.version) for each in told.round.submissions.all()]
                    transaction.set_rollback(True)
            transaction.set_rollback(True)


@pytest.mark.parametrize("stage", [Stage.WORKING, Stage.SUBMITTED, Stage.ADOPTED, Stage.CANCELLED])
def test_everybody_in_the_partnership_sees_and_nobody_else(
    db: None, stage: Stage, client_of: Callable[[User], Client]
) -> None:
    told, other = story(), story("andre")
    prepare(told, stage, Doing.SEE)
    pages = (
        "", "2025/", "2025/arbeidsliste/helse/", "2025/gjennomgang/", "2025/gjennomgang/helse/", "2025/vedtak/",
        "2025/uenigheter/",
    )  # fmt: skip
    for page in pages:
        for name in told.people:
            assert client_of(told.people[name]).get(f"/runden/aret/{page}").status_code == 200, (page, name)
        assert client_of(other.people["of_uni"]).get(f"/runden/aret/{page}").status_code == 404


def test_a_coordinator_of_none_of_the_parties_reads_only(db: None, client_of: Callable[[User], Client]) -> None:
    told = story()
    told.hand_in()
    client = client_of(told.people["of_none"])
    for doing in (Doing.APPROVE, Doing.RETURN, Doing.DISPUTE):
        assert attempt(told, doing, client) == 403
