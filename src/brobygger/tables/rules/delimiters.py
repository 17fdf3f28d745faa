"""What parts the columns of a text file."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

DELIMITERS = ("\t", ";", "|", ",")
# No such character occurs in a text: a file with one column has nothing that parts its columns.
NO_DELIMITER = "\x1f"
_HIDDEN = "\x1e"
# A comma in «1,5», and a comma, semicolon or bar with a space after it, belong to the text as a rule.
_IN_TEXT = re.compile(r"(?<=\d),(?=\d)|[;,|](?= )")
_ENOUGH = 0.6


@dataclass(frozen=True)
class Dialect:
    """How the rows of a text file are written. `told` when the file says it itself in a first line `sep=;`."""

    delimiter: str
    quote: str = '"'
    skip_spaces: bool = False
    told: bool = False


def dialect_of(lines: Sequence[str]) -> Dialect:
    """The dialect of a file by its first lines, each with its line end."""
    if told := re.match(r"^sep=(.)\r?\n?$", lines[0] if lines else ""):
        return Dialect(told[1], told=True)
    quote = _quote(lines)
    hidden = [_IN_TEXT.sub(_HIDDEN, line) for line in lines]
    if delimiter := _best(hidden, quote, must_agree=False):
        return Dialect(delimiter, quote)
    # Only what stands in texts otherwise parts the columns here: «a, b, c». Then the lines must agree on how many.
    if delimiter := _best(lines, quote, must_agree=True):
        return Dialect(delimiter, quote, skip_spaces=True)
    return Dialect(NO_DELIMITER, quote)


def _best(lines: Sequence[str], quote: str, *, must_agree: bool) -> str:
    """The delimiter that parts most lines into many columns, and equally many; empty when none does."""
    best, most = "", 0.0
    for delimiter in DELIMITERS:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter, quotechar=quote) if row)
        rows = sum(widths.values())
        # A heading above the table is one column in any dialect.
        parted = rows - widths.pop(1, 0)
        if not parted:
            continue
        width, agreeing = max(widths.items(), key=lambda item: (item[1], item[0]))
        if (agreeing if must_agree else parted) < _ENOUGH * rows:
            continue
        score = (parted + agreeing) / rows * math.log2(width)
        if score > most:
            best, most = delimiter, score
    return best


def _quote(lines: Sequence[str]) -> str:
    """The apostrophe when every line begins and ends with it, else the quotation mark."""
    whole = [line.strip() for line in lines if line.strip()]
    return "'" if whole and all(len(line) > 1 and line[0] == line[-1] == "'" for line in whole) else '"'
