"""Texts with only those characters that the package's letters have: a tagged PDF may not hold one without a shape."""

import unicodedata
from functools import cache
from importlib import resources

UNPRINTABLE = "?"


def printable(text: str) -> str:
    """The text in shapes that exist: «é» in one piece, a ligature as its letters, what cannot be set as «?»."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shape(sign) for sign in unicodedata.normalize("NFC", text))


def _shape(sign: str) -> str:
    if sign == "\n" or ord(sign) in _coverage():
        return sign
    kind = unicodedata.category(sign)
    if kind in {"Cc", "Zs", "Zl", "Zp"}:
        return " "
    if kind in {"Cf", "Mn", "Me"}:
        return ""
    plain = unicodedata.normalize("NFKC", sign)
    return plain if all(ord(part) in _coverage() for part in plain) else UNPRINTABLE


@cache
def _coverage() -> frozenset[int]:
    """The list of hexadecimal ranges beside the fonts."""
    points: set[int] = set()
    for line in resources.files("harmoni").joinpath("fonts/coverage.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            for entry in line.split():
                first, _, last = entry.partition("-")
                points.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(points)
