"""Reading snapshots: lists, one, its items by group, its whole file."""

from __future__ import annotations

import json
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from brobygger.partnerships.models import Partnership
from brobygger.snapshots.models import Erratum, Piece, Snapshot
from brobygger.snapshots.rules import document

AT_MOST = 200
PAGE_SIZE = 50
LAST_PAGE = 2000
# Bytes a piece may have unpacked; what claims to be more was not written by us.
_LARGEST = 64 * 1024 * 1024
INFINITE = 2**63
# Of what a list or page shows, all but the long texts.
_LONG = ("head", "index")


def snapshots_of(partnership: Partnership) -> list[Snapshot]:
    """The snapshots of a partnership, newest first; the newest two hundred. One query."""
    found = Snapshot.objects.filter(partnership=partnership).select_related("decision").defer(*_LONG)
    return list(found.order_by("-number")[:AT_MOST])


def snapshot_numbered(partnership: Partnership, number: int) -> Snapshot | None:
    """One snapshot; None when there is none of that number. One query."""
    return (
        Snapshot.objects.filter(partnership=partnership, number=number).select_related("decision").defer(*_LONG).first()
    )


def newest_of(partnership: Partnership, year: int) -> Snapshot | None:
    """What was adopted last for a year: what pages and reports of that year tell. One query."""
    found = Snapshot.objects.filter(partnership=partnership, year=year).select_related("decision").defer(*_LONG)
    return found.order_by("-number").first()


def errata_of(snapshot: Snapshot) -> list[Erratum]:
    """The errata of a snapshot in order: all of them, as the next one builds on every one before it. One query."""
    return list(Erratum.objects.filter(snapshot=snapshot).order_by("number"))


def items_of(snapshot: Snapshot, group: str) -> list[Any]:
    """The values of a small group (`figures`, `indicators` …), in order. One query."""
    return [value for _, value in stream(snapshot, group)]


def stream(snapshot: Snapshot, group: str) -> Iterator[tuple[str, Any]]:
    """The items of a group as `(path, value)`, a piece at a time."""
    pieces = Piece.objects.filter(snapshot=snapshot, group=group).order_by("first")
    for packed in pieces.values_list("packed", flat=True).iterator(chunk_size=20):
        for line in document.split_lines(unpacked(packed)):
            item = json.loads(line)
            yield item["path"], item["value"]


@dataclass(frozen=True)
class ItemPage:
    """Some items of a group. `total` is of the whole group."""

    values: Sequence[Any]
    total: int
    number: int

    @property
    def has_next(self) -> bool:
        """Whether there is a page after this one."""
        return self.number * PAGE_SIZE < self.total and self.number < LAST_PAGE


def item_page(snapshot: Snapshot, group: str, number: int) -> ItemPage:
    """One page of a group, the last one for a number beyond it, by reading the one or two pieces it lies in. Two queries."""
    own = Piece.objects.filter(snapshot=snapshot, group=group)
    last = own.order_by("-first").values_list("first", "items").first()
    total = sum(last) if last else 0
    number = min(max(number, 1), LAST_PAGE, max(-(-total // PAGE_SIZE), 1))
    first = (number - 1) * PAGE_SIZE
    values: list[Any] = []
    pieces = own.filter(first__lt=first + PAGE_SIZE, first__gt=first - document.ITEMS_A_PIECE).order_by("first")
    for at, packed in pieces.values_list("first", "packed"):
        lines = document.split_lines(unpacked(packed))
        values += [json.loads(line)["value"] for line in lines[max(first - at, 0) : first + PAGE_SIZE - at]]
    return ItemPage(values, total, number)


def numbered(snapshot: Snapshot, group: str, numbers: Iterable[int]) -> dict[int, Any]:
    """Items of a group that is in the order of its numbers (`activities/417`), by number; those not in it are left out.

    Two queries; reads only the pieces they lie in.
    """
    wanted = set(numbers)
    own = Piece.objects.filter(snapshot=snapshot, group=group)
    lows = list(own.filter(low__isnull=False).order_by("first").values_list("low", "pk")) if wanted else []
    at = {bisect_right(lows, (number, INFINITE)) - 1 for number in wanted} - {-1}
    found: dict[int, Any] = {}
    for packed in own.filter(pk__in=[lows[each][1] for each in at]).values_list("packed", flat=True):
        for line in document.split_lines(unpacked(packed)):
            item = json.loads(line)
            number = int(item["path"].rpartition("/")[2])
            if number in wanted:
                found[number] = item["value"]
    return found


def file_of(snapshot: Snapshot) -> Iterator[bytes]:
    """The file, a piece at a time: what the checksum is of."""
    head, index = Snapshot.objects.values_list("head", "index").get(pk=snapshot.pk)
    yield head.encode()
    pieces = Piece.objects.filter(snapshot=snapshot).order_by("number")
    for packed in pieces.values_list("packed", flat=True).iterator(chunk_size=20):
        yield unpacked(packed)
    yield index.encode()


def unpacked(packed: bytes | memoryview) -> bytes:
    """The lines of a piece. Of what is no longer what was written, as much as can be read."""
    return unpacked_whole(packed)[0]


def unpacked_whole(packed: bytes | memoryview) -> tuple[bytes, bool]:
    """The same, and whether it was whole: to the end, with nothing after it, and right by the checksum packing adds."""
    reader = zlib.decompressobj()
    packed = bytes(packed)
    try:
        content = reader.decompress(packed, _LARGEST)
    except zlib.error:
        return _as_far_as(packed), False
    return content, reader.eof and not reader.unused_data


def _as_far_as(packed: bytes) -> bytes:
    reader, found = zlib.decompressobj(), b""
    for at in range(len(packed)):
        try:
            found += reader.decompress(packed[at : at + 1])
        except zlib.error:
            break
    return found
