"""A meeting that is called off, one that is not yet, a case that was put off, and what stands when two write at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from tests.conftest import NOW, Cast
from tests.integration.meetings.test_meetings import BY, TODAY, again, decide, hold, plan

from brobygger.audit.models import Event
from brobygger.meetings.actions.deciding import follow_up
from brobygger.meetings.actions.planning import CaseDraft, MeetingRefused, add_case, change_case, remove_meeting
from brobygger.meetings.models import CaseItem, Meeting
from brobygger.meetings.presenters.sheet import sheet_view
from brobygger.meetings.queries.sheet import kept, shown_in, to_keep
from brobygger.meetings.rules.kinds import FollowUp, Outcome
from brobygger.partnerships.models import Partnership
from brobygger.snapshots.actions.freeze import freeze

SignIn = Callable[..., Client]
OWN = "/trd3/moter/2026-11-22/"


@pytest.fixture
def case(trd3: Partnership) -> CaseItem:
    return add_case(meeting=plan(trd3), draft=CaseDraft("Flere <møteplasser>", proposal="To"), by=BY, now=NOW)


def test_a_planned_meeting_can_be_removed_and_it_is_asked_first(case: CaseItem, cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.coordinator)
    assert f'href="{OWN}fjern/"' in client.get(OWN).content.decode()
    page = client.get(f"{OWN}fjern/").content.decode()
    assert "Vil du fjerne møtet?" in page
    assert "Sak 1: Flere &lt;møteplasser&gt;" in page
    late = client.post(f"{OWN}fjern/", {"sett": "1"})
    assert late.status_code == 409
    assert "Noen andre har gjort noe med møtet" in late.content.decode()
    response = client.post(f"{OWN}fjern/", {"sett": "2"}, follow=True)
    assert response.redirect_chain == [("/trd3/moter/", 302)]
    assert "Møtet er tatt av lista." in response.content.decode()
    assert not Meeting.objects.exists()
    told = Event.objects.filter(verb="removed", subject_type="meeting").get()
    assert told.data == {"date": "2026-11-22", "title": "Styringsgruppemøte", "cases": 1}
    assert client.post(f"{OWN}fjern/", {"sett": "2"}).status_code == 404


def test_a_held_meeting_stays(case: CaseItem, cast: Cast, client_of: SignIn) -> None:
    held, client = hold(case.meeting), client_of(cast.coordinator)
    assert "/fjern/" not in client.get(OWN).content.decode()
    page = client.get(f"{OWN}fjern/").content.decode()
    assert "Møtet er holdt." in page
    assert 'name="sett"' not in page.partition("<main")[2]
    assert client.post(f"{OWN}fjern/", {"sett": str(held.version)}).status_code == 409
    assert Meeting.objects.exists()


def test_a_case_for_a_meeting_that_is_gone_is_refused(case: CaseItem) -> None:
    meeting = again(case.meeting)
    remove_meeting(meeting=meeting, seen=meeting.version, by=BY, now=NOW)
    with pytest.raises(MeetingRefused, match="changed"):
        add_case(meeting=meeting, draft=CaseDraft("For sent"), by=BY, now=NOW)


def test_no_meeting_is_held_before_its_day(trd3: Partnership, cast: Cast, client_of: SignIn) -> None:
    meeting, client = plan(trd3, TODAY.replace(year=2150)), client_of(cast.coordinator)
    with pytest.raises(MeetingRefused, match="to_come"):
        hold(meeting)
    own = f"/trd3/moter/{meeting.slug}/"
    assert "Møtet er holdt</button>" not in client.get(own).content.decode()
    response = client.post(f"{own}holdt/", {"sett": "1"})
    assert response.status_code == 409
    assert "Møtet har ikke vært ennå." in response.content.decode()
    assert again(meeting).version == 1
    assert hold(plan(trd3)).held_at == NOW


def test_who_comes_late_sees_what_the_other_wrote(case: CaseItem, cast: Cast, client_of: SignIn) -> None:
    client = client_of(cast.coordinator)
    draft = CaseDraft("Færre <møteplasser>", text="Det er dyrt", proposal="To")
    change_case(case=case, seen=2, draft=draft, by=BY, now=NOW)
    mine = {"title": "Flere møteplasser", "text": "Det haster", "proposal": "To", "sett": "2"}
    page = client.post(f"{OWN}saker/1/endre/", mine).content.decode()
    stands = page.partition("Slik står det nå")[2].partition("</dl>")[0]
    assert "Færre &lt;møteplasser&gt;" in stands
    assert "Det er dyrt" in stands
    assert "Forslag til vedtak" not in stands
    assert ">\nDet haster</textarea>" in page
    assert 'name="sett" value="3"' in page
    assert client.post(f"{OWN}saker/1/endre/", {**mine, "sett": "3"}).status_code == 302
    moved = {"title": "Styringsgruppemøte", "date": "2026-12-24", "place": "", "year": "2025", "sett": "1"}
    page = client.post(f"{OWN}endre/", moved).content.decode()
    stands = page.partition("Slik står det nå")[2].partition("</dl>")[0]
    assert "22. november 2026" in stands
    assert "Rådhuset" in stands
    assert "Hva heter møtet?" not in stands


def test_what_was_put_off_is_not_followed_up(case: CaseItem, cast: Cast, client_of: SignIn) -> None:
    hold(case.meeting)
    decide(case, Outcome.POSTPONED, "Til våren")
    client = client_of(cast.coordinator)
    page = client.get(OWN).content.decode()
    assert "Til våren" in page
    assert "fulgt-opp/" not in page
    assert "Ikke fulgt opp ennå" not in page
    assert "Saken er utsatt." in client.get(f"{OWN}saker/1/fulgt-opp/").content.decode()
    assert client.post(f"{OWN}saker/1/fulgt-opp/", {"state": "done"}).status_code == 409
    with pytest.raises(MeetingRefused, match="postponed"):
        follow_up(case=case, state=FollowUp.DONE, words="", by=BY, now=NOW)
    [row] = sheet_view(case.meeting.partnership, shown_in(plan(case.meeting.partnership), today=TODAY)).earlier
    assert (row.outcome, row.follow_up) == ("Utsatt", "")
    decide(case)
    assert f'href="{OWN}saker/1/fulgt-opp/"' in client.get(OWN).content.decode()


def test_which_years_are_adopted_is_shown(case: CaseItem, cast: Cast, client_of: SignIn) -> None:
    trd3, client = case.meeting.partnership, client_of(cast.observer)
    assert "Vedtatte år" not in client.get(OWN).content.decode()
    freeze(partnership=trd3, year=2024, words="Tall for 2024", decision="Sak 1/26", by=BY, now=NOW)
    shown = shown_in(again(case.meeting), today=TODAY)
    assert sheet_view(trd3, kept(to_keep(shown))).adopted == sheet_view(trd3, shown).adopted
    hold(case.meeting, NOW + timedelta(days=1))
    page = client.get(OWN).content.decode()
    [(year, url)] = sheet_view(trd3, shown).adopted
    assert year == "2024"
    assert f'<a class="ds-link" href="{url}">2024</a>' in page
