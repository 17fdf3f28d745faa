"""A snapshot as a file: one canonical JSON value a line, so that it is written, read and checked a line at a time.

    {"format":2,"partnership":{…},"number":3,"previous":"…sha256 of number 2…",…}      the head
    {"path":"activities/417","value":{…}}                                           one line for each item
    …
    {"index":[{"part":"activities","group":"activities","first":0,"items":250,"sha256":"…"},…]}   the index

Every line ends with one newline. The checksum of a snapshot is the SHA-256 of the whole file, so that any tool can
compute it; it stands in the head of the next one. The index has a checksum for each piece (some hundred lines) and each
piece is kept with one for each line, so that what was changed can be named.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from brobygger.snapshots.rules.canonical import canonical_bytes

# 2: figures have their band and what was left out, the framework its name, and the doubts of the day are in it.
FORMAT = 2
# What lines, index and checksum are has never changed, so that files of every format are checked alike.
READABLE = frozenset({1, FORMAT})
ITEMS_A_PIECE = 250
DIGEST_BYTES = 32


@dataclass(frozen=True)
class Piece:
    """Some lines that follow each other in the file and belong to one group (a path without its last step)."""

    group: str
    first: int  # how many lines of the group stand before it
    lines: Sequence[bytes]

    @property
    def part(self) -> str:
        """The first step of the path: activities, figures …"""
        return self.group.partition("/")[0]

    @property
    def low(self) -> int | None:
        """The number at the end of the first path; None when it is no number."""
        step = path_of(self.lines[0]).rpartition("/")[2]
        return int(step) if step.isascii() and step.isdigit() and len(step) < 19 else None

    @property
    def digests(self) -> bytes:
        """The checksums of the lines, one after the other."""
        return b"".join(hashlib.sha256(line).digest() for line in self.lines)

    @property
    def content(self) -> bytes:
        """The lines as they stand in the file."""
        return b"".join(self.lines)


def line(value: Mapping[str, Any]) -> bytes:
    """One line of the file."""
    return canonical_bytes(value) + b"\n"


def item_line(path: str, value: Any) -> bytes:
    """The line of an item: what `line` makes of the two, without making one value of them first."""
    return b'{"path":%b,"value":%b}\n' % (canonical_bytes(path), canonical_bytes(value))


def pieces(items: Iterable[tuple[str, Any]], *, at_most: int = ITEMS_A_PIECE) -> Iterator[Piece]:
    """Items in pieces, no more than one piece in memory. Items of one group must follow each other.

    Raises NotCanonical, and ValueError when a group comes back after another one.
    """
    seen: set[str] = set()
    group, first = "", 0
    lines: list[bytes] = []
    for path, value in items:
        own = path.rpartition("/")[0]
        if not own or path != path.strip("/"):
            raise ValueError(f"«{path}» is no path of a part and an item")
        if own != group or len(lines) == at_most:
            if lines:
                yield Piece(group, first, lines)
            if own != group:
                if own in seen:
                    raise ValueError(f"the items of «{own}» do not follow each other")
                seen.add(own)
            first = first + len(lines) if own == group else 0
            group, lines = own, []
        lines.append(item_line(path, value))
    if lines:
        yield Piece(group, first, lines)


def index_entry(piece: Piece) -> dict[str, Any]:
    """What the index says of a piece."""
    return {
        "part": piece.part,
        "group": piece.group,
        "first": piece.first,
        "items": len(piece.lines),
        "sha256": hashlib.sha256(piece.content).hexdigest(),
    }


def split_lines(content: bytes) -> list[bytes]:
    """The lines of a piece, each with its newline; what is left after the last newline is a line too."""
    parts = content.split(b"\n")
    lines = [part + b"\n" for part in parts[:-1]]
    return [*lines, parts[-1]] if parts[-1] else lines


def path_of(text: bytes) -> str:
    """The path a line says it has; empty when it is no item."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    path = value.get("path", "") if isinstance(value, dict) else ""
    return path if isinstance(path, str) else ""


def first_difference(lines: Sequence[bytes], digests: bytes) -> int | None:
    """The number of the first line that is not what its checksum says; None when all are, and as many as there should."""
    wanted = [digests[at : at + DIGEST_BYTES] for at in range(0, len(digests), DIGEST_BYTES)]
    for at, (one, digest) in enumerate(zip(lines, wanted, strict=False)):
        if hashlib.sha256(one).digest() != digest:
            return at
    return None if len(lines) == len(wanted) else min(len(lines), len(wanted))


@dataclass(frozen=True)
class FileCheck:
    """What a file was found to be. `wrong` are the places that do not fit; `sha256` is of the file as it is."""

    sha256: str
    number: int | None
    previous: str
    items: int
    wrong: tuple[str, ...]


def check_file(lines: Iterable[bytes]) -> FileCheck:
    """Check a file by itself: every piece against the index at its end. Never raises, whatever the file is.

    That content and index fit each other does not say that the file is the one that was adopted: for that its checksum
    must be the one that stands on the page, in the minutes or in the next snapshot.
    """
    whole = hashlib.sha256()
    summary = _Summary()
    head: Mapping[str, Any] | None = None
    last: bytes | None = None
    for one in lines:
        whole.update(one)
        if head is None:
            head = _read(one)
            continue
        if last is not None:
            summary.add(last)
        last = one
    head = head or {}
    index = _read(last or b"").get("index")
    wrong = [] if _format_of(head) in READABLE else ["head"]
    wrong += summary.against(index) if isinstance(index, list) else ["index"]
    number, previous = head.get("number"), head.get("previous", "")
    return FileCheck(
        whole.hexdigest(), number if isinstance(number, int) else None, str(previous), summary.items, tuple(wrong)
    )


def _format_of(head: Mapping[str, Any]) -> int | None:
    told = head.get("format")
    return told if type(told) is int else None


class _Summary:
    """The pieces of a file that is read line by line: where each begins, how many lines it has, its checksum."""

    def __init__(self) -> None:
        self.items = 0
        self._found: list[tuple[str, int, int, Any]] = []

    def add(self, one: bytes) -> None:
        self.items += 1
        group = path_of(one).rpartition("/")[0]
        if self._found:
            own, first, items, digest = self._found[-1]
            # A line that cannot be read belongs where it stands.
            if group in {own, ""} and items < ITEMS_A_PIECE:
                digest.update(one)
                self._found[-1] = (own, first, items + 1, digest)
                return
            first = first + items if group in {own, ""} else 0
            group = group or own
        else:
            first = 0
        self._found.append((group, first, 1, hashlib.sha256(one)))

    def against(self, index: Sequence[Any]) -> list[str]:
        found = {(group, first): (items, digest.hexdigest()) for group, first, items, digest in self._found}
        wrong = []
        for entry in index:
            told = entry if isinstance(entry, dict) else {}
            place = (str(told.get("group", "")), told.get("first"))
            is_place = isinstance(place[1], int)
            if not is_place or found.pop(place, None) != (told.get("items"), told.get("sha256")):  # type: ignore[arg-type]
                wrong.append(piece_name(*place))
        return wrong + [piece_name(*place) for place in found]


def piece_name(group: str, first: object) -> str:
    """What a piece is called where somebody looks for it: its group, and how many of the group stand before it."""
    return f"{group}[{first}…]"


def _read(text: bytes) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
