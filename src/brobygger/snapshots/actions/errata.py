"""Errata: what is found wrong afterwards is told beside what was adopted, which stays as it is."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.partnerships.models import Partnership
from brobygger.portfolio.actions.lock import lock
from brobygger.snapshots.models import Erratum, Snapshot
from brobygger.snapshots.queries.errata import preview
from brobygger.snapshots.rules.errata import ErratumKind, changes_text, erratum_text

REASON_LENGTH = 2000
DECIDER_LENGTH = 300


class ErratumRefused(ValueError):
    """It cannot be made; `why` is `reason`, `decider`, `activities` (none of them), `nothing` (nothing is
    different), or `changed` (something else would be written than what was seen).
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@transaction.atomic
def make_erratum(
    *,
    partnership: Partnership,
    snapshot: Snapshot,
    kind: ErratumKind,
    activity_ids: Sequence[int],
    reason: str,
    decider: str,
    by: Actor,
    now: datetime,
    seal: str | None = None,
) -> Erratum:
    """Write down that a snapshot was wrong about some activities, and how totals change. All or nothing.

    What stands for them today, and what they stand for, belongs to it. What earlier errata of the snapshot have said is
    built on, so that saying the same twice is refused. `decider` is the body or the offices that decide, never a person.
    `seal` is of the preview that was seen, None for whoever has not looked.
    Raises ErratumRefused.
    """
    reason, decider = reason.strip(), " ".join(decider.split())
    if not reason or len(reason) > REASON_LENGTH:
        raise ErratumRefused("reason")
    if not decider or len(decider) > DECIDER_LENGTH:
        raise ErratumRefused("decider")
    lock(partnership)
    found = preview(partnership, snapshot, activity_ids)
    if not found.then and not found.now:
        raise ErratumRefused("activities")
    if found.is_empty:
        raise ErratumRefused("nothing")
    if seal is not None and seal != found.seal:
        raise ErratumRefused("changed")
    last = Erratum.objects.filter(snapshot=snapshot).order_by("-number").first()
    number, previous = (last.number + 1, last.sha256) if last else (1, snapshot.sha256)
    about, changes = found.about, changes_text(found.changes)
    text = erratum_text(
        number=number,
        previous=previous,
        kind=kind.value,
        reason=reason,
        decider=decider,
        about=about,
        changes=changes,
        written=now,
    )
    erratum = Erratum.objects.create(
        snapshot=snapshot,
        number=number,
        kind=kind.value,
        reason=reason,
        decider=decider,
        about=about,
        changes=changes,
        written=now,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )
    audit.record(
        verb="corrected",
        subject_type="snapshot",
        subjects=[(snapshot.pk, {"number": snapshot.number, "erratum": number, "sha256": erratum.sha256})],
        by=by,
        now=now,
        partnership_id=partnership.pk,
    )
    return erratum
