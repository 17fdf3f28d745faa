"""From opening to adoption and back, and what the register does to it on the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.fixtures.partnerships import NOW
from tests.fixtures.rounds import DAYS, LATER, Story, story

from brobygger.audit.models import Event
from brobygger.portfolio.actions.change_sets import open_change_set, undo
from brobygger.portfolio.actions.standing import bring_back, remove_activities
from brobygger.portfolio.rules.kinds import Kind
from brobygger.portfolio.rules.lifecycle import MilestoneFact, MilestoneKind
from brobygger.rounds.actions.adopt import NewDecision, adopt_round, undo_adoption
from brobygger.rounds.actions.opening import RoundRefused, cancel_round, move_days, open_round
from brobygger.rounds.actions.reviewing import approve, approve_many, send_back, submit, undo_approval
from brobygger.rounds.actions.working import confirm, confirm_all, say_nothing
from brobygger.rounds.models import Confirmed
from brobygger.rounds.queries.content import place_of, waiting_ids
from brobygger.rounds.queries.standing import of_submission
from brobygger.rounds.rules.kinds import Lapse, Stage
from brobygger.rounds.rules.workflow import Refusal, StepRefused

DECISION = NewDecision("Rapporteringen for 2025 er vedtatt", "2027-01-15", source="sak 3/27")


@pytest.fixture
def told(db: None) -> Story:
    return story()


def refused(call, **arguments: object) -> Refusal:
    with pytest.raises(StepRefused) as error:
        call(**arguments)
    return error.value.why


def adopt(told: Story, **more: object):
    arguments = {
        "round_": told.round,
        "seen": told.round.version,
        "decision": DECISION,
        "words": "Året 2025",
        "leave_out_disputed": False,
        "by": told.people["of_uni"].as_actor,
        "now": LATER,
    }
    return adopt_round(**(arguments | more))


def stages(told: Story) -> list[str]:
    return [each.stage for each in told.round.submissions.all()]


def test_a_round_is_opened_once_a_year_for_areas_of_the_partnership(told: Story) -> None:
    arguments = {
        "partnership": told.partnership, "year": 2025, "days": DAYS, "asked": {}, "now": NOW,
        "areas": list(told.partnership.focus_areas.all()), "by": told.people["of_uni"].as_actor,
    }  # fmt: skip
    for changed, why in (
        ({}, "taken"),
        ({"year": 2030}, "year"),
        ({"year": 2019}, "year"),
        ({"areas": []}, "areas"),
        ({"areas": list(story("andre").partnership.focus_areas.all())}, "areas"),
        ({"days": replace(DAYS, review_due=date(2026, 12, 1))}, "days"),
    ):
        with pytest.raises(RoundRefused) as error:
            open_round(**(arguments | changed))
        assert error.value.why == why
    assert len(stages(told)) == 3
    assert Event.objects.filter(verb="round_opened", subject_id=told.people["lead"].pk).count() == 1


def test_the_year_begins_when_it_does_here(db: None) -> None:
    """Half an hour into the year of the partners it is still the year before by the clock of the world."""
    told = story(opened=False)
    night = datetime(2024, 12, 31, 23, 30, tzinfo=UTC)
    areas, by = list(told.partnership.focus_areas.all()), told.people["of_uni"].as_actor
    with pytest.raises(RoundRefused):
        open_round(
            partnership=told.partnership, year=2025, days=DAYS, asked={}, areas=areas, by=by,
            now=night - timedelta(hours=1),
        )  # fmt: skip
    assert open_round(partnership=told.partnership, year=2025, days=DAYS, asked={}, areas=areas, by=by, now=night)


def test_the_way_from_the_lead_to_the_steering_group(told: Story) -> None:
    lead, of_uni, of_town = (told.people[name].as_actor for name in ("lead", "of_uni", "of_town"))
    standing = of_submission(told.submission())
    assert (standing.total, standing.confirmed, standing.missing) == (3, 0, 3)
    assert (
        refused(submit, submission=told.submission(), seen=1, minutes=None, party=told.uni, by=lead, now=LATER)
        is Refusal.INCOMPLETE
    )
    told.hand_in()
    assert told.submission().stage == Stage.SUBMITTED
    assert told.submission().minutes == 12
    send_back(
        submission=told.submission(), seen=told.submission().version, party=told.town,
        reason="Piloten «en» var i fjor", by=of_town, now=LATER,
    )  # fmt: skip
    assert told.submission().stage == Stage.RETURNED
    told.hand_in(minutes=3)
    assert told.submission().minutes == 15
    told.approve("helse", "of_uni")
    assert told.submission().stage == Stage.SUBMITTED
    told.approve("helse", "of_town")
    assert told.submission().stage == Stage.APPROVED
    assert [(e.step, e.reason) for e in told.submission().events.order_by("pk")] == [
        ("submit", ""),
        ("return", "Piloten «en» var i fjor"),
        ("submit", ""),
        ("approve", ""),
        ("approve", ""),
    ]
    assert refused(adopt, told=told) is Refusal.NOT_ALL_APPROVED
    for area in ("oppvekst", "felles"):
        told.hand_in(area)
        told.approve(area)
    assert refused(adopt, told=told, decision=None) is Refusal.DECISION_MISSING
    round_ = adopt(told)
    assert round_.decision.title == DECISION.title
    assert set(stages(told)) == {Stage.ADOPTED}
    submission = told.submission()
    assert (
        refused(
            undo_approval,
            submission=submission,
            seen=submission.version,
            party=told.uni,
            reason="x",
            by=of_uni,
            now=LATER,
        )  # fmt: skip
        is Refusal.WRONG_STAGE
    )
    undo_adoption(round_=told.round, seen=told.round.version, reason="Feil vedtak", by=of_uni, now=LATER)
    assert set(stages(told)) == {Stage.APPROVED}
    assert told.round.decision is None
    assert told.round.events.get(step="undo_adoption", submission=None).data["decision"] == round_.decision.slug


def test_confirming_is_of_a_version_and_goes_on_where_one_was(told: Story) -> None:
    lead = told.people["lead"].as_actor
    ids = [told.activity(slug).pk for slug in ("en", "to", "tre")]
    told.change("to", title="To, med et nytt navn")
    said = confirm(
        submission=told.submission(), versions=[(pk, 1) for pk in [*ids, 10**9, told.activity("gammel").pk]],
        organisation_id=told.uni, by=lead, now=LATER,
    )  # fmt: skip
    assert (said.count, said.changed) == (2, ["to"])
    submission = told.submission()
    assert submission.confirmed_to == ids[1] - 1
    assert waiting_ids(submission, place_of(submission), limit=9) == [ids[1]]
    # Only what had not changed by then.
    late = confirm_all(submission=submission, as_of=NOW, organisation_id=told.uni, by=lead, now=LATER)
    assert (late.count, late.changed) == (0, ["to"])
    assert confirm_all(submission=submission, as_of=LATER, organisation_id=told.uni, by=lead, now=LATER).count == 1
    assert of_submission(told.submission()).unconfirmed == 0
    assert told.activity("en").confirmations.get().year == 2025


def test_nothing_to_report_is_said_only_where_there_is_nothing(told: Story) -> None:
    lead = told.people["lead"].as_actor
    assert refused(say_nothing, submission=told.submission(), by=lead, now=LATER) is Refusal.INCOMPLETE
    say_nothing(submission=told.submission("oppvekst"), by=lead, now=LATER)
    assert told.submission("oppvekst").nothing_at == LATER
    told.register("ny", "oppvekst")
    assert told.submission("oppvekst").nothing_at is None


def test_a_substantive_change_takes_approvals_away_and_a_new_text_does_not(told: Story) -> None:
    told.all_approved()
    told.change("en", title="Et annet navn", description="Mer tekst")
    assert set(stages(told)) == {Stage.APPROVED}
    told.change("en", kind=Kind.EVENT)
    assert told.submission().stage == Stage.SUBMITTED
    assert told.submission("oppvekst").stage == Stage.APPROVED
    assert {
        each.void_why for each in told.submission().approvals.model.objects.filter(submission=told.submission())
    } == {"changed"}
    event = told.submission().events.get(step="void")
    assert event.data == {"count": 1, "activities": [{"slug": "en", "title": "Et annet navn"}]}
    # The thing must be confirmed again; what was said of it stays in history.
    assert waiting_ids(told.submission(), place_of(told.submission())) == [told.activity("en").pk]
    assert Confirmed.objects.filter(activity=told.activity("en"), lapsed_why=Lapse.CHANGED).count() == 1


@pytest.mark.parametrize("way", ["new", "moved_in", "moved_out", "removed", "brought_back", "undone"])
def test_whatever_enters_or_leaves_touches_the_approvals_of_its_area(told: Story, way: str) -> None:
    lead = told.people["lead"].as_actor
    partnership = told.partnership
    if way == "brought_back":
        remove_activities(partnership=partnership, versions=[(told.activity("en").pk, 1)], by=lead, now=NOW)
    if way == "undone":
        change_set = open_change_set(partnership=partnership, cause="bulk", title="x", by=lead, now=NOW)
        remove_activities(
            partnership=partnership, versions=[(told.activity("en").pk, 1)], by=lead, now=NOW, change_set=change_set
        )
    told.all_approved()
    in_2025 = (MilestoneFact(MilestoneKind.HELD, "2025-03"),)
    match way:
        case "new":
            told.register("ny")
        case "moved_in":
            told.change("gammel", milestones=in_2025)
        case "moved_out":
            told.change("en", milestones=(MilestoneFact(MilestoneKind.HELD, "2024"),))
        case "removed":
            remove_activities(partnership=partnership, versions=[(told.activity("en").pk, 1)], by=lead, now=LATER)
        case "brought_back":
            bring_back(partnership=partnership, activity_ids=[told.activity("en").pk], by=lead, now=LATER)
        case "undone":
            undo(change_set=change_set, by=lead, now=LATER)
    assert told.submission().stage == Stage.SUBMITTED
    assert told.submission("oppvekst").stage == Stage.APPROVED
    entered = way not in {"moved_out", "removed"}
    assert bool(waiting_ids(told.submission(), place_of(told.submission()))) == entered
    assert of_submission(told.submission()).unconfirmed == (1 if entered else 0)


def test_another_year_and_another_partnership_touch_nothing(told: Story) -> None:
    told.all_approved()
    other = story("andre", opened=False)
    other.register("ny")
    told.register("for-neste-ar", year="2024")
    told.change("gammel", kind=Kind.EVENT)
    assert set(stages(told)) == {Stage.APPROVED}


def test_approving_what_has_changed_since_one_looked_is_refused(told: Story) -> None:
    told.hand_in()
    seen = told.submission().version
    told.change("en", kind=Kind.EVENT)
    arguments = {"party": told.uni, "by": told.people["of_uni"].as_actor, "now": LATER}
    assert refused(approve, submission=told.submission(), seen=seen, **arguments) is Refusal.CHANGED_MEANWHILE


def test_approving_many_leaves_those_that_changed(told: Story) -> None:
    for area in ("helse", "oppvekst", "felles"):
        told.hand_in(area)
    seen = [(each.pk, each.version) for each in told.round.submissions.all()]
    told.change("en", kind=Kind.EVENT)
    done = approve_many(round_=told.round, seen=seen, party=told.uni, by=told.people["of_uni"].as_actor, now=LATER)
    assert len(done.approved) == 2
    assert done.changed == [told.submission().pk]


def test_what_changed_while_the_year_was_adopted_is_found_when_that_is_undone(told: Story) -> None:
    told.all_approved()
    adopt(told)
    told.change("en", kind=Kind.EVENT)
    remove = told.activity("to")
    remove_activities(
        partnership=told.partnership, versions=[(remove.pk, 1)], by=told.people["lead"].as_actor, now=LATER
    )
    assert set(stages(told)) == {Stage.ADOPTED}
    undo_adoption(round_=told.round, seen=told.round.version, reason="x", by=told.people["of_uni"].as_actor, now=LATER)
    assert told.submission().stage == Stage.SUBMITTED
    assert told.submission("oppvekst").stage == Stage.APPROVED


def test_a_round_is_called_off_with_a_reason_and_another_can_be_opened(told: Story) -> None:
    told.hand_in()
    of_uni = told.people["of_uni"].as_actor
    cancel = {"by": of_uni, "now": LATER}
    assert (
        refused(cancel_round, round_=told.round, seen=told.round.version, reason=" ", **cancel)
        is Refusal.REASON_MISSING
    )
    assert refused(cancel_round, round_=told.round, seen=1, reason="x", **cancel) is Refusal.CHANGED_MEANWHILE
    cancel_round(round_=told.round, seen=told.round.version, reason="Feil år", **cancel)
    assert set(stages(told)) == {Stage.CANCELLED}
    open_round(
        partnership=told.partnership, year=2025, days=DAYS, areas=list(told.partnership.focus_areas.all()), asked={},
        by=of_uni, now=LATER,
    )  # fmt: skip
    assert set(stages(told)) == {Stage.WORKING}


def test_days_are_moved_with_what_they_were(told: Story) -> None:
    of_uni = told.people["of_uni"].as_actor
    days = replace(DAYS, submission_due=date(2026, 12, 15))
    move_days(round_=told.round, days=days, seen=told.round.version, reason="Jul", by=of_uni, now=LATER)
    assert told.round.submission_due == date(2026, 12, 15)
    assert told.round.events.get(step="move_days").data["was"]["submission_due"] == "2026-12-10"
