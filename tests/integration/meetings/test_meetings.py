"""Meetings from planning to what became of the decisions, and that a held one stays as it was shown."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from tests.conftest import NOW, Cast

from brobygger.accounts.models import User
from brobygger.audit.models import Event
from brobygger.audit.rules import system
from brobygger.doubts.actions import answer
from brobygger.doubts.queries.doubts import doubts_of
from brobygger.doubts.rules.kinds import Answer, Seen
from brobygger.meetings.actions.deciding import follow_up, record_outcome
from brobygger.meetings.actions.planning import (
    CASES_AT_MOST,
    CaseDraft,
    MeetingDraft,
    MeetingRefused,
    add_case,
    change_case,
    change_meeting,
    hold_meeting,
    plan_meeting,
    remove_case,
    reopen_meeting,
)
from brobygger.meetings.models import CaseItem, CaseOutcome, Meeting
from brobygger.meetings.presenters.sheet import sheet_view
from brobygger.meetings.queries.meetings import meeting_called, meetings_of
from brobygger.meetings.queries.sheet import kept, shown_in, to_keep
from brobygger.meetings.rules.kinds import FollowUp, Outcome
from brobygger.organisations.models import Organisation
from brobygger.partnerships.models import Decision, Partnership
from brobygger.results.models import Indicator, ReportedValue
from brobygger.rounds.actions.opening import Days, open_round

BY = system("tests")
TODAY = NOW.date()


def plan(partnership: Partnership, day: date = TODAY, year: int | None = 2025, title: str = "Styringsgruppemøte") -> Meeting:  # fmt: skip
    draft = MeetingDraft(title, day, "Rådhuset", year)
    return plan_meeting(partnership=partnership, draft=draft, by=BY, now=NOW)


def again(meeting: Meeting) -> Meeting:
    found = meeting_called(meeting.partnership, meeting.slug)
    assert found is not None
    return found


def hold(meeting: Meeting, now: datetime = NOW) -> Meeting:
    hold_meeting(meeting=again(meeting), seen=again(meeting).version, by=BY, now=now)
    return again(meeting)


def decide(
    case: CaseItem, outcome: Outcome = Outcome.ADOPTED, words: str = "Slik blir det", decision: Decision | None = None
) -> CaseOutcome:
    meeting = again(case.meeting)
    return record_outcome(
        case=CaseItem.objects.get(pk=case.pk), seen=meeting.version, outcome=outcome, words=words, decision=decision,
        source="Møtet, sak 1", by=BY, now=NOW,
    )  # fmt: skip


@pytest.fixture
def meeting(trd3: Partnership) -> Meeting:
    return plan(trd3)


@pytest.fixture
def case(meeting: Meeting) -> CaseItem:
    return add_case(
        meeting=meeting, draft=CaseDraft("Flere møteplasser", proposal="Det blir to", year=2025), by=BY, now=NOW
    )  # fmt: skip


@pytest.fixture
def round_(trd3: Partnership):  # type: ignore[no-untyped-def]
    days = Days(TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=9))
    return open_round(
        partnership=trd3, year=2025, days=days, areas=list(trd3.focus_areas.all()), asked={}, by=BY, now=NOW
    )  # fmt: skip


def test_two_of_one_day_have_two_addresses(trd3: Partnership, fjordby: Partnership) -> None:
    assert [plan(trd3).slug, plan(trd3).slug, plan(fjordby).slug] == ["2026-11-22", "2026-11-22-2", "2026-11-22"]
    assert [each.slug for each in meetings_of(trd3)] == ["2026-11-22-2", "2026-11-22"]


def test_what_is_shown_is_the_year_the_doubts_and_the_figures(meeting: Meeting, round_) -> None:  # type: ignore[no-untyped-def]
    view = sheet_view(meeting.partnership, shown_in(meeting, today=TODAY))
    assert view.year is not None
    assert view.year.sentence.startswith("0 av ")
    assert {row.held_by for row in view.year.areas} == {"prosjektlederne i området", "koordinatorene"}
    assert any("å bekrefte" in row.missing for row in view.year.areas)
    assert all(row.is_late for row in view.year.areas)
    assert len(view.doubts) == 12
    assert "venter på svar" in view.doubts_sentence
    assert [area.code for area in view.areas]
    assert any(row.chart for area in view.areas for row in area.rows)


def test_no_name_of_a_person_is_on_it(meeting: Meeting, round_, cast: Cast) -> None:  # type: ignore[no-untyped-def]
    one = doubts_of(meeting.partnership, today=TODAY)[0]
    by = cast.coordinator.as_actor
    answer(
        partnership=meeting.partnership, seen=[Seen(one.doubt, one.doubt.fingerprint, 0)], answer=Answer.POSTPONED,
        words="Spør Kari", by=by, now=NOW,
    )  # fmt: skip
    shown = shown_in(meeting, today=TODAY)
    told = repr(to_keep(shown)) + repr(sheet_view(meeting.partnership, shown))
    for user in User.objects.all():
        assert user.display_name not in told
    assert "Spør Kari" not in told
    assert any(each.is_postponed for each in shown.sheet.doubts)


def test_what_is_kept_reads_as_it_was_shown(meeting: Meeting, round_) -> None:  # type: ignore[no-untyped-def]
    live = shown_in(meeting, today=TODAY)
    then = kept(to_keep(live))
    assert then.sheet == live.sheet
    before, after = (sheet_view(meeting.partnership, each) for each in (live, then))
    assert before.areas == after.areas
    assert (before.year, before.doubts_sentence, before.earlier) == (after.year, after.doubts_sentence, after.earlier)
    assert [(row.subject, row.sentence, row.evidence) for row in before.doubts] == [
        (row.subject, row.sentence, row.evidence) for row in after.doubts
    ]


def test_a_held_meeting_stays_as_it_was(meeting: Meeting, case: CaseItem, round_) -> None:  # type: ignore[no-untyped-def]
    held = hold(meeting)
    before = sheet_view(held.partnership, shown_in(held, today=TODAY))
    indicator = Indicator.objects.filter(goal_area__framework__partnership=meeting.partnership).earliest("pk")
    Indicator.objects.filter(pk=indicator.pk).update(name={"nb": "Noe annet"})
    ReportedValue.objects.create(
        indicator=indicator, year=2025, value=4711, state="final", recorded_at=NOW, recorded_by="x"
    )  # fmt: skip
    Organisation.objects.update(name="Omdøpt")
    round_.submissions.update(stage="approved")
    Partnership.objects.filter(pk=held.partnership_id).update(data_version=held.partnership.data_version + 1)
    assert sheet_view(held.partnership, shown_in(again(held), today=TODAY + timedelta(days=400))) == before


def test_only_a_planned_meeting_is_changed_and_only_by_who_has_seen_it(meeting: Meeting, case: CaseItem) -> None:
    draft = MeetingDraft("Ekstra møte", TODAY)
    with pytest.raises(MeetingRefused, match="changed"):
        change_meeting(meeting=meeting, seen=1, draft=draft, by=BY, now=NOW)
    change_meeting(meeting=meeting, seen=again(meeting).version, draft=draft, by=BY, now=NOW)
    other = add_case(meeting=again(meeting), draft=CaseDraft("En til"), by=BY, now=NOW)
    change_case(case=other, seen=again(meeting).version, draft=CaseDraft("En annen"), by=BY, now=NOW)
    remove_case(case=CaseItem.objects.get(pk=other.pk), seen=again(meeting).version, by=BY, now=NOW)
    held = hold(meeting)
    assert [each.title for each in held.cases.all()] == ["Flere møteplasser"]
    with pytest.raises(MeetingRefused, match="held"):
        add_case(meeting=held, draft=CaseDraft("For sent"), by=BY, now=NOW)
    with pytest.raises(MeetingRefused, match="held"):
        change_meeting(meeting=held, seen=held.version, draft=draft, by=BY, now=NOW)
    verbs = Event.objects.filter(subject_type="meeting").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["planned", "changed", "changed", "changed", "changed", "changed", "held"]


def test_there_is_an_end_to_cases(meeting: Meeting) -> None:
    for number in range(CASES_AT_MOST):
        add_case(meeting=meeting, draft=CaseDraft(f"Sak {number}"), by=BY, now=NOW)
    with pytest.raises(MeetingRefused, match="many"):
        add_case(meeting=meeting, draft=CaseDraft("For mye"), by=BY, now=NOW)


def test_a_decision_is_recorded_once_and_put_right_by_a_new_one(meeting: Meeting, case: CaseItem) -> None:
    with pytest.raises(MeetingRefused, match="planned"):
        decide(case)
    before = Decision.objects.count()
    hold(meeting)
    first = decide(case, Outcome.ADOPTED, "To møteplasser")
    second = decide(case, Outcome.CHANGED, "Tre møteplasser")
    assert first.decision is not None
    assert second.decision is not None
    assert Decision.objects.count() == before + 2
    assert (first.decision.title, first.decision.date, first.decision.text, first.decision.source) == (
        "Flere møteplasser", "2026-11-22", "To møteplasser", "Møtet, sak 1",
    )  # fmt: skip
    assert decide(case, Outcome.POSTPONED, "Til mars").decision is None
    known = Decision.objects.get(pk=first.decision.pk)
    assert decide(case, Outcome.ADOPTED, "Som vedtatt", known).decision == known
    assert Decision.objects.count() == before + 2


def test_a_decision_of_another_partnership_is_refused(meeting: Meeting, case: CaseItem, fjordby: Partnership) -> None:
    other = Decision.objects.create(partnership=fjordby, slug="x", date="2026", title="x")
    hold(meeting)
    with pytest.raises(MeetingRefused, match="decision"):
        decide(case, decision=other)


def test_it_was_not_held_after_all_until_something_is_decided(meeting: Meeting, case: CaseItem) -> None:
    held = hold(meeting)
    reopen_meeting(meeting=held, seen=held.version, by=BY, now=NOW)
    assert again(held).shown is None
    held = hold(meeting)
    decide(case)
    with pytest.raises(MeetingRefused, match="decided"):
        reopen_meeting(meeting=again(held), seen=again(held).version, by=BY, now=NOW)


def test_the_next_meeting_sees_what_became_of_it(meeting: Meeting, case: CaseItem, trd3: Partnership) -> None:
    with pytest.raises(MeetingRefused, match="undecided"):
        follow_up(case=case, state=FollowUp.DONE, words="", by=BY, now=NOW)
    hold(meeting)
    decide(case)
    following = plan(trd3, TODAY + timedelta(days=90))
    [row] = sheet_view(trd3, shown_in(following, today=TODAY)).earlier
    assert (row.title, row.outcome, row.follow_up) == ("Flere møteplasser", "Vedtatt som foreslått", "Ikke fulgt opp ennå")  # fmt: skip
    follow_up(case=case, state=FollowUp.UNDERWAY, words="Den ene er åpnet", by=BY, now=NOW)
    follow_up(case=case, state=FollowUp.DONE, words="Begge er åpnet", by=BY, now=NOW)
    [row] = sheet_view(trd3, shown_in(following, today=TODAY)).earlier
    assert (row.follow_up, row.words) == ("Gjort", "Begge er åpnet")


def test_a_partnership_without_figures_or_a_year_has_meetings_too(trd3: Partnership) -> None:
    trd3.periods.update(framework_slug="")
    meeting = plan(trd3, year=None)
    shown = shown_in(meeting, today=TODAY)
    assert (shown.figures, shown.sheet.year) == (None, None)
    assert hold(meeting).shown["figures"] is None  # type: ignore[index]
