"""Doing what imports wait for: dry runs and imports, one at a time, in a process of their own (`brobygger work`).

The imports themselves are the queue. Whoever takes one marks it and holds the lock of its folder; a mark without a lock
is one of somebody who died, and the import waits until a person starts it again, so that a file that kills its reader
does not kill the next one too.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from time import sleep

from django.utils import timezone

from brobygger.audit.rules import Actor
from brobygger.intake.actions.carry_out import carry_out
from brobygger.intake.actions.check import check_import, trouble_of
from brobygger.intake.actions.storage import AtWork, at_work, file_of
from brobygger.intake.models import Import
from brobygger.intake.rules.kinds import State
from brobygger.organisations.actions import NameTaken
from brobygger.portfolio.actions.register import RegistrationRefused

_LOG = logging.getLogger(__name__)
PAUSE = 0.5
WAITING = (State.CHECKING.value, State.RUNNING.value)


def next_import(now: Callable[[], datetime] = timezone.now) -> bool:
    """Do what the import that has waited longest waits for. False when none does."""
    waiting = Import.objects.filter(state__in=WAITING, is_taken=False)
    return any(_take(pk, now) for pk in waiting.order_by("pk").values_list("pk", flat=True))


def do_now(pk: int, now: Callable[[], datetime] = timezone.now) -> Import:
    """Do at once what an import waits for, and give it back as it then is. One that another worker has is waited for."""
    while not _take(pk, now) and Import.objects.filter(pk=pk, state__in=WAITING).exists():
        sleep(PAUSE)
    return Import.objects.select_related("source", "partnership").get(pk=pk)


def _take(pk: int, now: Callable[[], datetime]) -> bool:
    """Do what one import waits for, unless somebody else does."""
    try:
        with at_work(pk):
            if not Import.objects.filter(pk=pk, state__in=WAITING, is_taken=False).update(is_taken=True):
                return False
            _do(Import.objects.select_related("source", "partnership__directory").get(pk=pk), now())
            return True
    except AtWork:
        return False


def _do(run: Import, now: datetime) -> None:
    try:
        if run.state == State.CHECKING:
            check_import(run=run, today=timezone.localdate(now))
        else:
            carry_out(run=run, by=Actor(run.made_by, run.user_id), now=now)
            file_of(run.pk).unlink(missing_ok=True)
    except RegistrationRefused as refused:
        _fail(run, ["refused", *[list(fault) for fault in refused.faults[:5]]])
    except NameTaken as taken:
        _fail(run, ["name_taken", str(taken)])
    except Exception as error:
        # Whatever it was must not end the worker: others wait. The import says that it failed, the log says why.
        _LOG.exception("Import %s failed", run.pk)
        _fail(run, trouble_of(error))


def _fail(run: Import, trouble: list[object]) -> None:
    Import.objects.filter(pk=run.pk).update(state=State.FAILED.value, is_taken=False, trouble=trouble)
