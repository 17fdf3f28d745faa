"""Numbers as people write them in Norway: «1 234,56», «1.234.567», «1,2 mill.», «kr 500 000,-», «450k»."""

from __future__ import annotations

import re
from decimal import Decimal

from brobygger.dates.rules import PartialDate
from brobygger.tables.rules.cells import Value, text_of
from brobygger.tables.rules.problems import Problem, Wrong
from brobygger.tables.rules.texts import read_text

_TIMES = {
    "": 1,
    "k": 1_000,
    "tusen": 1_000,
    "tkr": 1_000,
    "t.kr": 1_000,
    "t.kr.": 1_000,
    "tnok": 1_000,
    "mill": 1_000_000,
    "mill.": 1_000_000,
    "mio": 1_000_000,
    "mio.": 1_000_000,
    "million": 1_000_000,
    "millioner": 1_000_000,
    "mnok": 1_000_000,
    "mkr": 1_000_000,
    "mrd": 1_000_000_000,
    "mrd.": 1_000_000_000,
    "milliard": 1_000_000_000,
    "milliarder": 1_000_000_000,
}
_UNITS = "|".join(re.escape(unit) for unit in sorted(_TIMES, key=len, reverse=True) if unit)
_FORM = re.compile(
    rf"""^(?P<before>\()?\s*(?P<sign>[+\-\u2212\u2013])?\s*
    (?:(?P<large_before>tkr|tnok|mnok|mkr)\.?\s*|nok\s*|kr\.?\s*)?
    (?P<sign_after>[\-\u2212\u2013])?\s*
    (?P<digits>\d[\d\ .,'’]*?)
    \s*(?:[,.]\s?[-\u2013\u2014]+)?\s*
    (?P<unit>{_UNITS})?\s*
    (?:nok|kr\.?|kroner)?\s*(?P<after>\))?$""",
    re.VERBOSE,
)
_GROUPS_BY_SPACE = re.compile(r"^\d{1,3}(?:[ '’]\d{3})+(?:[.,]\d+)?$")
_INEXACT = re.compile(
    r"^(?:ca\.?|circa|cirka|omtrent|rundt|over|under|minst|inntil|opptil|maks\.?|[~≈<>≤≥])\s*\D{0,6}\d"
)
_CURRENCY = re.compile(r"€|\$|£|\b(?:eur|euro|usd|gbp|sek|dkk|chf)\b", re.IGNORECASE)
_LONGEST = 40


def read_number(value: Value) -> Decimal | None | Problem:
    """The number in a cell, exactly as written; None when the cell is empty.

    A text such as «1,234» may mean either 1.234 or 1234 and is a problem; «500.000» is half a million, as a
    point with three digits after it is how thousands are parted in Norway.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(text_of(value))
    text = read_text(value)
    if isinstance(text, Problem):
        return text
    if not text:
        return None
    if isinstance(value, bool | PartialDate) or len(text) > _LONGEST:
        return Problem(Wrong.NOT_A_NUMBER, text)
    return _from_text(text)


def _from_text(text: str) -> Decimal | Problem:
    if _CURRENCY.search(text):
        return Problem(Wrong.OTHER_CURRENCY, text)
    lowered = text.lower()
    if _INEXACT.match(lowered):
        return Problem(Wrong.NOT_EXACT, text)
    found = _FORM.match(lowered)
    if found is None or bool(found["before"]) != bool(found["after"]) or (found["sign"] and found["sign_after"]):
        return Problem(Wrong.NOT_A_NUMBER, text)
    times = _TIMES[found["unit"] or found["large_before"] or ""]
    number = _digits(found["digits"].strip(), text, is_large=times > 1)
    if isinstance(number, Problem):
        return number
    is_negative = found["before"] or found["sign_after"] or (found["sign"] not in (None, "+"))
    return (-number if is_negative else number) * times


def _digits(digits: str, text: str, *, is_large: bool) -> Decimal | Problem:
    """The number of digits, points, commas and spaces. `is_large`: millions or thousands are told by a word."""
    if " " in digits or "'" in digits or "’" in digits:
        if not _GROUPS_BY_SPACE.match(digits):
            return Problem(Wrong.NOT_A_NUMBER, text)
        return Decimal(re.sub("[ '’]", "", digits).replace(",", "."))
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        # The one that comes last parts the decimals, and may occur once only.
        decimal, thousands = (",", ".") if digits.rfind(",") > digits.rfind(".") else (".", ",")
        whole, _, rest = digits.rpartition(decimal)
        grouped = _ungrouped(whole, thousands)
        return Problem(Wrong.NOT_A_NUMBER, text) if grouped is None or not rest else Decimal(f"{grouped}.{rest}")
    if points + commas > 1:
        grouped = _ungrouped(digits, "." if points else ",")
        return Problem(Wrong.NOT_A_NUMBER, text) if grouped is None else Decimal(grouped)
    if points + commas == 1:
        return _one_separator(digits, "." if points else ",", text, is_large=is_large)
    return Decimal(digits)


def _one_separator(digits: str, separator: str, text: str, *, is_large: bool) -> Decimal | Problem:
    whole, _, rest = digits.partition(separator)
    if not rest:
        return Problem(Wrong.NOT_A_NUMBER, text)
    could_be_thousands = len(rest) == 3 and len(whole) <= 3 and not whole.startswith("0") and not is_large
    if could_be_thousands and separator == ",":
        return Problem(Wrong.POINT_OR_THOUSANDS, text)
    return Decimal(whole + rest) if could_be_thousands else Decimal(f"{whole}.{rest}")


def _ungrouped(digits: str, separator: str) -> str | None:
    """«1.234.567» as `1234567`; None when the groups are not of three."""
    first, *groups = digits.split(separator)
    return first + "".join(groups) if 1 <= len(first) <= 3 and all(len(group) == 3 for group in groups) else None
