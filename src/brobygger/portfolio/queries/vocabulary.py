"""What else a word may stand as: compounds that begin or end with it, and the parts of a compound."""

from __future__ import annotations

from collections.abc import Iterable

from brobygger.portfolio.models import Word
from brobygger.portfolio.rules.text import COMPOUND_PART_LENGTH, splits

EXPANSIONS = 30
LAST = "\uffff"


def alternatives_for(stem: str) -> list[list[str]]:
    """The stem itself first, then each way the register says it: compounds with it, and pairs of its parts."""
    found: list[list[str]] = [[stem]]
    if len(stem) < COMPOUND_PART_LENGTH or any(c.isdigit() for c in stem):
        return found
    backwards = stem[::-1]
    found += [[word] for word in _stems(Word.objects.filter(stem__gt=stem, stem__lt=stem + LAST).order_by("stem"))]
    found += [
        [word]
        for word in _stems(
            Word.objects.filter(reversed_stem__gt=backwards, reversed_stem__lt=backwards + LAST).order_by(
                "reversed_stem"
            )
        )
    ]
    pairs = list(splits(stem))
    if pairs:
        known = set(
            Word.objects.filter(stem__in={part for pair in pairs for part in pair}).values_list("stem", flat=True)
        )
        found += [list(pair) for pair in pairs if known.issuperset(pair)][:3]
    return found


def _stems(words: Iterable[Word]) -> list[str]:
    return list(words.values_list("stem", flat=True)[:EXPANSIONS])  # type: ignore[attr-defined]
