"""How far the audit log can be read without missing anything."""

from __future__ import annotations

from django.db import connection

from brobygger.audit.models import Event

_OTHERS_ARE_WRITING = """
SELECT EXISTS (
    SELECT 1 FROM pg_locks
    WHERE locktype = 'relation' AND relation = %s::regclass AND mode = 'RowExclusiveLock' AND pid <> pg_backend_pid()
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
)
"""


def latest_event(partnership_id: int) -> int:
    """The number of the last event of a partnership that can be seen; 0 when there is none. One look in an index."""
    latest = Event.objects.filter(partnership_id=partnership_id).order_by("-id").values_list("id", flat=True)[:1]
    return next(iter(latest), 0)


def settled_until(partnership_id: int) -> int | None:
    """The number up to which no event can still turn up; None while somebody is writing, so that one tries again.

    PostgreSQL gives an event its number when it is written and shows it when the writing is over. Whoever remembers
    that they have read as far as one number must know that no lower one is still under way. SQLite has one writer.
    """
    latest = latest_event(partnership_id)
    if connection.vendor != "postgresql":
        return latest
    # Whoever had a number when the latest was read either holds this lock still, or can be seen already.
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS_ARE_WRITING, [Event._meta.db_table])
        return None if cursor.fetchone()[0] else latest
