"""How telling a word is: the fewer records hold it, the more a shared one says."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from brobygger.duplicates.rules.glossary import shipped

# What is believed of a word before any record is counted, as the part of the records that hold it. The belief weighs
# as much as this many records, so that twenty records do not make «project» a rare word.
BELIEF = 150
_COMMON, _KNOWN, _UNKNOWN = 0.12, 0.015, 0.003
_USUAL_PARTIES = frozenset({"partner:ntnu", "partner:trondheim kommune", "unit:ntnu", "unit:trondheim kommune"})


class Corpus(Protocol):
    """What scoring needs to know of all the records."""

    def idf(self, word: str) -> float:
        """How many bits a word tells: −log2 of the part of the records that hold it, never below zero."""


@dataclass
class Frequencies:
    """A corpus from counts: of `size` records, `counts[word]` hold the word."""

    size: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    _known: dict[str, float] = field(default_factory=dict, repr=False)

    def idf(self, word: str) -> float:
        """See Corpus."""
        found = self._known.get(word)
        if found is None:
            held = self.counts.get(word, 0) + BELIEF * believed(word)
            found = self._known[word] = max(0.0, -math.log2(held / (self.size + BELIEF)))
        return found


def believed(word: str) -> float:
    """The part of registrations that hold a word, by its meaning alone."""
    glossary = shipped()
    if word in glossary.common:
        return _COMMON
    if word in _USUAL_PARTIES:
        return 0.5
    return _KNOWN if word in glossary.names or ":" in word else _UNKNOWN


def count(records: Iterable[Iterable[str]]) -> Frequencies:
    """The corpus of records, each given as its words (`Prepared.index_words`)."""
    counts: Counter[str] = Counter()
    size = 0
    for words in records:
        counts.update(set(words))
        size += 1
    return Frequencies(size, counts)


def is_common(word: str) -> bool:
    """Whether nearly every registration could say a word, so that it is no reason by itself."""
    return word in shipped().common
