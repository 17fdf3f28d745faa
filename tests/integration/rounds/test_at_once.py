"""Several at once, each in a thread of their own: one is first, the other is told, and nothing is half done.

SQLite has one writer at a time, so there what is old is found by its version alone (tests/integration/rounds/test_the_year.py).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection, transaction
from tests.fixtures.rounds import DAYS, LATER, Story, story
from tests.integration.rounds.test_the_year import DECISION

from brobygger.audit.rules import system
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.lock import lock
from brobygger.portfolio.rules.kinds import Kind
from brobygger.results.models import Framework, GoalArea, Indicator
from brobygger.results.rules.drafts import ReportedDraft
from brobygger.rounds.actions import voiding
from brobygger.rounds.actions.adopt import adopt_round
from brobygger.rounds.actions.opening import RoundRefused, open_round
from brobygger.rounds.actions.reviewing import approve, send_back
from brobygger.rounds.actions.taking import locked
from brobygger.rounds.actions.working import Said, confirm, confirm_all, give_value
from brobygger.rounds.models import Approval, AskedValue, Confirmed, SubmissionEvent
from brobygger.rounds.queries.content import place_of, waiting_ids
from brobygger.rounds.rules.kinds import RoundState, Stage
from brobygger.rounds.rules.workflow import StepRefused
from brobygger.snapshots.actions.removal import remove_snapshots

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TIMES = 6


@pytest.fixture(autouse=True)
def _let_go(transactional_db: None) -> Iterator[None]:
    """What a test that commits has frozen would refuse to be emptied, and is let go first."""
    yield
    for partnership in Partnership.objects.all():
        remove_snapshots(partnership=partnership, by=system("tests"), now=LATER)


def at_once(*calls: Callable[[], object]) -> list[object]:
    """What each answers or raises, when all begin at the same moment."""
    together = threading.Barrier(len(calls))
    answers: list[object] = [None] * len(calls)

    def one(place: int) -> None:
        try:
            together.wait(10)
            answers[place] = calls[place]()
        except Exception as error:
            answers[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=(place,)) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


def refused(answers: list[object]) -> int:
    """How many were told that they were late; anything else that was raised is a fault."""
    faults = [each for each in answers if isinstance(each, Exception) and not isinstance(each, StepRefused)]
    assert faults == []
    return sum(isinstance(each, StepRefused) for each in answers)


def story_handed_in(number: int) -> Story:
    told = story(f"runden-{number}")
    told.hand_in()
    return told


def test_two_coordinators_approving_and_returning_at_once() -> None:
    for number in range(TIMES):
        told = story_handed_in(number)
        submission, seen = told.submission(), told.submission().version
        of_uni, of_town = told.people["of_uni"].as_actor, told.people["of_town"].as_actor
        answers = at_once(
            lambda s=submission, v=seen, t=told, by=of_uni: approve(
                submission=s, seen=v, party=t.uni, by=by, now=LATER
            ),
            lambda s=submission, v=seen, t=told, by=of_town: send_back(
                submission=s, seen=v, party=t.town, reason="Feil", by=by, now=LATER
            ),
        )
        assert refused(answers) == 1
        stage = told.submission().stage
        steps = list(
            SubmissionEvent.objects.filter(submission=submission).order_by("pk").values_list("step", flat=True)
        )
        assert steps == ["submit", "return" if stage == Stage.RETURNED else "approve"]
        valid = Approval.objects.filter(submission=submission, void_at=None).count()
        assert valid == (0 if stage == Stage.RETURNED else 1)


def test_both_approve_at_once_and_neither_is_lost() -> None:
    told = story_handed_in(0)
    submission, seen = told.submission(), told.submission().version
    answers = at_once(
        lambda: approve(submission=submission, seen=seen, party=told.uni, by=told.people["of_uni"].as_actor, now=LATER),
        lambda: approve(
            submission=submission, seen=seen, party=told.town, by=told.people["of_town"].as_actor, now=LATER
        ),
    )
    assert refused(answers) == 1
    late = "of_town" if isinstance(answers[1], StepRefused) else "of_uni"
    told.approve("helse", late)
    assert told.submission().stage == Stage.APPROVED


def test_an_approval_never_stands_for_what_was_changed_at_the_same_time() -> None:
    for number in range(TIMES):
        told = story_handed_in(number)
        submission, seen = told.submission(), told.submission().version
        by = told.people["of_uni"].as_actor
        answers = at_once(
            lambda s=submission, v=seen, t=told, by=by: approve(submission=s, seen=v, party=t.uni, by=by, now=LATER),
            lambda t=told: t.change("en", kind=Kind.EVENT),
        )
        assert not isinstance(answers[1], Exception)
        refused(answers)
        assert not Approval.objects.filter(submission=submission, void_at=None).exists()
        assert waiting_ids(told.submission(), place_of(told.submission())) == [told.activity("en").pk]


def test_adopting_while_somebody_edits() -> None:
    """Either the change came first and the adoption is refused, or the year was adopted without it."""
    adopted = 0
    for number in range(TIMES):
        told = story(f"runden-{number}")
        told.all_approved()
        round_, seen = told.round, told.round.version
        by = told.people["of_uni"].as_actor
        answers = at_once(
            lambda r=round_, v=seen, by=by: adopt_round(
                round_=r, seen=v, decision=DECISION, words="x", leave_out_disputed=False, by=by, now=LATER
            ),
            lambda t=told: t.change("en", kind=Kind.EVENT),
        )
        assert not isinstance(answers[1], Exception)
        stages = {each.stage for each in told.round.submissions.all()}
        if refused(answers):
            assert told.round.state == RoundState.OPEN
            assert told.submission().stage == Stage.SUBMITTED
            assert not told.partnership.decisions.exists()
        else:
            adopted += 1
            assert stages == {Stage.ADOPTED}
            assert SubmissionEvent.objects.filter(round=round_, step="void").count() == 0


def test_confirming_all_twice_at_once_confirms_each_once() -> None:
    told = story("runden-0")
    submission, by = told.submission(), told.people["lead"].as_actor
    call = lambda: confirm_all(  # noqa: E731
        submission=submission, as_of=LATER, organisation_id=told.uni, by=by, now=LATER
    )
    answers = at_once(call, call, call)
    assert refused(answers) == 0
    assert sum(each.count for each in answers) == 3
    assert Confirmed.objects.filter(submission=submission).count() == 3


def test_what_is_changed_while_it_is_confirmed_waits_again() -> None:
    """The change has looked at the round, and is not done, when the lead confirms what is on the screen."""
    told = story("runden-0")
    submission, by, activity = told.submission(), told.people["lead"].as_actor, told.activity("en")
    has_looked, look = threading.Event(), voiding._touched

    def touched(*given: Any) -> Any:
        found = look(*given)
        has_looked.set()
        time.sleep(0.5)
        return found

    def confirm_then() -> object:
        has_looked.wait(5)
        seen = [(activity.pk, activity.version)]
        return confirm(submission=submission, versions=seen, organisation_id=told.uni, by=by, now=LATER)

    with patch.object(voiding, "_touched", touched):
        _changed, said = at_once(lambda: told.change("en", kind=Kind.EVENT), confirm_then)
    assert isinstance(said, Said)
    assert (said.count, list(said.changed)) == (0, ["en"])
    assert activity.pk in waiting_ids(told.submission(), place_of(told.submission()), limit=5)


def test_a_number_is_given_while_somebody_writes_in_the_register() -> None:
    """Both need the partnership and the round: whoever takes them in another order than the other waits for ever."""
    told = story("runden-0")
    told.partnership.periods.update(framework_slug="sett")
    framework = Framework.objects.create(partnership=told.partnership, slug="sett", name={"nb": "Sett"}, years=[2025])
    area = GoalArea.objects.create(framework=framework, code="ett", name={"nb": "Ett"}, objective={}, position=0)
    indicator = Indicator.objects.create(goal_area=area, code="meldt", name={"nb": "Meldt"}, group="g", position=0)
    asked = AskedValue.objects.create(submission=told.submission(), indicator=indicator)
    submission, by = told.submission(), told.people["lead"].as_actor
    draft = ReportedDraft("meldt", 2025, Decimal(7), source="Telling")
    has_partnership = threading.Event()

    def write() -> None:
        with transaction.atomic():
            lock(told.partnership)
            has_partnership.set()
            time.sleep(0.5)
            locked(submission.round)

    def give() -> None:
        has_partnership.wait(5)
        give_value(submission=submission, asked=asked, draft=draft, by=by, now=LATER)

    assert at_once(write, give) == [None, None]
    asked.refresh_from_db()
    assert asked.answer is not None
    assert asked.answer.value == 7


def test_a_round_is_opened_once_however_many_try() -> None:
    told = story("runden-0", opened=False)
    areas, by = list(told.partnership.focus_areas.all()), told.people["of_uni"].as_actor
    call = lambda: open_round(  # noqa: E731
        partnership=told.partnership, year=2025, days=DAYS, areas=areas, asked={}, by=by, now=LATER
    )
    answers = at_once(call, call, call, call)
    assert sum(isinstance(each, RoundRefused) for each in answers) == 3
    assert told.round.submissions.count() == 3
