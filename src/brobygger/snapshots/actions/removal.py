"""The one way to remove a snapshot: together with its whole partnership, where a demo is loaded anew, and in tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.partnerships.models import Partnership
from brobygger.snapshots.models import Erratum, Piece, Snapshot


class RemovalRefused(PermissionError):
    """What was adopted is never removed from a register in use."""


def remove_snapshots(*, partnership: Partnership, by: Actor, now: datetime) -> None:
    """Remove every snapshot of a partnership with its errata. Raises RemovalRefused outside demo and development.

    The audit log tells that it was done, so that nobody misses them.
    """
    if not (settings.DEMO or settings.DEBUG):
        raise RemovalRefused("Snapshots are removed in a demo only.")
    with _gate():
        audit.record(
            verb="removed",
            subject_type="snapshot",
            subjects=[(pk, {}) for pk in Snapshot.objects.filter(partnership=partnership).values_list("pk", flat=True)],
            by=by,
            now=now,
            partnership_id=partnership.pk,
        )
        Erratum.objects.filter(snapshot__partnership=partnership).delete()
        Piece.objects.filter(snapshot__partnership=partnership).delete()
        Snapshot.objects.filter(partnership=partnership).delete()


@contextmanager
def _gate() -> Iterator[None]:
    """Open for this transaction alone: nobody else ever sees the row, and it is gone before the end."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO snapshots_gate (reason) VALUES ('demo')")
        yield
        cursor.execute("DELETE FROM snapshots_gate")
