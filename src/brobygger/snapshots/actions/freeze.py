"""Freezing: what is known in this moment becomes a snapshot that nobody can change.

What is frozen comes from the apps that own it, named in `settings.SNAPSHOT_PARTS`. A part is a function

    def part(partnership: Partnership, year: int, now: datetime) -> Iterator[tuple[str, Any]]

that gives one `(path, value)` after the other and keeps no more of them in memory than it must. A path is
`<part>/<item>` or `<part>/<group>/<item>`; items of one group follow each other, and no two functions use the same part.
A value is made of what `rules.canonical` takes: texts, whole numbers, decimals, dates, moments, lists, mappings; no
floats. Rows are read in an order that does not depend on the database (by primary key, or sorted in Python), so that the
same content gives the same bytes on both. **No name of a person belongs in it**: it could never be erased. Offices,
organisations and roles do.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string

from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.partnerships.models import Decision, Partnership
from brobygger.portfolio.actions.lock import lock
from brobygger.snapshots.models import Piece, Snapshot
from brobygger.snapshots.rules import document

# What is kept of a register is small whatever this is; 6 takes more than twice the time for a seventh less.
PACKING = 3
PIECES_AT_ONCE = 40
LONGEST = 300

# Told the part that is being written, and how many items have been written so far.
Progress = Callable[[str, int], object]


class FreezeRefused(ValueError):
    """It cannot be frozen; `why` says what is missing: `words`, `decision` or `year`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@transaction.atomic
def freeze(
    *,
    partnership: Partnership,
    year: int,
    words: str,
    decision: Decision | str,
    by: Actor,
    now: datetime,
    progress: Progress | None = None,
) -> Snapshot:
    """Freeze a partnership as it is, as the next in its chain. All or nothing, with whatever else the caller's transaction does.

    `words` say what it is, `decision` is the decision it was adopted by, or its reference in words. Writers of the same
    partnership wait until the transaction ends, and so does another freeze. The order of a chain is that of its numbers:
    a clock that has gone back changes nothing. Raises FreezeRefused, and NotCanonical for a faulty part.
    """
    words = " ".join(words.split())
    decided = decision if isinstance(decision, Decision) else None
    decision_words = decided.title if decided else " ".join(str(decision).split())
    _refuse(partnership, year, words, decided, decision_words)
    lock(partnership)
    previous = Snapshot.objects.filter(partnership=partnership).order_by("-number").first()
    number, previous_sha256 = (previous.number + 1, previous.sha256) if previous else (1, "")
    head = {
        "format": document.FORMAT,
        "partnership": {"slug": partnership.slug, "name": partnership.name},
        "number": number,
        "previous": previous_sha256,
        "year": year,
        "words": words,
        "decision": {"slug": decided.slug if decided else None, "words": decision_words},
        "frozen": now,
    }
    writer = _Writer(document.line(head))
    writer.write(_items(partnership, year, now, progress))
    index = writer.finish()
    snapshot = Snapshot.objects.create(
        partnership=partnership,
        key=writer.key,
        number=number,
        year=year,
        words=words,
        decision=decided,
        decision_words=decision_words,
        frozen=now,
        format=document.FORMAT,
        head=document.line(head).decode(),
        index=index.decode(),
        items=writer.items,
        size=writer.size,
        stored=writer.stored,
        sha256=writer.whole.hexdigest(),
        previous_sha256=previous_sha256,
    )
    audit.record(
        verb="frozen",
        subject_type="snapshot",
        subjects=[(snapshot.pk, {"number": number, "year": year, "sha256": snapshot.sha256})],
        by=by,
        now=now,
        partnership_id=partnership.pk,
    )
    return snapshot


def _refuse(partnership: Partnership, year: int, words: str, decision: Decision | None, decision_words: str) -> None:
    if not words or len(words) > LONGEST:
        raise FreezeRefused("words")
    if not decision_words or len(decision_words) > LONGEST:
        raise FreezeRefused("decision")
    if decision is not None and decision.partnership_id != partnership.pk:
        raise FreezeRefused("decision")
    if not 1900 <= year <= 2200:
        raise FreezeRefused("year")


def _items(partnership: Partnership, year: int, now: datetime, progress: Progress | None) -> Iterator[tuple[str, Any]]:
    done = 0
    for name in settings.SNAPSHOT_PARTS:
        part = ""
        for path, value in import_string(name)(partnership, year, now):
            yield path, value
            done += 1
            of = path.partition("/")[0]
            if progress and (of != part or done % 1000 == 0):
                progress(of, done)
            part = of


class _Writer:
    """Writes a file piece by piece into the database; keeps the index, and no more than some pieces."""

    def __init__(self, head: bytes) -> None:
        self.key = uuid4()
        self.whole = hashlib.sha256(head)
        self.size = self.stored = len(head)
        self.items = 0
        self._index: list[dict[str, Any]] = []

    def write(self, items: Iterable[tuple[str, Any]]) -> None:
        rows: list[Piece] = []
        for number, piece in enumerate(document.pieces(items), 1):
            content = piece.content
            packed, digests = zlib.compress(content, PACKING), piece.digests
            self.whole.update(content)
            self.size += len(content)
            self.stored += len(packed) + len(digests)
            self.items += len(piece.lines)
            self._index.append(document.index_entry(piece))
            rows.append(
                Piece(
                    snapshot_id=self.key,
                    number=number,
                    group=piece.group,
                    first=piece.first,
                    low=piece.low,
                    items=len(piece.lines),
                    packed=packed,
                    digests=digests,
                )
            )
            if len(rows) == PIECES_AT_ONCE:
                Piece.objects.bulk_create(rows)
                rows = []
        Piece.objects.bulk_create(rows)

    def finish(self) -> bytes:
        """The last line: the index."""
        index = document.line({"index": self._index})
        self.whole.update(index)
        self.size += len(index)
        self.stored += len(index)
        return index
