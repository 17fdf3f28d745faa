"""Remembering what a source calls activities, and what it said about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from brobygger.intake.models import SourceKey

_WRITE = (
    "INSERT INTO {table} (source_id, key, activity_id, said) VALUES (%s, %s, %s, %s) "
    "ON CONFLICT (source_id, key) DO UPDATE SET activity_id = excluded.activity_id, said = excluded.said"
)


def remember(source_id: int, told: Sequence[tuple[str, int, Mapping[str, Any]]]) -> None:
    """Keep (key, activity, what was said), in the place of what was kept under the key. Inside the caller's transaction.

    Written as `portfolio.actions.insert` does: for fifty thousand rows a third of the time `bulk_create` takes.
    """
    said = SourceKey._meta.get_field("said")
    table = connection.ops.quote_name(SourceKey._meta.db_table)
    with connection.cursor() as cursor:
        cursor.executemany(
            _WRITE.format(table=table),
            [(source_id, key, pk, said.get_db_prep_save(dict(content), connection)) for key, pk, content in told],
        )
