"""Units are reorganised while a year is open: nobody's approval falls, and what is adopted has the names and tree of then."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.fixtures.forms import ActivityForm
from tests.fixtures.frameworks import definition, give_framework, indicator
from tests.fixtures.partnerships import party
from tests.fixtures.rounds import LATER, Story, story

from brobygger.accounts.models import User
from brobygger.organisations.models import Reorganisation, Unit
from brobygger.partnerships.models import Body
from brobygger.partnerships.rules.kinds import BodyKind, Position, SeatStatus
from brobygger.portfolio.rules.drafts import ParticipantDraft
from brobygger.portfolio.rules.kinds import ParticipantRole
from brobygger.rounds.actions.adopt import NewDecision, adopt_round
from brobygger.rounds.models import Approval, Confirmed
from brobygger.rounds.rules.kinds import Stage
from brobygger.snapshots.models import Snapshot
from brobygger.snapshots.queries.reading import file_of, items_of
from brobygger.snapshots.queries.verify import verify

UNDER = "/runden/organisasjoner"
WHY = {"reason": "Bystyret vedtok det i sak 12/26."}
WAYS = {
    "nytt-navn": {"name": "Hjemmehjelpen"},
    "sla-sammen": {"other_1": "Staben", "into": "Hjemmehjelpen"},
    "del": {"part_1": "Hjemme nord", "part_2": "Hjemme sør"},
    "flytt": {"to": "Staben"},
    "legg-ned": {},
}
SENTENCES = {
    "nytt-navn": "«Hjemmetjenesten» fikk navnet «Hjemmehjelpen»",
    "sla-sammen": "«Hjemmetjenesten» og «Staben» ble slått sammen til «Hjemmehjelpen»",
    "del": "«Hjemmetjenesten» ble delt i «Hjemme nord» og «Hjemme sør»",
    "flytt": "«Hjemmetjenesten» ble flyttet til «Staben»",
    "legg-ned": "«Hjemmetjenesten» ble lagt ned",
}


@pytest.fixture
def told(db: None) -> Story:
    made = story()
    give_framework(made.partnership, indicator("piloter", definition(1, 2022)))
    return made


@pytest.fixture
def clients(told: Story, client_of: Callable[[User], Client]) -> dict[str, Client]:
    return {name: client_of(user) for name, user in told.people.items()}


def text(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())))


def reorganise(client: Client, way: str, unit: str = "hjemme", on: str = "1.10.2025") -> None:
    """Write, look and do, as the coordinators do."""
    page = f"{UNDER}/{unit}/omorganisere/{way}/"
    seen = client.post(page, {**WHY, **WAYS[way], "date": on}).content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', html.unescape(seen)))
    assert "sett" in fields, seen
    assert client.post(page, {**fields, "steg": "gjor"}).status_code == 302


def undo(client: Client, unit: str = "hjemme") -> str:
    done = Reorganisation.objects.latest("pk")
    return text(client.post(f"{UNDER}/{unit}/omorganisere/{done.pk}/angre/", follow=True))


def adopt(told: Story) -> Snapshot:
    adopt_round(
        round_=told.round, seen=told.round.version, decision=NewDecision("Vedtatt", "2027-01-15"), words="Året",
        leave_out_disputed=False, by=told.people["of_uni"].as_actor, now=LATER,
    )  # fmt: skip
    return Snapshot.objects.get(partnership=told.partnership)


def units_by(client: Client, tree: str) -> str:
    return text(client.get(f"/runden/maltall/piloter/enheter/?tre={tree}"))


@pytest.mark.parametrize("way", sorted(WAYS))
def test_nobodys_approval_falls_and_nothing_is_to_be_confirmed_again(
    told: Story, clients: dict[str, Client], way: str
) -> None:
    """What approving is about is what the activities say; they name the same units as before."""
    told.all_approved()
    said = (Approval.objects.filter(void_at=None).count(), Confirmed.objects.filter(lapsed_at=None).count())
    held = [row.held_by for row in clients["lead"].get("/runden/aret/2025/").context["rows"]]
    reorganise(clients["of_town"], way)
    assert {each.stage for each in told.round.submissions.all()} == {Stage.APPROVED}
    assert (Approval.objects.filter(void_at=None).count(), Confirmed.objects.filter(lapsed_at=None).count()) == said
    assert {each.activity.version for each in Confirmed.objects.all()} == {1}
    page = clients["lead"].get("/runden/aret/2025/arbeidsliste/helse/")
    assert "å bekrefte" not in text(page)
    # Who holds an area is a member, not a unit.
    status = clients["lead"].get("/runden/aret/2025/")
    assert [row.held_by for row in status.context["rows"]] == held
    # It is told where the year is looked at before it is adopted, to whoever looks.
    for address in ("", "gjennomgang/", "vedtak/"):
        assert SENTENCES[way] in text(clients["steering_member"].get(f"/runden/aret/2025/{address}"))
    undo(clients["of_town"])
    assert {each.stage for each in told.round.submissions.all()} == {Stage.APPROVED}
    assert SENTENCES[way] not in text(clients["lead"].get("/runden/aret/2025/"))


@pytest.mark.parametrize("way", ["sla-sammen", "del", "legg-ned"])
def test_an_area_goes_on_handing_in_what_names_a_unit_that_is_gone(
    told: Story, clients: dict[str, Client], way: str
) -> None:
    reorganise(clients["of_town"], way)
    told.hand_in()
    told.approve()
    assert told.submission().stage == Stage.APPROVED
    # Another title is saved with the unit as it stands, and is no change of what counts.
    form = ActivityForm()
    form.feed(clients["lead"].get("/runden/aktiviteter/en/endre/").content.decode())
    assert any("Hjemmetjenesten" in values for values in form.data.values())
    saved = clients["lead"].post("/runden/aktiviteter/en/endre/", {**form.data, "title": "Et annet navn"})
    assert saved.status_code == 302
    assert told.activity("en").title == "Et annet navn"
    assert told.submission().stage == Stage.APPROVED
    # To name who goes on with it is another party: that both must see.
    heir = {"sla-sammen": "Hjemmehjelpen", "del": "Hjemme nord", "legg-ned": "Omsorg"}[way]
    lead = ParticipantDraft(party(told.partnership, "inst"), ParticipantRole.LEAD)
    told.change("en", participants=(lead, ParticipantDraft(party(told.partnership, heir), ParticipantRole.PARTNER)))
    assert told.submission().stage == Stage.SUBMITTED
    assert "å bekrefte" in text(clients["lead"].get("/runden/aret/2025/arbeidsliste/helse/"))


def test_the_figures_by_unit_say_what_was_reported_and_what_the_units_of_today_have(
    told: Story, clients: dict[str, Client]
) -> None:
    assert "Hjemmetjenesten" in units_by(clients["observer"], "rapportert")
    reorganise(clients["of_town"], "sla-sammen", on="1.3.2026")
    # The year of the round was over when it was done: the tree of its last day has the old unit.
    assert "Hjemmetjenesten" in units_by(clients["observer"], "rapportert")
    assert "Hjemmehjelpen" not in units_by(clients["observer"], "rapportert").replace(SENTENCES["sla-sammen"], "")
    today = units_by(clients["observer"], "i-dag")
    assert "Hjemmehjelpen" in today
    whole = text(clients["observer"].get("/runden/maltall/piloter/"))
    undo(clients["of_town"])
    assert text(clients["observer"].get("/runden/maltall/piloter/")) == whole
    assert "Hjemmehjelpen" not in units_by(clients["observer"], "i-dag")


def test_what_is_adopted_has_the_names_and_the_tree_of_then_whatever_is_undone_after(
    told: Story, clients: dict[str, Client]
) -> None:
    reorganise(clients["of_town"], "sla-sammen")
    reorganise(clients["of_town"], "nytt-navn", "inst")
    told.all_approved()
    snapshot = adopt(told)
    made = Unit.objects.get(directory=told.partnership.directory, slug="hjemmehjelpen")
    frozen = {each["slug"]: each for each in items_of(snapshot, "units")}
    assert frozen["hjemmehjelpen"]["name"] == "Hjemmehjelpen"
    assert (frozen["hjemme"]["valid_to"], frozen["hjemme"]["above"]) == ("2025-09-30", None)
    written = b"".join(file_of(snapshot))

    assert "Angret" in undo(clients["of_town"], "inst")
    done = Reorganisation.objects.get(kind="merge")
    assert "Angret" in text(clients["of_town"].post(f"{UNDER}/stab/omorganisere/{done.pk}/angre/", follow=True))
    made.refresh_from_db()
    assert made.slug != "hjemmehjelpen"
    assert b"".join(file_of(snapshot)) == written
    assert not [wrong for check in verify(told.partnership) for wrong in check.wrong]
    assert {each.stage for each in told.round.submissions.all()} == {Stage.ADOPTED}
    for page in ("vedtatt/1/", "aret/2025/", "aret/2025/arbeidsliste/helse/", "aret/2025/vedtak/"):
        assert clients["observer"].get(f"/runden/{page}").status_code == 200


@pytest.mark.parametrize(
    ("way", "shown"),
    [
        ("sla-sammen", "Hjemmetjenesten (nå Hjemmehjelpen)"),
        ("del", "Hjemmetjenesten (nå Hjemme nord, Hjemme sør)"),
        ("legg-ned", "Hjemmetjenesten (finnes ikke lenger)"),
    ],
)
def test_the_seat_that_speaks_for_a_unit_stays_and_says_what_the_unit_became(
    told: Story, clients: dict[str, Client], way: str, shown: str
) -> None:
    unit = Unit.objects.get(directory=told.partnership.directory, slug="hjemme")
    body = Body.objects.create(
        partnership=told.partnership, slug="ledere", kind=BodyKind.PROJECT_LEADS.value, name="Prosjektlederne"
    )
    seat = body.seats.create(
        slug="leder",
        office="Enhetsleder",
        organisation=unit.organisation,
        unit=unit,
        position=Position.LEAD.value,
        status=SeatStatus.ORDINARY.value,
    )
    seat.focus_areas.set(told.partnership.focus_areas.all())
    assert "nå Hjemme" not in text(clients["observer"].get("/runden/samarbeidet/"))
    reorganise(clients["of_town"], way)
    assert shown in text(clients["observer"].get("/runden/samarbeidet/"))
