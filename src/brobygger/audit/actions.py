"""Writing the audit log. Called by every action, inside its transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from brobygger.audit.models import Event
from brobygger.audit.rules import Actor

BATCH = 500


def record(
    *,
    verb: str,
    subject_type: str,
    subjects: Iterable[tuple[int, Mapping[str, Any]]],
    by: Actor,
    now: datetime,
    partnership_id: int | None,
) -> None:
    """One event for each subject: `(id, what to remember)`, and through which token when a program did it.

    However many there are, no more than some hundred are in memory at a time.
    """
    through = {"via": "api", "token": by.token} if by.token else {}
    remaining = iter(subjects)
    while some := list(islice(remaining, BATCH)):
        Event.objects.bulk_create(
            [
                Event(
                    at=now,
                    by_user_id=by.user_id,
                    by_label=by.label,
                    partnership_id=partnership_id,
                    verb=verb,
                    subject_type=subject_type,
                    subject_id=subject_id,
                    data={**data, **through},
                )
                for subject_id, data in some
            ]
        )
