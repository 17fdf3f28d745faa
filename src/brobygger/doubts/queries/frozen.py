"""What was doubted when a year was adopted, and what had been said to it, as a snapshot keeps it (`settings.SNAPSHOT_PARTS`).

Without names of people and without what they wrote: neither could be taken out again. The words stand where they were
said (`DoubtAnswer`), under the same key and moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone

from brobygger.doubts.queries.doubts import doubts_now
from brobygger.doubts.rules.kinds import Answer, is_open
from brobygger.partnerships.models import Partnership


def doubts(partnership: Partnership, year: int, now: datetime) -> Iterator[tuple[str, Any]]:
    """`doubts/<number>` in the order of the page: kind, subject, evidence, whether it waited, and the newest answer."""
    for number, each in enumerate(doubts_now(partnership, today=timezone.localdate(now)), 1):
        said = each.answer
        yield (
            f"doubts/{number}",
            {
                "kind": each.doubt.kind,
                "subject": each.doubt.subject,
                "facts": dict(each.doubt.facts),
                "is_open": is_open(Answer(said.answer) if said else None, holds=each.holds),
                "answer": {"answer": said.answer, "answered": said.answered_at, "holds": each.holds} if said else None,
            },
        )
