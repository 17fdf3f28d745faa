"""Fetching rows from Airtable, in a thread of the process that was given the token.

The token goes no further than this process's memory: handing it to the worker would mean storing it. When the process
ends before all is fetched, the import says that it was interrupted, and the person gives the token again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import ExitStack
from threading import Thread

from django.conf import settings
from django.db import connection, transaction

from brobygger.intake.actions.begin import suggested
from brobygger.intake.actions.storage import Progress, at_work, file_of, replace_file, tell_progress
from brobygger.intake.models import Import
from brobygger.intake.rules.kinds import State
from brobygger.intake.sources.airtable import Airtable, AirtableRefused, table_of
from brobygger.intake.sources.fetched import lines_of

_LOG = logging.getLogger(__name__)


def fetch_when_kept(*, run: Import, token: str) -> None:
    """Fetch the rows in the background once the import is there for others to see, that is after the commit.

    When nothing comes of the transaction, nothing is fetched. The token goes no further than this process's memory.
    """
    transaction.on_commit(lambda: _begin_in_background(run, token))


def _begin_in_background(run: Import, token: str) -> None:
    """Let a thread fetch the rows. It holds the import's lock from now on, so that nobody takes it for interrupted."""
    lock = ExitStack()
    lock.enter_context(at_work(run.pk))

    def work() -> None:
        with lock:
            fetch_airtable(run=run, token=token)

    _start(work)


def _start(work: Callable[[], None]) -> None:
    def alone() -> None:
        try:
            work()
        finally:
            connection.close()

    Thread(target=alone, name="airtable", daemon=True).start()


def fetch_airtable(*, run: Import, token: str) -> None:
    """Fetch the rows of an import and keep them as its file; or say why not."""
    client = Airtable(settings.AIRTABLE_URL, run.source.place["base"], token)
    try:
        columns, rows = table_of(client, run.source.place["table"], lambda done: tell_progress(run.pk, Progress(done)))
        run.checksum = replace_file(run.pk, lines_of(columns, rows))
    except AirtableRefused as refused:
        run.state, run.trouble = State.FAILED.value, ["airtable", refused.why, refused.more]
    except Exception:
        # A thread has nobody to tell: the import says that it failed, the log says why.
        _LOG.exception("Import %s could not be fetched", run.pk)
        run.state, run.trouble = State.FAILED.value, ["unexpected"]
    else:
        run.state, run.columns = State.UPLOADED.value, columns
        run.mapping = suggested(run.source, columns).as_json
    if run.state == State.FAILED:
        file_of(run.pk).unlink(missing_ok=True)
    Import.objects.filter(pk=run.pk, state=State.FETCHING.value).update(
        state=run.state, trouble=run.trouble, columns=run.columns, mapping=run.mapping, checksum=run.checksum
    )
