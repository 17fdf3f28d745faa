"""The file of a snapshot: pieces, the index, and finding what was changed in a file that stands alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.snapshots.rules import document

ITEMS = [(f"activities/{number}", {"title": f"Tiltak {number}"}) for number in range(1, 601)]
FIGURES = [("figures/phd.2024", {"value": 3}), ("figures/phd.2025", {"value": 4})]


def file_lines(items: Iterable[tuple[str, Any]]) -> list[bytes]:
    made = list(document.pieces(items))
    head = document.line({"format": 1, "number": 2, "previous": "ab"})
    index = document.line({"index": [document.index_entry(piece) for piece in made]})
    return [head, *(one for piece in made for one in piece.lines), index]


def test_pieces_are_of_one_group_and_no_longer_than_they_may() -> None:
    made = list(document.pieces([*FIGURES, *ITEMS]))
    assert [(piece.group, piece.first, len(piece.lines)) for piece in made] == [
        ("figures", 0, 2),
        ("activities", 0, 250),
        ("activities", 250, 250),
        ("activities", 500, 100),
    ]
    assert [piece.low for piece in made] == [None, 1, 251, 501]


@pytest.mark.parametrize("paths", [["a/1", "b/1", "a/2"], ["a"], ["/a/1"], ["a/1/"]])
def test_a_part_that_does_not_keep_to_its_groups_is_refused(paths: list[str]) -> None:
    with pytest.raises(ValueError, match="path|follow"):
        list(document.pieces((path, 1) for path in paths))


def test_a_whole_file_is_whole() -> None:
    lines = file_lines([*FIGURES, *ITEMS])
    check = document.check_file(lines)
    assert check.wrong == ()
    assert (check.number, check.previous, check.items) == (2, "ab", 602)
    assert check.sha256 == hashlib.sha256(b"".join(lines)).hexdigest()


@pytest.mark.parametrize("told", ["3", '"1"', "true", "null", "[1]"])
def test_a_format_nobody_has_written_is_not_read(told: str) -> None:
    lines = file_lines(FIGURES)
    head = lines[0].replace(b'"format":1', f'"format":{told}'.encode())
    assert document.check_file([head, *lines[1:]]).wrong == ("head",)


@given(st.data())
def test_a_changed_byte_is_named_by_its_piece(data: st.DataObject) -> None:
    lines = file_lines([*FIGURES, *ITEMS])
    at = data.draw(st.integers(1, len(lines) - 2))
    line = bytearray(lines[at])
    byte = data.draw(st.integers(0, len(line) - 2))
    line[byte] ^= data.draw(st.integers(1, 255))
    check = document.check_file([*lines[:at], bytes(line), *lines[at + 1 :]])
    group, first = ("figures", 0) if at <= 2 else ("activities", (at - 3) // 250 * 250)
    assert document.piece_name(group, first) in check.wrong


def test_lines_that_are_gone_or_new_are_named() -> None:
    lines = file_lines([*FIGURES, *ITEMS])
    assert document.check_file(lines[:5] + lines[6:]).wrong
    assert document.check_file([*lines[:5], lines[5], *lines[5:]]).wrong
    assert document.check_file(lines[:-1]).wrong == ("index",)


@pytest.mark.parametrize("content", [b"", b"\n", b"\xff\xfe\n{}", b"[" * 100_000, b'{"index":[1,{"group":[]}]}\n' * 2])
def test_any_file_is_answered(content: bytes) -> None:
    assert document.check_file(content.splitlines(keepends=True)).wrong
