"""What is remembered of counting is what counting anew gives, whatever was done in between."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.cache import cache
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.fixtures.partnerships import BY, NOW, small_partnership
from tests.fixtures.strategies import YEARS, answers, portfolios, rules

from brobygger.contributions.actions.claims import Statement, claim
from brobygger.contributions.rules.credit import Answer
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions import register_activities
from brobygger.portfolio.actions.change import Order, change_activities
from brobygger.portfolio.actions.standing import bring_back, remove_activities, stand_alone, stand_for
from brobygger.portfolio.models import Activity
from brobygger.portfolio.rules.drafts import ActivityDraft
from brobygger.portfolio.rules.kinds import Kind, Standing
from brobygger.portfolio.rules.lifecycle import MilestoneFact, MilestoneKind
from brobygger.results.actions.left_out import count_again, leave_out
from brobygger.results.queries import tally
from brobygger.results.queries.remembered import Remembered, Tallies
from brobygger.results.rules.counting import CountingRule

Step = tuple[str, int, ActivityDraft, Answer, int]

steps = st.lists(
    st.tuples(
        st.sampled_from(
            ("register", "change", "claim", "dispute", "settle", "remove", "bring back", "merge", "part"),
        ),
        st.integers(0, 5),
        portfolios(at_most=1).filter(bool).map(lambda drafts: drafts[0]),
        answers(),
        st.sampled_from(YEARS),
    ),
    min_size=1,
    max_size=6,
)


@pytest.fixture
def empty(db: None) -> Partnership:
    """A partnership with nothing in its register."""
    return small_partnership("tom")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(rules(), min_size=1, max_size=4, unique=True), portfolios(), steps)
def test_remembered_is_never_other_than_counted(
    empty: Partnership, wanted: list[CountingRule], drafts: list[ActivityDraft], done: list[Step]
) -> None:
    cache.clear()
    with transaction.atomic():
        register_activities(partnership=empty, drafts=drafts, by=BY, now=NOW)
        _assert_same(empty, wanted)
        for number, step in enumerate(done):
            _do(empty, number, step)
            _assert_same(empty, wanted)
        transaction.set_rollback(True)


def _assert_same(partnership: Partnership, wanted: list[CountingRule]) -> None:
    # Whether anything is left out makes no difference where nothing is.
    anew = Tallies(partnership, YEARS, some_left_out=True)
    assert _counted(partnership, wanted) == [anew.of(rule) for rule in wanted]


def _counted(partnership: Partnership, wanted: list[CountingRule]) -> list[object]:
    tallies = Remembered(partnership, YEARS, some_left_out=True)
    found = [tallies.of(rule) for rule in wanted]
    tallies.keep()
    return found


def _do(partnership: Partnership, number: int, step: Step) -> None:
    what, place, draft, answer, year = step
    there = list(Activity.objects.filter(partnership=partnership).order_by("pk"))
    one = there[place % len(there)] if there else None
    kept = {"partnership": partnership, "by": BY, "now": NOW}
    if what == "register":
        register_activities(drafts=[replace(draft, slug=f"ny-{number}")], **kept)
    elif what == "bring back":
        thrown = Activity.every.filter(partnership=partnership, standing=Standing.REMOVED.value)
        bring_back(activity_ids=[each.pk for each in thrown], **kept)
    elif what == "part":
        below = Activity.every.filter(partnership=partnership, standing=Standing.MERGED.value)
        stand_alone(activity_ids=[each.pk for each in below], **kept)
    elif one is None:
        return
    elif what == "change":
        change_activities(orders=[Order(one.pk, one.version, replace(draft, slug=one.slug))], **kept)
    elif what == "claim":
        party = partnership.partners.order_by("pk")[place % 2].organisation
        claim(activity_ids=[one.pk], party=party, statement=Statement(answer), **kept)
    elif what == "dispute":
        leave_out(partnership=partnership, year=year, activity=one)
    elif what == "settle":
        count_again(partnership=partnership, year=year, activity=one)
    elif what == "remove":
        remove_activities(versions=[(one.pk, one.version)], **kept)
    elif what == "merge" and len(there) > 1:
        other = there[(place + 1) % len(there)]
        stand_for(entry=one, versions=[(other.pk, other.version)], **kept)


def test_one_change_counts_only_its_kind_anew(
    empty: Partnership, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Callable[..., object]
) -> None:
    held = (MilestoneFact(MilestoneKind.HELD, "2024"),)
    event, network = register_activities(
        partnership=empty,
        drafts=[
            ActivityDraft("a", Kind.EVENT, "A", milestones=held),
            ActivityDraft("b", Kind.NETWORK, "B", milestones=held),
        ],
        by=BY,
        now=NOW,
    )
    wanted = [CountingRule(frozenset({kind}), "held", "held") for kind in ("event", "network", "application")]
    _counted(empty, wanted)
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        _counted(empty, wanted)
    counted: list[CountingRule] = []

    def watched(partnership: Partnership, rule: CountingRule, *given: object, **named: object) -> object:
        counted.append(rule)
        return real(partnership, rule, *given, **named)  # type: ignore[arg-type]

    real = tally.bands
    monkeypatch.setattr(tally, "bands", watched)
    change_activities(
        partnership=empty,
        orders=[Order(event.pk, 1, ActivityDraft("a", Kind.APPLICATION, "A", milestones=held))],
        by=BY,
        now=NOW,
    )
    _counted(empty, wanted)
    assert counted == [wanted[0], wanted[2]]
    leave_out(partnership=empty, year=2024, activity=network)
    _counted(empty, wanted)
    assert counted[2:] == wanted
