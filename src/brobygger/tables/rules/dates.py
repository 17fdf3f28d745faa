"""Dates as people write them in spreadsheets: one day, a month, a term, a year, or a span of them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from brobygger.dates.rules import UNKNOWN, DateRefused, PartialDate
from brobygger.dates.rules import read_date as read_written
from brobygger.tables.rules.cells import Value
from brobygger.tables.rules.problems import Problem, Wrong
from brobygger.tables.rules.texts import read_text


class Span(NamedTuple):
    """From when to when, each in the written form of PartialDate. A single date has an empty end; no date, both."""

    start: str
    end: str = ""


# A number that is no year but within these is a spreadsheet's count of days: 1954 to 2119.
_SERIALS = range(20_000, 80_001)
_YEARS = range(1500, 2201)
_DAY_ZERO = date(1899, 12, 30)

_NOT_TOLD = frozenset("tbd n/a na udatert udatera".split()) | {
    "ikke oppgitt",
    "ikkje oppgitt",
    "vet ikke",
    "veit ikkje",
}
_ONGOING = frozenset("dd d.d nå no i.dag pågående løpende pågår pågåande ongoing today present".split()) | {"i dag"}
_LONGEST = 80
_HYPHENS = str.maketrans("\u2010\u2011\u2212", "---")

_TIME = re.compile(r"(?:[t ]|,? kl\.? ?)\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?(?:z|[+-]\d\d:?\d\d)?$")
_WEEKDAY = re.compile(r"^(?:man|tirs?|ons|tors?|fre|lør|søn|mån|tys|laur?|sun)(?:dag)?\.?,?\s+(?=\d)")
_YEAR_FIRST = re.compile(r"^(\d{4})([-./]?)(\d{1,2})\2(\d{1,2})$")
_TERM = re.compile(r"^(?P<term>[hv])[ -]?(?P<year>\d{4}|\d{2})$")
_TERM_LAST = re.compile(r"^(?P<year>\d{4})[ -]?(?P<term>[hv])$")
_WORD_YEAR = re.compile(r"^((?:\d{1,2}\.?\s+)?[^\W\d]{3,})[. '’-]+(\d{4}|\d{2})$")
_YEAR_WORD = re.compile(r"^(\d{4})[ ,-]+([^\W\d]{3,})$")

# «1. kvartal 2024», «K1 2024», «2024 Q1»: quarters, thirds of a year as municipalities count them, halves.
_PARTS = (
    re.compile(r"^(?P<number>[1-4])\.?\s*(?P<part>kvartal|kv|tertial|halvår|quarter)\.?\s*(?:i\s+)?(?P<year>\d{4})$"),
    re.compile(r"^(?P<part>[qkt])(?P<number>[1-4])[ -]?(?P<year>\d{4})$"),
    re.compile(r"^(?P<year>\d{4})[ -]?(?P<part>[qkt])(?P<number>[1-4])$"),
)
_MONTHS_IN = {"q": 3, "k": 3, "kv": 3, "kvartal": 3, "quarter": 3, "t": 4, "tertial": 4, "halvår": 6}

_YEARS_SPAN = re.compile(r"^(\d{4})\s*([-–—/])\s*(\d{4}|\d{2})$")
_SPANS = (
    re.compile(r"^(?:fra\s+|from\s+)?(?P<start>.+?)\s*(?:[–—→]|\s-(?:\s|$)|\s(?:til|to)(?:\s|$))\s*(?P<end>.*)$"),
    re.compile(r"^(?P<start>.+?)-(?P<end>.*)$"),
)
_FROM = re.compile(r"^(?:fra(?:\s+og\s+med)?|f\.?o\.?m\.?|siden|sidan|from|since)\s+")
_SEASON_OR_YEARS = re.compile(r"^\d{2}(\d{2})-(2[1-4])$")

_MONTH_THEN_DAY = re.compile(r"^(\d{1,2})/(\d{1,2})/(?:\d{4}|\d{2})$")
_DAY_AND_MONTH = re.compile(r"^(\d{1,2})[./]\s?(\d{1,2})$")
_WORDS_ONLY = re.compile(r"^(?:\d{1,2}\.?\s+)?[^\W\d]+$")


class _EndsBeforeItBegins(DateRefused):
    """Both dates are dates."""


def read_date(value: Value, *, written_form: bool = False) -> Span | Problem:
    """From when to when a cell says. An empty cell is an empty span; what nobody knows is `unknown`.

    A date cell keeps the precision it is shown with. «2022-23» is the autumn of 2022 in our own files, told by
    `written_form`, and two years in everybody else's: there it is a problem, as it may come from either.
    """
    if isinstance(value, PartialDate):
        return Span(value.text)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value)
    text = read_text(value)
    if isinstance(text, Problem):
        return text
    if not text:
        return Span("")
    if isinstance(value, bool) or len(text) > _LONGEST:
        return Problem(Wrong.NOT_A_DATE, text)
    lowered = text.lower().translate(_HYPHENS).strip(" .,")
    if not written_form and _may_be_years(lowered):
        return Problem(Wrong.SEASON_OR_YEARS, text)
    try:
        return _span(lowered)
    except _EndsBeforeItBegins:
        return Problem(Wrong.ENDS_BEFORE_IT_BEGINS, text)
    except DateRefused:
        return Problem(_why(lowered), text)


def day_of_serial(serial: int) -> date | None:
    """The day a spreadsheet counts so far (1 is 1 January 1900). None for 29 February 1900 and what lies outside."""
    if not 1 <= serial <= 110_000 or serial == 60:
        return None
    # Spreadsheets hold 1900 to be a leap year.
    return _DAY_ZERO + timedelta(days=serial + (serial < 60))


def _from_number(number: float) -> Span | Problem:
    whole = int(number)
    if number == whole and whole in _YEARS:
        return Span(f"{whole:04}")
    if whole in _SERIALS and (day := day_of_serial(whole)):
        return Span(day.isoformat())
    try:
        return Span(_single(str(whole))) if number == whole else Problem(Wrong.NOT_A_DATE, str(number))
    except DateRefused:
        return Problem(Wrong.NOT_A_DATE, str(whole))


def _span(text: str) -> Span:
    if (found := _YEARS_SPAN.match(text)) and not _is_month_or_season(found[2], found[3]):
        last = found[3]
        return _ordered(found[1], last if len(last) == 4 else found[1][:2] + last)
    for form in _PARTS:
        if found := form.match(text):
            return _part_of_year(int(found["year"]), found["part"], int(found["number"]))
    try:
        return Span(_single(_FROM.sub("", text)))
    except DateRefused:
        return _two_dates(text)


def _is_month_or_season(mark: str, last: str) -> bool:
    """Whether what follows a year and a hyphen is the written form's month (2024-03) or season (2024-21)."""
    return mark == "-" and len(last) == 2 and (1 <= int(last) <= 12 or 21 <= int(last) <= 24)


