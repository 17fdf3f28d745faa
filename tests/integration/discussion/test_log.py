"""How far the log can be read without missing what is still being written."""

from __future__ import annotations

import threading
from datetime import datetime

import pytest
from django.db import connection, transaction

from brobygger.audit import actions as audit
from brobygger.audit.rules import system
from brobygger.discussion.queries.log import latest_event, settled_until
from brobygger.partnerships.models import Partnership


def event(now: datetime, partnership_id: int) -> None:
    audit.record(
        verb="changed",
        subject_type="activity",
        subjects=[(1, {})],
        by=system("tests"),
        now=now,
        partnership_id=partnership_id,
    )


def test_the_latest_event_of_a_partnership(trd3: Partnership, fjordby: Partnership, now: datetime) -> None:
    event(now, trd3.pk)
    latest = latest_event(trd3.pk)
    event(now, fjordby.pk)
    assert latest_event(trd3.pk) == latest
    assert latest_event(fjordby.pk) > latest
    assert latest_event(10**9) == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_one_waits_for_those_who_have_a_number_and_are_not_done(now: datetime) -> None:
    """A lower number may come into sight after a higher one: nobody remembers having read that far."""
    has_number, may_finish = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                event(now, 1)
                has_number.set()
                may_finish.wait(10)
        finally:
            connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    try:
        assert has_number.wait(10)
        event(now, 1)
        seen = latest_event(1)
        assert seen > 0
        assert settled_until(1) is None
    finally:
        may_finish.set()
        thread.join()
    assert settled_until(1) == seen
