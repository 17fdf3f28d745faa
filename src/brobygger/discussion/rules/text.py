"""The text of a comment: how it is kept, and whom it mentions."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST = 5000
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_EMPTY_LINES = re.compile(r"\n{3,}")


def tidy(text: str) -> str:
    """The text as it is kept: plain line breaks, no control characters, at most one empty line in a row."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _EMPTY_LINES.sub("\n\n", _CONTROLS.sub("", text)).strip()


def mentioned(text: str, people: Iterable[tuple[int, str]]) -> set[int]:
    """The people whose name follows an @ in a text, however it is capitalised.

    `people` are (id, name). The longest name wins, so that «@Kari Mo Berg» is not also «Kari Mo». Those who bear the
    same name are all mentioned. An @ inside a word is an e-mail address.
    """
    by_name: dict[str, set[int]] = {}
    for pk, name in people:
        if name.strip():
            by_name.setdefault(" ".join(name.split()).casefold(), set()).add(pk)
    words = " ".join(text.split()).casefold()
    names = sorted(by_name, key=len, reverse=True)
    found: set[int] = set()
    for at in re.finditer(r"(?<!\w)@", words):
        rest = words[at.end() :]
        name = next((name for name in names if rest.startswith(name) and not _goes_on(rest[len(name) :])), "")
        found |= by_name.get(name, set())
    return found


def _goes_on(rest: str) -> bool:
    """Whether a word goes on here: «@Kari Mo» is not meant in «@Kari Moen», but in «@Kari Mo.» and «@Kari Mo-» it is."""
    return bool(re.match(r"\w|-\w", rest))
