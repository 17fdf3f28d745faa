"""What one is told of, what is told as one, and when mail is due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from brobygger.discussion.models import topics_from_the_start
from brobygger.discussion.rules.bundles import FEW, bundles
from brobygger.discussion.rules.digest import is_due
from brobygger.discussion.rules.kinds import VERBS, Topic, verbs_of

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Told:
    activity_id: int
    verb: str = "changed"
    by: str = "Kari"
    at: datetime = NOW


def test_every_topic_has_verbs_and_no_verb_two_topics() -> None:
    assert set(VERBS) == set(Topic)
    verbs = [verb for some in VERBS.values() for verb in some]
    assert len(verbs) == len(set(verbs))


def test_what_is_no_topic_has_no_verbs() -> None:
    assert verbs_of(["comments", "tull"]) == ["commented"]
    assert verbs_of([]) == verbs_of(None) == verbs_of({"x": 1}) == []


def test_that_nothing_has_changed_is_told_to_those_who_ask_for_it() -> None:
    assert "confirmed" not in verbs_of(topics_from_the_start())
    assert {"registered", "changed", "commented", "removed", "merged"} <= set(verbs_of(topics_from_the_start()))


def test_what_one_operation_did_to_many_is_told_once() -> None:
    some = [Told(pk) for pk in range(FEW + 1)]
    other = [Told(1, by="Ola"), Told(99, at=NOW + timedelta(seconds=1))]
    assert bundles([*some, *other]) == (other, [some])


def test_a_few_are_told_one_by_one() -> None:
    few = [Told(pk) for pk in range(FEW)]
    assert bundles(few) == (few, [])
    assert bundles([Told(1)] * 10) == ([Told(1)] * 10, [])
    assert bundles([]) == ([], [])


@pytest.mark.parametrize(
    ("frequency", "hours", "due"),
    [
        ("daily", None, True),
        ("weekly", None, True),
        ("off", None, False),
        ("tull", None, False),
        ("daily", 19, False),
        ("daily", 24, True),
        ("weekly", 24, False),
        ("weekly", 7 * 24, True),
    ],
)
def test_mail_is_due_once_a_day_or_once_a_week(frequency: str, hours: int | None, due: bool) -> None:
    last = None if hours is None else NOW - timedelta(hours=hours)
    assert is_due(frequency, last, NOW) is due
