"""Rows of any table, ready to be compared: texts as words, numbers, codes, and the model codes that stand in texts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log2

from rapidfuzz.distance import JaroWinkler, Levenshtein

from brobygger.duplicates.rules.records import Record
from brobygger.portfolio.rules.text import plain

_WORD = re.compile(r"[a-zæøå]+|\d+(?:[.,]\d+)*")
_CODE = re.compile(r"[a-z0-9]+(?:[-/.][a-z0-9]+)*", re.I)
_SHORTEST_MISSPELT = 4
_LEAST_LIKENESS = 0.75
_INITIAL, _ABBREVIATED = 0.7, 0.7
# A column with so few different values, each in so many rows, is a list to choose from: a venue, a category.
_MOST_DIFFERENT, _FEWEST_ROWS_EACH = 60, 20
# A code that more rows hold is no model number, but a standard or a series.
_MOST_HOLDERS = 6
_YEARS = range(1500, 2101)

# The values from which each level of a comparison begins, the best level first. Estimation finds their weights.
TEXT_LEVELS = (0.97, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0)
NUMBER_LEVELS = (0.999, 0.98, 0.93, 0.85, 0.7, 0.5, 0.0)
YEAR_LEVELS = (0.0, -1.0, -2.0, -5.0, -9999.0)
CODE_LEVELS = (1.0, 0.9, 0.75, 0.5, 0.0)


@dataclass(frozen=True)
class Clash:
    """From which level on two values contradict each other, and the most of the same things that do so all the same.

    Without this knowledge the papers of one title, at a conference and in a journal, are taken for one.
    """

    step: int
    seldom: float


# Other pages or another volume: less than half of the numbers are the same. Two years apart or more.
NUMBERS_CLASH = Clash(TEXT_LEVELS.index(0.4), 0.003)
YEARS_CLASH = Clash(YEAR_LEVELS.index(-2.0), 0.02)
_MOSTLY_NUMBERS = 0.6


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the words of each text with those of all texts last, the numbers, the codes, the codes found in texts."""

    texts: tuple[tuple[str, ...], ...]
    numbers: tuple[float | None, ...]
    codes: tuple[str, ...]
    found: frozenset[str]


@dataclass(frozen=True)
class Column:
    """A comparison: its name, the levels of its measure, and the measure (None: one of the two says nothing).

    `value` gives a row's value where a column has few different ones: then it is learnt which of them go together.
    """

    name: str
    levels: tuple[float, ...]
    measure: Callable[[Row, Row], float | None]
    value: Callable[[Row], str] | None = None
    clash: Clash | None = None


def read_row(record: Record) -> Row:
    """A record of a table as a row."""
    texts = tuple(_words(text) for text in record.texts)
    whole = " ".join(record.texts)
    return Row(texts, record.numbers, tuple(_code(code) for code in record.codes), found_codes(whole))


@lru_cache(maxsize=5_000)
def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_WORD.findall(plain(text))))


@lru_cache(maxsize=5_000)
def found_codes(text: str) -> frozenset[str]:
    """Model numbers and the like in a text: letters and digits together, or five digits and more, without separators."""
    found = set()
    for token in _CODE.findall(plain(text)):
        bare = re.sub(r"[^a-z0-9]", "", token)
        digits = sum(letter.isdigit() for letter in bare)
        if len(bare) >= 4 and digits and (digits < len(bare) or digits >= 5) and not _is_measure(bare):
            found.add(bare)
    return frozenset(found)


def _is_measure(bare: str) -> bool:
    """«1080p», «500gb», «2ndgen»: a quantity or an ordinal rather than a code."""
    return bool(
        re.fullmatch(
            r"\d+(?:[a-z]{1,2}|inch|watt|volt|port|channel|disc|pack|bit|mhz|ghz|rpm|mbps|gbps|fps|hour|way|speed|line|digit)",
            bare,
        )
    )


def _code(text: str) -> str:
    return re.sub(r"[^a-z0-9æøå]", "", plain(text))


class Words:
    """How telling the words of one column are."""

    def __init__(self, values: Sequence[tuple[str, ...]]) -> None:
        self._counts = Counter(word for words in values for word in set(words))
        self._size = max(1, sum(bool(words) for words in values))
        self._cache: dict[tuple[tuple[str, ...], tuple[str, ...]], float] = {}

    def idf(self, word: str) -> float:
        """The bits of a word."""
        return log2((self._size + 1) / (self._counts.get(word, 0) + 0.5)) + 0.2

    def alike(self, one: tuple[str, ...], other: tuple[str, ...]) -> float:
        """How much of two texts is the same (0–1), weighed by how telling the words are."""
        key = (one, other) if one <= other else (other, one)
        found = self._cache.get(key)
        if found is None:
            found = self._cache[key] = self._alike(one, other)
        return found

    def _alike(self, one: tuple[str, ...], other: tuple[str, ...]) -> float:
        whole = common = 0.0
        for words, others in ((one, frozenset(other)), (other, frozenset(one))):
            for word in words:
                bits = self.idf(word)
                whole += bits
                common += bits * _best(word, others)
        return common / whole if whole else 0.0


