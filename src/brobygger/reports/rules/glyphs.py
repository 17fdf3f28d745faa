"""Texts that the report's font can print. A PDF/UA file may not hold a character without a shape."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Mapping
from typing import Any

UNPRINTABLE = "?"
LONGEST_WORD = 40
_BREAK = "\u200b"
_LONG_WORD = re.compile(rf"[^\s\-\u2013\u200b]{{{LONGEST_WORD + 1},}}")
_RUN = re.compile(r"\x00+")


def read_coverage(text: str) -> frozenset[int]:
    """The code points of a list of hexadecimal ranges (`0020-007E 00A0`); lines with # are comments."""
    points: set[int] = set()
    for line in text.splitlines():
        if not line.startswith("#"):
            for entry in line.split():
                first, _, last = entry.partition("-")
                points.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(points)


def printable(text: str, coverage: Container[int]) -> str:
    """The text with only characters of the font: «é» in one piece, line breaks as spaces, a foreign run as one «?».

    A ligature or a circled number becomes its plain letters. Invisible characters are dropped: nobody misses them.
    """
    if text.isascii() and text.isprintable():
        return text
    written = "".join(_character(character, coverage) for character in unicodedata.normalize("NFC", text))
    return _RUN.sub(UNPRINTABLE, written)


def breakable(text: str) -> str:
    """The text with places to break in words longer than any language has, such as an address of a page."""
    return _LONG_WORD.sub(lambda word: _BREAK.join(_pieces(word.group())), text)


def printable_values(value: Any, coverage: Container[int]) -> Any:
    """Both for every text in a tree of mappings and sequences. Drawings (`svg`) are code and are never broken."""
    if isinstance(value, str):
        return breakable(printable(value, coverage))
    if isinstance(value, Mapping):
        return {
            key: printable(part, coverage) if key == "svg" else printable_values(part, coverage)
            for key, part in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [printable_values(part, coverage) for part in value]
    return value


def _pieces(word: str) -> list[str]:
    return [word[start : start + LONGEST_WORD // 2] for start in range(0, len(word), LONGEST_WORD // 2)]


def _character(character: str, coverage: Container[int]) -> str:
    if ord(character) in coverage:
        return character
    category = unicodedata.category(character)
    if category in {"Cc", "Zs", "Zl", "Zp"}:
        return " "
    if category in {"Cf", "Mn", "Me"}:
        return ""
    plain = unicodedata.normalize("NFKC", character)
    if plain != character and all(ord(part) in coverage for part in plain):
        return plain
    return "\x00"
