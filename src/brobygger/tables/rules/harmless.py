"""The one place where exported texts are made safe for spreadsheets, which take some of them for formulas.

A text that begins with one of these characters gets an apostrophe before it, as spreadsheets themselves mark texts. A text
that has apostrophes there already gets one more, so that reading takes away exactly what writing put there.
"""

from __future__ import annotations

import re

# What spreadsheets take for the beginning of a formula, also after spaces some of them skip, and in the wide forms they
# treat alike.
_FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def harmless(text: str) -> str:
    """The text as it may stand in a file that a spreadsheet opens."""
    return f"'{text}" if _FORMULA.match(text) else text


def as_written(text: str) -> str:
    """The text that was made harmless: what `harmless` put before it is taken away."""
    return text[1:] if text[:1] == "'" and _FORMULA.match(text, 1) else text


def begins_a_formula(text: str) -> bool:
    """Whether a spreadsheet would take the text for a formula if somebody wrote it into a cell."""
    return _FORMULA.match(text) is not None