def _best(word: str, others: frozenset[str]) -> float:
    if word in others:
        return 1.0
    return max((_likeness(word, other) for other in others), default=0.0)


@lru_cache(maxsize=200_000)
def _likeness(word: str, other: str) -> float:
    """How alike two words are: misspelt, abbreviated, or an initial."""
    if word[0].isdigit() or other[0].isdigit():
        return 0.0
    short, long = sorted((word, other), key=len)
    if long.startswith(short):
        return _INITIAL if len(short) == 1 else _ABBREVIATED if len(short) >= 3 else 0.0
    if len(short) < _SHORTEST_MISSPELT:
        return 0.0
    found = float(Levenshtein.normalized_similarity(word, other))
    found = max(found, float(JaroWinkler.similarity(word, other)) - 0.12)
    return found if found >= _LEAST_LIKENESS else 0.0


def compare_numbers(one: float | None, other: float | None) -> float | None:
    """The smaller as a part of the larger; 1 for equal numbers."""
    if one is None or other is None:
        return None
    if one == other:
        return 1.0
    small, large = sorted((abs(one), abs(other)))
    return small / large if one * other > 0 else 0.0


def compare_codes(one: str, other: str) -> float | None:
    """1 for equal codes, less for one within the other or misspelt."""
    if not one or not other:
        return None
    if one == other:
        return 1.0
    short, long = sorted((one, other), key=len)
    if len(short) >= 4 and short in long:
        return 0.9
    return float(Levenshtein.normalized_similarity(one, other))


def compare_found(one: frozenset[str], other: frozenset[str]) -> float | None:
    """1 when a code is in both, .9 when one's code begins the other's, less for near ones; None when one has none."""
    if not one or not other:
        return None
    if one & other:
        return 1.0
    best = 0.0
    for code in one:
        for rival in other:
            short, long = sorted((code, rival), key=len)
            if len(short) >= 4 and (long.startswith(short) or long.endswith(short)):
                return 0.9
            best = max(best, float(Levenshtein.normalized_similarity(code, rival)) - 0.05)
    return min(best, 0.89)


def is_year_column(values: Sequence[float | None]) -> bool:
    """Whether nearly all numbers of a column are years."""
    told = [value for value in values if value is not None]
    return bool(told) and sum(value == int(value) and int(value) in _YEARS for value in told) >= 0.95 * len(told)


def columns_of(rows: Sequence[Row], names: Sequence[str]) -> list[Column]:
    """The comparisons of a table: one for each column, and one for the codes found in texts where these are usual.

    `names` are the names of the text, number and code columns in that order.
    """
    if not rows:
        return []
    found: list[Column] = []
    told = iter(names)
    for at in range(len(rows[0].texts)):
        found.append(_text_column(next(told), at, [row.texts[at] for row in rows]))
    for at in range(len(rows[0].numbers)):
        found.append(_number_column(next(told), at, is_year_column([row.numbers[at] for row in rows])))
    for at in range(len(rows[0].codes)):
        found.append(Column(next(told), CODE_LEVELS, lambda a, b, at=at: compare_codes(a.codes[at], b.codes[at])))  # type: ignore[misc]
    holders = Counter(code for row in rows for code in row.found)
    usual = frozenset(code for code, held in holders.items() if held > max(_MOST_HOLDERS, len(rows) / 200))
    if sum(bool(row.found - usual) for row in rows) >= 0.2 * len(rows):
        found.append(Column("codes", CODE_LEVELS, lambda a, b: compare_found(a.found - usual, b.found - usual)))
    return found


def _text_column(name: str, at: int, values: Sequence[tuple[str, ...]]) -> Column:
    words = Words(values)
    few = len(set(values)) <= min(_MOST_DIFFERENT, len(values) / _FEWEST_ROWS_EACH)

    def measure(a: Row, b: Row) -> float | None:
        return words.alike(a.texts[at], b.texts[at]) if a.texts[at] and b.texts[at] else None

    clash = NUMBERS_CLASH if _are_numbers(values) else None
    return Column(name, TEXT_LEVELS, measure, (lambda row: " ".join(row.texts[at])) if few else None, clash)


def _are_numbers(values: Sequence[tuple[str, ...]]) -> bool:
    """Whether most texts of a column are mostly numbers: pages, volumes."""
    told = [words for words in values if words]
    numbers = sum(2 * sum(word[0].isdigit() for word in words) >= len(words) for words in told)
    return bool(told) and numbers > _MOSTLY_NUMBERS * len(told)


def _number_column(name: str, at: int, years: bool) -> Column:
    if not years:
        return Column(name, NUMBER_LEVELS, lambda a, b: compare_numbers(a.numbers[at], b.numbers[at]))

    def measure(a: Row, b: Row) -> float | None:
        one, other = a.numbers[at], b.numbers[at]
        return None if one is None or other is None else -abs(one - other)

    return Column(name, YEAR_LEVELS, measure, clash=YEARS_CLASH)
