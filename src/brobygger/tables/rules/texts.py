"""Texts as they were meant, lists written in one cell, and yes or no."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Collection

from brobygger.tables.rules.cells import Value, text_of
from brobygger.tables.rules.problems import Problem, Wrong, problem_of_value

# Zero-width characters, the byte order mark, soft hyphens and marks of direction: nobody sees them, and two titles that
# look alike differ by them.
_UNSEEN = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
# Control characters, but those that part lines and columns; lone halves of characters, which no database takes.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff]")
_LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")

# Tried in this order; the first that occurs is the one that parts the list.
_SEPARATORS = tuple(re.compile(pattern) for pattern in (r"\n", r";", r"\|", r"/", r",|\s+(?:og|and|&)\s+"))

_YES = frozenset("ja j yes y true sann sant 1 x ✓ ✔ ☑ ok".split())
_NO = frozenset("nei n no false usann usant 0 ✗ ✘ ☐".split())


def clean(text: str, *, lines: bool = False) -> str:
    """A text without odd spaces and unseen characters, on one line unless `lines` keeps its line ends as `\\n`."""
    plain = _CONTROLS.sub("", _UNSEEN.sub("", unicodedata.normalize("NFC", text)))
    if not lines:
        return " ".join(plain.split())
    kept = [" ".join(line.split()) for line in _LINE_ENDS.split(plain)]
    return "\n".join(kept).strip("\n")


def read_text(value: Value, *, lines: bool = False) -> str | Problem:
    """The cell as clean text; an empty cell is an empty text. A formula without its result is a problem."""
    return problem_of_value(value) or clean(text_of(value), lines=lines)


def read_bool(value: Value) -> bool | None | Problem:
    """Whether the cell says yes. None when it is empty."""
    if isinstance(value, bool):
        return value
    text = read_text(value)
    if isinstance(text, Problem):
        return text
    word = text.casefold().rstrip(".")
    if not word:
        return None
    if word in _YES:
        return True
    return False if word in _NO else Problem(Wrong.NOT_YES_OR_NO, text)


def read_list(value: Value, *, whole: Collection[str] = ()) -> tuple[str, ...] | Problem:
    """The several things one cell names, each once, in order.

    They are parted by line ends, `;`, `|`, `/`, or comma and «og»: by the first of these that occurs, so that
    «Helse, miljø; Kultur» is two. `whole` holds known names, casefolded, that contain a separator themselves
    («helse og velferd»); they are kept together. A text in quotes is kept together too, as Airtable writes its lists.
    """
    text = read_text(value, lines=True)
    if isinstance(text, Problem):
        return text
    parts = _quoted(text) or _parted(text, whole)
    return tuple(dict.fromkeys(part for part in (clean(part) for part in parts) if part))


def _quoted(text: str) -> list[str]:
    """The parts of `"Foo, Bar", Baz`; none when no quotes keep a comma from parting the text."""
    if '"' not in text:
        return []
    try:
        parts = next(csv.reader([text.replace("\n", " ")], skipinitialspace=True, strict=True))
    except csv.Error:
        return []
    return parts if any("," in part for part in parts) else []


def _parted(text: str, whole: Collection[str]) -> list[str]:
    separator = next((pattern for pattern in _SEPARATORS if pattern.search(text)), None)
    if separator is None or text.casefold() in whole:
        return [text]
    ends = [(match.start(), match.end()) for match in separator.finditer(text)] + [(len(text), len(text))]
    longest = max(map(len, whole), default=0)
    parts: list[str] = []
    begin = at = 0
    while at < len(ends):
        last = at
        for end in range(at + 1, len(ends)):
            if ends[end][0] > begin + longest + 1:  # a space may stand before the name
                break
            if text[begin : ends[end][0]].strip().casefold() in whole:
                last = end
        parts.append(text[begin : ends[last][0]])
        begin, at = ends[last][1], last + 1
    return parts
