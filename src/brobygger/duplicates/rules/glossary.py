"""Where bokmål, nynorsk and English meet: our own list of words that mean the same (`glossary.csv`).

A line of the list is a concept; its columns hold the words for it in bokmål, nynorsk and English, several parted by
commas. The first bokmål word names the concept. A line that begins with `=helse tjeneste` says no concept of its own:
its words mean those two together. `common` marks what nearly every registration says.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import snowballstemmer

from brobygger.portfolio.rules.text import stem, words

LONGEST_PHRASE = 5

_ENGLISH = snowballstemmer.stemmer("english")
# Letters that are typed in several ways, reduced to one.
_LETTERS = str.maketrans({"æ": "e", "ø": "o", "å": "a"})
_SPELT_OUT = (("ae", "e"), ("oe", "o"), ("aa", "a"))
# Endings of nynorsk and their bokmål.
_NYNORSK = re.compile(r"(leg|heit|leik)(?=(?:e|t|a|er|ar|en|ene|ane|et)?$)")
_BOKMAL = {"leg": "lig", "heit": "het", "leik": "het"}


def bare(word: str) -> str:
    """A plain word with æ ø å (also spelt out) as e o a, so that `sovn`, `soevn` and `søvn` are one."""
    for spelt, letter in _SPELT_OUT:
        word = word.replace(spelt, letter)
    return word.translate(_LETTERS)


@lru_cache(maxsize=4_000)
def key(word: str) -> str:
    """The form in which Norwegian words are compared: nynorsk endings as bokmål, stem, plain letters."""
    if word.endswith("nes"):
        word = word[:-1]
    if len(word) > 6:
        word = _NYNORSK.sub(lambda match: _BOKMAL[match.group()], word)
    return bare(stem(word))


@lru_cache(maxsize=4_000)
def english_key(word: str) -> str:
    """The form in which English words are compared."""
    return word if any(letter.isdigit() for letter in word) else str(_ENGLISH.stemWord(bare(word)))


Phrases = dict[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Glossary:
    """What phrases mean, one table for each language: keys of the words to names of concepts. `names` are all of these.

    `exact` are the English phrases letter by letter: «psychology» is not «psychological», though their stems are one.
    """

    norwegian: Phrases
    english: Phrases
    exact: Phrases
    common: frozenset[str]
    names: frozenset[str]


def read(lines: list[dict[str, str]]) -> Glossary:
    """A glossary from rows with the columns `bokmal`, `nynorsk`, `english` and `common`. The first meaning wins."""
    norwegian: Phrases = {}
    english: Phrases = {}
    exact: Phrases = {}
    common: set[str] = set()
    for line in sorted(lines, key=lambda line: line["bokmal"].startswith("=")):
        own = [phrase for phrase in line["bokmal"].split(",") if phrase]
        if own[0].startswith("="):
            meaning = tuple(part for word in words(own.pop(0)) for part in norwegian.get((key(word),), (key(word),)))
        else:
            meaning = ("+".join(key(word) for word in words(own[0])),)
        for phrase in [*own, *line["nynorsk"].split(",")]:
            norwegian.setdefault(tuple(key(word) for word in words(phrase)), meaning)
        for phrase in line["english"].split(","):
            english.setdefault(tuple(english_key(word) for word in words(phrase)), meaning)
            exact.setdefault(tuple(words(phrase)), meaning)
        if line["common"]:
            common.update(meaning)
    norwegian.pop((), None)
    english.pop((), None)
    exact.pop((), None)
    names = frozenset(name for meaning in norwegian.values() for name in meaning)
    return Glossary(norwegian, english, exact, frozenset(common), names)


@lru_cache(maxsize=1)
def shipped() -> Glossary:
    """The glossary that comes with the product."""
    text = files(__package__).joinpath("glossary.csv").read_text(encoding="utf-8")
    return read(list(csv.DictReader(text.splitlines(), delimiter=";")))
