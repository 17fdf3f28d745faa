"""Letting rows be fetched from Airtable once the import is there for others to see."""

from __future__ import annotations

from django.db import transaction

from brobygger.intake.actions.fetch import begin_in_background
from brobygger.intake.models import Import


def fetch_when_kept(*, run: Import, token: str) -> None:
    """Fetch the rows in the background, after the commit: with an Idempotency-Key all of a request is one transaction.

    When nothing comes of that, nothing is fetched. The token goes no further than this process's memory.
    """
    transaction.on_commit(lambda: begin_in_background(run=run, token=token))
