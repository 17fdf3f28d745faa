"""Norwegian text as it is searched: words, stems, sort keys, and compounds.

A query word finds its inflections (Snowball stem), compounds that begin with it (`søvn` → `søvnbehandling`), compounds
that end with it (`behandling` → `søvnbehandling`, by stems written backwards), and, when it is itself a compound, texts
with its parts (`søvnbehandling` → «behandling av søvn»). Nothing needs a dictionary: the register's own words are it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import snowballstemmer

WORD_LENGTH = 40
COMPOUND_PART_LENGTH = 4

_FOREIGN = re.compile(r"[^\x00-\x7fæøåÆØÅ]")
# «ph.d.» is one word.
_DOTTED = re.compile(r"\b([Pp][Hh])\.\s?([Dd])\b\.?")
_WORD = re.compile(r"[a-zæøå0-9]+")
_STOP = frozenset(
    "og i jeg det at en et den til er som på de med han av ikke ikkje der så var meg seg men ett har om vi min mitt ha "
    "hadde hun nå over da ved fra frå du ut sin dem oss opp man kan hans hvor eller hva skal selv her alle vil bli ble "
    "ein eit ei dei eg me the of and in for to a an".split()
)
_STEMMER = snowballstemmer.stemmer("norwegian")
_SHORTEST_DOER = 5
_LINKS = ("", "s", "e")
_SORT = str.maketrans({"æ": "{", "ø": "|", "å": "}", "ä": "{", "ö": "|"})


def plain(text: str) -> str:
    """Lower case, accents gone, æ ø å kept (and the Swedish and German letters that sound like them)."""
    text = _DOTTED.sub(r"\1\2", text)
    if not _FOREIGN.search(text):
        return text.lower()
    lowered = unicodedata.normalize("NFC", text).casefold().replace("ä", "æ").replace("ö", "ø")
    return "".join(
        part
        for letter in lowered
        for part in (letter if letter in "æøå" else unicodedata.normalize("NFD", letter))
        if not unicodedata.combining(part)
    )


def words(text: str) -> Iterator[str]:
    """The words of a text, in order, with stop words."""
    for match in _WORD.finditer(plain(text)):
        yield match.group()[:WORD_LENGTH]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of one plain word; words with digits are their own.

    Two things Snowball misses in Norwegian: people who do something (`pleiere`, `pleierne`) are as one who does
    (`pleier`), and an m that is doubled before an ending (`sykehjemmet`) is single without it.
    """
    if any(c.isdigit() for c in word):
        return word
    if len(word) > _SHORTEST_DOER:
        word = word[:-2] if word.endswith("erne") else word[:-1] if word.endswith("ere") else word
    found = str(_STEMMER.stemWord(word))
    return found[:-1] if found.endswith("mm") else found


def stems(text: str) -> list[str]:
    """The stems of a text without stop words, in order."""
    return [stem(word) for word in words(text) if word not in _STOP]


def query_stems(text: str, *, at_most: int = 8) -> list[str]:
    """The stems a person searches for. Only stop words given: they are searched for after all."""
    found = stems(text) or [stem(word) for word in words(text)]
    return list(dict.fromkeys(found))[:at_most]


def splits(compound: str) -> Iterator[tuple[str, str]]:
    """Every way a stem could be two words, with or without a linking s or e, the longest first part first."""
    for at in range(len(compound) - COMPOUND_PART_LENGTH, COMPOUND_PART_LENGTH - 1, -1):
        head = compound[at:]
        for link in _LINKS:
            first = compound[: at - len(link)] if link and compound[:at].endswith(link) else compound[:at]
            if link and first == compound[:at]:
                continue
            yield stem(first), head


def sort_key(text: str) -> str:
    """A key whose bytes sort as Norwegian does: æ, ø and å after z, no accents, no leading quotation marks."""
    return re.sub(r"[^a-z0-9{|} ]+", " ", plain(text).translate(_SORT)).strip()[:120] or "}}}"
