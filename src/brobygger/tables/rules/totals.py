"""Rows that sum up the others: «Sum», «Totalt», «I alt»."""

from __future__ import annotations

import re

from brobygger.tables.rules.cells import Value, text_of
from brobygger.tables.rules.texts import clean

_WORDS = re.compile(
    r"^(?:del)?(?:sum|total|totalt|totalsum|subtotal|grand total|i alt|til sammen|tilsammen|summer|snitt|gjennomsnitt)\b",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W\d_]")
_LONGEST = 40


def is_probable_total(values: tuple[Value, ...]) -> bool:
    """Whether a row looks like a sum of those above: such a word first, and then hardly anything but numbers.

    «Sum (kommunen)» with amounts is one; an activity called «Summer school», with kind and partners, is not.
    """
    cells = [value for value in values if value != ""]
    first = clean(text_of(cells[0])) if cells and isinstance(cells[0], str) else ""
    word = _WORDS.match(first) if first else None
    if not word or len(first) > _LONGEST:
        return False
    rest = cells[1:]
    if not rest:
        return word.end() == len(first.rstrip(":"))
    return sum(1 for value in rest if _LETTER.search(text_of(value))) * 2 <= len(rest)
