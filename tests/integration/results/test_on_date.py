"""A figure as at a past day is the figure that stood there on that day, whatever has been written since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from brobygger.audit.rules import system
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.change import Order, change_activities
from brobygger.portfolio.actions.register import register_activities
from brobygger.portfolio.actions.standing import bring_back, remove_activities, stand_alone, stand_for
from brobygger.portfolio.models import Activity
from brobygger.portfolio.queries.drafts import drafts_of, with_parts
from brobygger.portfolio.rules.drafts import ActivityDraft
from brobygger.portfolio.rules.kinds import Kind
from brobygger.portfolio.rules.lifecycle import MilestoneFact, MilestoneKind
from brobygger.results.models import Definition, Indicator, ReportedValue
from brobygger.results.queries import on_date
from brobygger.results.queries.frameworks import figures_now
from brobygger.results.queries.on_date import TooMuchSince, figures_on

BY = system("tests")
WRITES = ("register", "change", "remove", "bring back", "merge", "part", "report", "redefine")


def write(partnership: Partnership, what: str, number: int, now: datetime) -> None:
    """One thing somebody does."""
    present = list(with_parts(Activity.objects.filter(partnership=partnership).order_by("pk")))
    one, other = present[number % len(present)], present[(number + 1) % len(present)]
    every = Activity.every.filter(partnership=partnership)
    milestone = MilestoneFact(MilestoneKind.STARTED, str(2022 + number % 4))
    if what == "register":
        draft = ActivityDraft("", Kind.PHD, f"Nytt {number}", milestones=(milestone,))
        register_activities(partnership=partnership, drafts=[draft], by=BY, now=now)
    elif what == "change":
        draft = replace(drafts_of([one])[0], title=f"Annet navn {number}", milestones=(milestone,))
        change_activities(partnership=partnership, orders=[Order(one.pk, one.version, draft)], by=BY, now=now)
    elif what == "remove":
        remove_activities(partnership=partnership, versions=[(one.pk, one.version)], by=BY, now=now)
    elif what == "bring back":
        ids = list(every.filter(standing="removed").values_list("pk", flat=True))
        bring_back(partnership=partnership, activity_ids=ids, by=BY, now=now)
    elif what == "merge":
        stand_for(partnership=partnership, entry=other, versions=[(one.pk, one.version)], by=BY, now=now)
    elif what == "part":
        ids = list(every.filter(standing="merged").values_list("pk", flat=True))
        stand_alone(partnership=partnership, activity_ids=ids, by=BY, now=now)
    elif what == "report":
        indicator = Indicator.objects.filter(goal_area__framework__partnership=partnership).order_by("pk")[number % 20]
        ReportedValue.objects.create(
            indicator=indicator, year=2024, value=number, state="final", recorded_at=now, recorded_by="tests"
        )
    else:
        old = Definition.objects.exclude(counting=None).filter(
            indicator__goal_area__framework__partnership=partnership
        ).order_by("pk")[number % 10]  # fmt: skip
        version = old.indicator.definitions.count() + 1
        counting = {**old.counting, "kinds": ["phd", "master_thesis"]}
        Definition.objects.create(
            indicator=old.indicator, version=version, valid_from=2024, text=old.text, unit=old.unit, counting=counting,
            recorded_at=now, recorded_by="tests",
        )  # fmt: skip


def told(series: object) -> list[tuple[object, ...]]:
    return [
        (code, each.year, each.value, each.counted, each.pending, each.judged.verdict, each.target)
        for code, one in sorted(series.items())  # type: ignore[attr-defined]
        for each in [*one.by_year.values(), one.period]
    ]


@given(st.lists(st.lists(st.tuples(st.sampled_from(WRITES), st.integers(0, 300)), max_size=3), min_size=2, max_size=4))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_day_reads_as_it_stood(
    trd3: Partnership, now: datetime, days: Sequence[Sequence[tuple[str, int]]]
) -> None:
    with transaction.atomic():
        stood = {}
        for at, writes in enumerate(days, 1):
            moment = now + timedelta(days=at)
            for what, number in writes:
                write(trd3, what, number, moment)
            figures = figures_now(trd3, today=moment.date())
            assert figures is not None
            stood[moment.date()] = told(figures.series)
        for day, figures_then in stood.items():
            found = figures_on(trd3, day)
            assert found is not None
            assert told(found.series) == figures_then
        transaction.set_rollback(True)


def test_before_anything_was_said_there_is_nothing(trd3: Partnership, now: datetime) -> None:
    found = figures_on(trd3, now.date() - timedelta(days=1))
    assert found is not None
    assert found.series == {}
    assert found.indicators == []


def test_what_takes_too_long_is_said(trd3: Partnership, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(on_date, "TOUCHED_AT_MOST", 3)
    with pytest.raises(TooMuchSince):
        figures_on(trd3, now.date() - timedelta(days=1))


def test_it_asks_the_same_questions_however_many_were_touched(
    trd3: Partnership, now: datetime, django_assert_max_num_queries: object
) -> None:
    for number in range(5):
        write(trd3, "change", number, now + timedelta(days=3))
    with django_assert_max_num_queries(60):  # type: ignore[operator]
        figures_on(trd3, now.date())