def _part_of_year(year: int, part: str, number: int) -> Span:
    last = number * _MONTHS_IN[part]
    if last > 12:
        raise DateRefused(f"{number} {part}")
    return Span(f"{year}-{last - _MONTHS_IN[part] + 1:02}", f"{year}-{last:02}")


def _two_dates(text: str) -> Span:
    """«mars–mai 2024», «5.–7. mars 2024», «fra 2022 til 2024», «2024 –». Raises DateRefused."""
    for form in _SPANS:
        if found := form.match(text):
            start, end = found["start"], found["end"].strip(" .")
            if not end or end in _ONGOING:
                return Span(_single(start))
            return _ordered(_borrowing(start, end), _single(end))
    raise DateRefused(text)


def _borrowing(start: str, end: str) -> str:
    """The first of two dates, which may leave it to the second to say month and year."""
    # A day alone is written with its point, as in «5. mars» and «5.3.».
    dotted = re.sub(r"(?<!\d)(\d{1,2})$", r"\1.", start)
    words = end.replace(".", ". ").split()
    for tail in ([], *(words[at:] for at in range(1, len(words)))):
        try:
            return _single(" ".join([dotted, *tail]))
        except DateRefused:
            continue
    raise DateRefused(start)


def _ordered(start: str, end: str) -> Span:
    if PartialDate.parse(end).surely_before(PartialDate.parse(start)):
        raise _EndsBeforeItBegins(f"{start} {end}")
    return Span(start, "" if start == end else end)


def _single(text: str) -> str:
    """The written form of one date. Raises DateRefused."""
    if text in _NOT_TOLD:
        return UNKNOWN
    text = _WEEKDAY.sub("", _TIME.sub("", text)).strip(" .")
    if text.isdecimal() and len(text) == 5 and int(text) in _SERIALS and (day := day_of_serial(int(text))):
        return day.isoformat()
    if found := _YEAR_FIRST.match(text):
        if found[2] or len(text) == 8:
            return PartialDate.parse(f"{found[1]}-{int(found[3]):02}-{int(found[4]):02}").text
    elif found := _TERM.match(text) or _TERM_LAST.match(text):
        return read_written(f"{'vår' if found['term'] == 'v' else 'høst'} {_long_year(found['year'])}")
    elif found := _WORD_YEAR.match(text):
        return read_written(f"{found[1]} {_long_year(found[2])}")
    elif found := _YEAR_WORD.match(text):
        return read_written(f"{found[2]} {found[1]}")
    return read_written(re.sub(r"(\d)\.\s+(?=\d)", r"\1.", text))  # «05. 03. 2024»


def _long_year(year: str) -> str:
    return year if len(year) == 4 else f"20{year}"


def _may_be_years(text: str) -> bool:
    """«2022-23», by which our own files would mean a season."""
    found = _SEASON_OR_YEARS.match(text)
    return found is not None and int(found[2]) > int(found[1])


def _why(text: str) -> Wrong:
    if (found := _MONTH_THEN_DAY.match(text)) and int(found[1]) <= 12 < int(found[2]) <= 31:
        return Wrong.MONTH_FIRST
    if found := _DAY_AND_MONTH.match(text):
        return Wrong.NO_YEAR if int(found[1]) <= 31 and int(found[2]) <= 12 else Wrong.NOT_A_DATE
    try:
        _single(f"{text} 2024" if _WORDS_ONLY.match(text) else text)  # a leap year, for 29 February
    except DateRefused:
        return Wrong.NOT_A_DATE
    return Wrong.NO_YEAR
