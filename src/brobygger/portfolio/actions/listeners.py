"""Telling apps above the register what was written, inside the same transaction.

`settings.ACTIVITY_LISTENERS` hear of activities, `settings.UNDO_LISTENERS` of operations on many that were undone.

Whoever can wait reads the audit log instead; a listener is for what must never differ from the register. When one
fails, nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from brobygger.audit.rules import Actor
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.editions import touch
from brobygger.portfolio.models import ChangeSet


@dataclass(frozen=True)
class Written:
    """Activities that were registered, changed, taken out of the register or put back (`verb` as in the audit log).

    `answers` are what somebody answered while they registered, for whoever asked.
    `unfinished_id` is the number of the form that was used up when one was registered from it.
    """

    partnership: Partnership
    activity_ids: Sequence[int]
    verb: str
    by: Actor
    now: datetime
    answers: Mapping[str, str] = field(default_factory=dict)
    unfinished_id: int | None = None


def tell(
    partnership: Partnership,
    activity_ids: Sequence[int],
    verb: str,
    by: Actor,
    now: datetime,
    answers: Mapping[str, str] | None = None,
    unfinished_id: int | None = None,
    kinds_before: Iterable[str] = (),
) -> None:
    """Call every listener with what was written; each is a function that takes a Written.

    What is counted of their kinds is old from here on: of `kinds_before` too, where an activity was of another.
    """
    if activity_ids:
        touch(partnership, activity_ids, also=kinds_before)
        written = Written(partnership, activity_ids, verb, by, now, answers or {}, unfinished_id)
        for path in settings.ACTIVITY_LISTENERS:
            import_string(path)(written)


def tell_undone(change_set: ChangeSet, by: Actor, now: datetime) -> None:
    """Call every listener with an operation whose activities are what they were before."""
    for path in settings.UNDO_LISTENERS:
        import_string(path)(change_set, by=by, now=now)
