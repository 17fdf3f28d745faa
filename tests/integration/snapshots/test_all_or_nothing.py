"""Freezing is part of the transaction of whoever calls it. Two at once are tried in tests/integration/test_killed.py."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import transaction

from brobygger.audit.rules import system
from brobygger.partnerships.models import Partnership
from brobygger.snapshots.actions.freeze import freeze
from brobygger.snapshots.models import Snapshot
from brobygger.snapshots.queries.verify import verify
from brobygger.web.actions import remove_partnership

BY = system("tests")


def adopt(partnership: Partnership, now: datetime) -> None:
    freeze(partnership=partnership, year=2025, words="Tall for 2025", decision="Sak 1", by=BY, now=now)


def test_it_is_undone_with_whatever_else_was_done(trd3: Partnership, now: datetime) -> None:
    with pytest.raises(RuntimeError):
        _adopt_and_fail(trd3, now)
    assert not Snapshot.objects.exists()
    adopt(trd3, now)
    assert [check.number for check in verify(trd3)] == [1]


@transaction.atomic
def _adopt_and_fail(partnership: Partnership, now: datetime) -> None:
    adopt(partnership, now)
    raise RuntimeError("the rest of the adoption failed")


def test_a_demo_that_is_loaded_anew_takes_its_snapshots_with_it(
    trd3: Partnership, fjordby: Partnership, now: datetime
) -> None:
    adopt(trd3, now)
    adopt(fjordby, now)
    remove_partnership(partnership=fjordby, by=BY, now=now)
    assert list(Snapshot.objects.values_list("partnership__slug", flat=True)) == ["trd3"]
    assert [check.wrong for check in verify(trd3)] == [()]


def test_a_test_that_commits_what_is_frozen_leaves_an_empty_database(stories_again: None, now: datetime) -> None:
    adopt(Partnership.objects.get(slug="trd3"), now)
    assert Snapshot.objects.count() == 1


def test_and_the_next_one_finds_none(stories_again: None) -> None:
    assert not Snapshot.objects.exists()
