"""Proving that what was adopted is what stands there: every file, and the chain they make."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from brobygger.audit.models import Event
from brobygger.partnerships.models import Partnership
from brobygger.snapshots.models import Erratum, Piece, Snapshot
from brobygger.snapshots.queries.reading import unpacked, unpacked_whole
from brobygger.snapshots.rules import document
from brobygger.snapshots.rules.canonical import NotCanonical, canonical
from brobygger.snapshots.rules.errata import erratum_text

# So many places are named; whoever has changed more than that has changed everything.
PLACES_AT_MOST = 50
_ROWS_AT_ONCE = 40


@dataclass(frozen=True)
class Wrong:
    """Something that is not as it was adopted: where in the content, and what is wrong with it (a code)."""

    path: str
    why: str


@dataclass(frozen=True)
class Check:
    """What was found of one snapshot. `remarks` are worth knowing and no fault."""

    number: int
    year: int
    sha256: str
    wrong: tuple[Wrong, ...]
    remarks: tuple[Wrong, ...] = ()


def verify(partnership: Partnership) -> Iterator[Check]:
    """Check every snapshot of a partnership, oldest first; all of its file is read. Never raises, whatever was done to it.

    `why` is one of: `content` (a line is not what its checksum says), `packing` (what is around the lines was changed), `lines` (lines are missing or too many), `index`,
    `head`, `column` (a column is not what the head says), `pieces` (pieces are missing or too many), `checksum` (the
    checksum itself was changed), `chain` (it does not follow the one before), `gone` (a number is missing), `log` (the
    audit log says another checksum), `erratum`. Remarks: `clock` (it says it is older than the one before), `no_log`.
    """
    before: Snapshot | None = None
    logged = _logged(partnership)
    for snapshot in Snapshot.objects.filter(partnership=partnership).order_by("number"):
        wrong = _chain(before, snapshot) + _head(snapshot)
        sha256, packing = _read_through(snapshot)
        if sha256 != snapshot.sha256:
            wrong += _places(snapshot) or _around(snapshot, logged.get(snapshot.pk, {}).get("sha256", ""))
        else:
            wrong += packing + _pieces(snapshot)
        remarks = []
        if snapshot.pk not in logged:
            remarks.append(Wrong("", "no_log"))
        elif logged[snapshot.pk].get("sha256") != snapshot.sha256:
            wrong.append(Wrong("sha256", "log"))
        if before and snapshot.frozen < before.frozen:
            remarks.append(Wrong("frozen", "clock"))
        wrong += _errata(snapshot)
        yield Check(
            snapshot.number, snapshot.year, snapshot.sha256, tuple(dict.fromkeys(wrong))[:PLACES_AT_MOST], tuple(remarks)
        )  # fmt: skip
        before = snapshot
    last = before.number if before else 0
    # The last ones leave no gap; only the log misses them.
    for data in sorted(logged.values(), key=lambda each: _whole(each, "number")):
        number = _whole(data, "number")
        if number > last:
            yield Check(number, _whole(data, "year"), str(data.get("sha256", "")), (Wrong(str(number), "gone"),))


def _logged(partnership: Partnership) -> dict[int, dict[str, Any]]:
    """What the audit log says was frozen, and was not taken away again with its whole partnership."""
    events = Event.objects.filter(
        partnership_id=partnership.pk, subject_type="snapshot", verb__in=["frozen", "removed"]
    ).order_by("pk")
    found: dict[int, dict[str, Any]] = {}
    for pk, verb, data in events.values_list("subject_id", "verb", "data"):
        if verb == "frozen":
            found[pk] = data if isinstance(data, dict) else {}
        else:
            found.pop(pk, None)
    return found


def _whole(data: dict[str, Any], name: str) -> int:
    """A whole number of the log; 0 for what is none any more."""
    value = data.get(name)
    return value if type(value) is int else 0


def _read_through(snapshot: Snapshot) -> tuple[str, list[Wrong]]:
    """The checksum of the whole file, and the pieces that are packed otherwise than we pack."""
    whole, wrong = hashlib.sha256(snapshot.head.encode()), []
    pieces = Piece.objects.filter(snapshot=snapshot).order_by("number").values_list("group", "first", "packed")
    for group, first, packed in pieces.iterator(chunk_size=_ROWS_AT_ONCE):
        content, is_whole = unpacked_whole(packed)
        whole.update(content)
        if not is_whole:
            wrong.append(Wrong(document.piece_name(group, first), "packing"))
    whole.update(snapshot.index.encode())
    return whole.hexdigest(), wrong


def _chain(before: Snapshot | None, snapshot: Snapshot) -> list[Wrong]:
    number = before.number if before else 0
    if snapshot.number != number + 1:
        return [Wrong(str(missing), "gone") for missing in range(number + 1, min(snapshot.number, number + 20))]
    if snapshot.previous_sha256 != (before.sha256 if before else ""):
        return [Wrong("previous", "chain")]
    return []


def _head(snapshot: Snapshot) -> list[Wrong]:
    """What the columns say must be what the head says."""
    head = _read(snapshot.head)
    if not head:
        return [Wrong("head", "head")]
    told = {
        "number": snapshot.number,
        "year": snapshot.year,
        "words": snapshot.words,
        "previous": snapshot.previous_sha256,
        "frozen": snapshot.frozen,
        "format": snapshot.format,
    }
    wrong = [Wrong(name, "column") for name, value in told.items() if not _is_said(head.get(name), value)]
    decision = head.get("decision")
    if not isinstance(decision, dict) or not _is_said(decision.get("words"), snapshot.decision_words):
        wrong.append(Wrong("decision", "column"))
    return wrong


def _is_said(said: Any, value: Any) -> bool:
    """Whether a value of a file is what a column says. What has no canonical form was never written."""
    try:
        return canonical(said) == canonical(value)
    except NotCanonical:
        return False


def _entries(snapshot: Snapshot) -> list[dict[str, Any]]:
    """What the index says of each piece; nothing of one for which it says nothing that can be read."""
    index = _read(snapshot.index).get("index")
    return [each if isinstance(each, dict) else {} for each in index] if isinstance(index, list) else []


def _pieces(snapshot: Snapshot) -> list[Wrong]:
    """Which lines of a group a piece says it holds is what lists are read by."""
    told = [(entry.get("group"), entry.get("first"), entry.get("items")) for entry in _entries(snapshot)]
    rows = list(Piece.objects.filter(snapshot=snapshot).order_by("number").values_list("group", "first", "items"))
    return [
        Wrong(document.piece_name(row[0], row[1]), "column") for one, row in zip(told, rows, strict=False) if one != row
    ]


def _places(snapshot: Snapshot) -> list[Wrong]:
    """Where the file is not what it was: by the checksums of lines, then of pieces, then of what is around them."""
    wrong: list[Wrong] = []
    entries = _entries(snapshot)
    if not entries:
        wrong.append(Wrong("index", "index"))
    rows = Piece.objects.filter(snapshot=snapshot).order_by("number")
    count = 0
    for number, packed, digests, group, first in rows.values_list(
        "number", "packed", "digests", "group", "first"
    ).iterator(chunk_size=_ROWS_AT_ONCE):
        count += 1
        content = unpacked(packed)
        entry = entries[number - 1] if 0 < number <= len(entries) else {}
        if entry.get("sha256") == hashlib.sha256(content).hexdigest():
            continue
        lines = document.split_lines(content)
        at = document.first_difference(lines, bytes(digests))
        name = document.piece_name(group, first)
        if at is None:
            # Lines and their checksums fit each other, and not the index: both were changed, if it was not the index.
            if entries:
                wrong.append(Wrong(name, "content"))
        elif at < len(lines):
            wrong.append(Wrong(_line_name(lines, at, group, first), "content"))
        else:
            wrong.append(Wrong(f"{group}[{first + at}]", "lines"))
    if entries and count != len(entries):
        wrong.append(Wrong("pieces", "pieces"))
    if entries and not wrong and not _is_index(snapshot.index, entries):
        wrong.append(Wrong("index", "index"))
    return wrong


def _is_index(text: str, entries: list[dict[str, Any]]) -> bool:
    try:
        return document.line({"index": entries}) == text.encode()
    except NotCanonical:
        return False


def _around(snapshot: Snapshot, logged: str) -> list[Wrong]:
    """Every line is what it was: then the head is not, or the checksum, of which the audit log knows another copy."""
    return [Wrong("head", "head")] if logged == snapshot.sha256 else [Wrong("sha256", "checksum")]


def _line_name(lines: list[bytes], at: int, group: str, first: int) -> str:
    """The path of a line; when it cannot be read any more, its place in the group and what stands before it."""
    own = document.path_of(lines[at])
    return own if own.startswith(f"{group}/") else f"{group}[{first + at}]"


def _errata(snapshot: Snapshot) -> list[Wrong]:
    wrong, before = [], snapshot.sha256
    for at, each in enumerate(Erratum.objects.filter(snapshot=snapshot).order_by("number"), 1):
        text = erratum_text(
            number=each.number,
            previous=before,
            kind=each.kind,
            reason=each.reason,
            decider=each.decider,
            about=each.about,
            changes=each.changes,
            written=each.written,
        )
        if each.number != at or hashlib.sha256(text.encode()).hexdigest() != each.sha256:
            wrong.append(Wrong(f"errata/{each.number}", "erratum"))
        before = each.sha256
    return wrong


def _read(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
