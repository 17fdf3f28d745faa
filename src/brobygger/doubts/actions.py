"""Answering doubts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.doubts.models import DoubtAnswer
from brobygger.doubts.rules.kinds import DOUBT, Answer, Seen
from brobygger.partnerships.models import Partnership


class ChangedMeanwhile(RuntimeError):
    """The evidence is not what was on the page, or somebody answered since; `by` says who, empty for the evidence."""

    def __init__(self, by: str = "") -> None:
        super().__init__(by)
        self.by = by


@transaction.atomic
def answer(
    *, partnership: Partnership, seen: Sequence[Seen], answer: Answer, words: str, by: Actor, now: datetime
) -> list[DoubtAnswer]:
    """Say the same to some doubts, beside what was said before. All of them, or none.

    Raises ChangedMeanwhile when the evidence of one is not what was seen, or somebody has answered it since.
    """
    if any(each.fingerprint != each.doubt.fingerprint for each in seen):
        raise ChangedMeanwhile
    # One answers at a time, so that nobody answers over another.
    Partnership.objects.select_for_update().get(pk=partnership.pk)
    keys = [each.doubt.key for each in seen]
    newest = {row.key: row for row in DoubtAnswer.objects.filter(partnership=partnership, key__in=keys).order_by("pk")}
    for each in seen:
        present = newest.get(each.doubt.key)
        if present is not None and present.pk != each.after:
            raise ChangedMeanwhile(present.answered_by)
    # One by one: not every database tells the numbers of rows written together.
    made = [
        DoubtAnswer.objects.create(
            partnership=partnership,
            key=each.doubt.key,
            fingerprint=each.fingerprint,
            answer=answer.value,
            words=words,
            answered_at=now,
            answered_by=by.label,
        )
        for each in seen
    ]
    audit.record(
        verb=answer.value,
        subject_type=DOUBT,
        subjects=[(each.pk, {"key": each.key}) for each in made],
        by=by,
        now=now,
        partnership_id=partnership.pk,
    )
    return made
