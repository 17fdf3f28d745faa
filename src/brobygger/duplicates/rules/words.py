"""What a title or a description says, as comparable words: concepts of the glossary, stems, parts of compounds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from brobygger.duplicates.rules.glossary import LONGEST_PHRASE, Glossary, Phrases, english_key, key, shipped
from brobygger.portfolio.rules.text import plain, splits, stem

LONGEST_TEXT = 4000

_WORD = re.compile(r"[a-zæøå0-9]+(?:[.&][a-zæøå0-9]+)*")
_YEAR = re.compile(r"(?:19|20)\d\d")
_STOP = frozenset(
    "og i jeg det at en et den til er som på de med han av ikke ikkje der så var seg men ett har om vi ha hun nå over da "
    "ved fra frå du ut sin dem oss opp man kan hans hvor eller hva skal selv her alle vil bli ble ein eit ei dei blir "
    "for mot mellom etter under gjennom innen innenfor hos uten mer flere mange gode god disse dette denne også sine "
    "si sitt våre samt blant både mellom skal slik når hvordan korleis kva kvar mellom fram frem inn bedre til the of and in for to a "
    "an on with by at from through between towards into as is are be how what their its our this that using via within "
    "mellom om eg me då dykk nokon noko andre annen annet anna ved ulike der som berre bare vårt vår våre hennar deira "
    "deres can will more than or not it which we us who whom during across among about new".split()
) - {"bedre", "new"}
SMALL_ENGLISH = frozenset(
    "the of and in for to on with by at from through between towards into is are be how what their its this that using "
    "an we our who".split()
)
SMALL_NORWEGIAN = frozenset(
    "og i på av til som er en et ei ein eit den det med om ved fra frå mellom mellom de dei ikke ikkje hvordan korleis".split()
)
_ENGLISH_ENDINGS = (
    "tion",
    "tions",
    "ment",
    "ness",
    "ity",
    "ing",
    "ies",
    "ship",
    "ance",
    "ence",
    "ive",
    "ous",
    "al",
)
_SHORTEST_KNOWN_PART = 5
_SHORTEST_COMPOUND = 7
# Heads of compounds that are worth parting from what they follow, short as they are.
_SHORT_HEADS = ("dag", "kor", "hag", "hus", "mat", "tur", "veg", "vei", "rom", "liv")
# Looks like the end of a compound and is an ending.
_NO_HEADS = frozenset("ester else elser inger ering erende hendelse heten ende ning ninger".split())


def is_english(tokens: Iterable[str]) -> bool:
    """Whether more of the small words, or else the endings, are English than Norwegian."""
    found = list(tokens)
    small = sum((word in SMALL_ENGLISH) - (word in SMALL_NORWEGIAN) for word in found)
    if small:
        return small > 0
    ends = sum(word.endswith(_ENGLISH_ENDINGS) and "å" not in word and "ø" not in word for word in found)
    return ends * 3 > len(found) and not any(letter in word for word in found for letter in "æøå")


def tokens(text: str) -> list[str]:
    """The plain words of a text in order, hyphens and dashes parting them."""
    return [match.group() for match in _WORD.finditer(plain(text[:LONGEST_TEXT]))]


@lru_cache(maxsize=200)
def concepts(text: str) -> tuple[tuple[str, str], ...]:
    """Each comparable word of a text once, in order, with the word as it stood in the text.

    Years, single letters, numbers and stop words are left out: `marks` reads those that matter.
    """
    found: dict[str, str] = {}
    plain_words = tokens(text)
    english = is_english(plain_words)
    glossary = shipped()
    keys = [(key(word), english_key(word)) for word in plain_words]
    at = 0
    while at < len(plain_words):
        taken, meaning = _phrase(plain_words, keys, at, glossary, english)
        if meaning:
            for concept in meaning:
                found.setdefault(concept, " ".join(plain_words[at : at + taken]))
        elif _counts(plain_words[at]):
            for part in _parts(plain_words[at]):
                found.setdefault(part, plain_words[at])
        at += taken
    return tuple(found.items())


def _counts(word: str) -> bool:
    return len(word) > 1 and word not in _STOP and not word.isdigit()


def _phrase(
    plain_words: list[str], keys: list[tuple[str, str]], at: int, glossary: Glossary, english: bool
) -> tuple[int, tuple[str, ...]]:
    """How many words from here are one phrase of the glossary, and its meaning; one word and () when none is."""
    for length in range(min(LONGEST_PHRASE, len(keys) - at), 0, -1):
        norwegian = glossary.norwegian.get(tuple(pair[0] for pair in keys[at : at + length]), ())
        foreign = glossary.exact.get(tuple(plain_words[at : at + length]), ())
        foreign = foreign or glossary.english.get(tuple(pair[1] for pair in keys[at : at + length]), ())
        found = (foreign or norwegian) if english else (norwegian or foreign)
        if found:
            return length, found
    return 1, ()


@lru_cache(maxsize=2_000)
def _parts(word: str) -> tuple[str, ...]:
    """A word that is not in the glossary: its known parts if it is made of some, else itself.

    Fewest parts first; parts have at least four letters (`splits`). Where only one part is known, it must be long, and
    the rest stands as a word of its own.
    """
    stemmed = stem(word)
    if len(stemmed) < _SHORTEST_COMPOUND or any(letter.isdigit() for letter in word):
        return (key(word),)
    known = shipped().norwegian
    partly: tuple[str, ...] = ()
    for first, head in splits(stemmed):
        if head in _NO_HEADS:
            continue
        first_is, head_is = known.get((key(first),)), known.get((key(head),))
        if first_is and head_is:
            return first_is + head_is
        if not partly and head_is and len(head) >= _SHORTEST_KNOWN_PART:
            partly = (*_two(first, known), *head_is)
        if not partly and first_is and len(first) >= _SHORTEST_KNOWN_PART:
            partly = (*first_is, *_two(head, known))
    return partly or _with_short_head(stemmed, known) or (key(word),)


def _with_short_head(stemmed: str, known: Phrases) -> tuple[str, ...]:
    """A known word and a head of three letters: «demens» + «kor»."""
    for head in _SHORT_HEADS:
        before = stemmed.removesuffix(head)
        if before == stemmed or len(before.removesuffix("s")) < 4:
            continue
        whole, unlinked = known.get((key(before),)), key(before.removesuffix("s"))
        meaning = whole or known.get((unlinked,)) or _two(unlinked, known)
        return (*meaning, *known.get((key(head),), (key(head),)))
    return ()


def _two(word: str, known: Phrases) -> tuple[str, ...]:
    """Two known parts of what was left of a compound, or the rest itself."""
    for first, head in splits(word):
        first_is, head_is = known.get((key(first),)), known.get((key(head),))
        if first_is and head_is:
            return first_is + head_is
    return _with_short_head(word, known) or (key(word),)


def is_year(word: str) -> bool:
    """Whether a word is a year from 1900 to 2099."""
    return bool(_YEAR.fullmatch(word))
