"""How probable it is that two records are the same thing, the answer that follows, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from brobygger.duplicates.rules.corpus import Corpus, is_common
from brobygger.duplicates.rules.levels import COMPARISONS, SHIPPED, Level, Weights
from brobygger.duplicates.rules.measures import Measures, bits, measure, shared_words
from brobygger.duplicates.rules.prepared import Prepared

# A score from here on is «same». What differs explicitly stays below.
SAME = 0.5
RELATED_AT_MOST = 0.45
# Where nothing telling is shared, the score is this part of what it would have been: such pairs come after all others.
UNTOLD_AT_MOST = 0.02
# Explicit differences of so many bits mean that the two are not the same, however alike they are.
SETS_APART = -4.0
# A word shared by fewer than one record in thirty tells something.
TELLING_BITS = 4.5
# The measures are not independent, so their bits are counted half: that keeps the scores from clinging to 0 and 1.
BITS_PER_STEP = 2.0


class Answer(StrEnum):
    """What is proposed. `REVIEW`: too little for «same», and nothing says how they would be related."""

    SAME = "same"
    RELATED = "related"
    REVIEW = "review"


@dataclass(frozen=True)
class Reason:
    """One piece of evidence: the code of a level, its weight in bits (below zero: against), the words it rests on."""

    code: str
    bits: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scored:
    """A pair judged. `score` is 0–1; `telling` says whether anything distinctive is shared at all."""

    score: float
    answer: Answer
    reasons: tuple[Reason, ...]
    bits: float
    telling: bool


def probability(weight: float) -> float:
    """Bits over the line as a number from 0 to 1, one half at the line."""
    return float(1 / (1 + 2 ** (-max(-60.0, min(60.0, weight / BITS_PER_STEP)))))


def chosen_levels(measures: Measures) -> list[tuple[Level, bool]]:
    """The level of each comparison that tells something, and whether it marks a part rather than the same."""
    found = []
    for comparison in COMPARISONS:
        level = comparison.level(measures[comparison.measure])
        if level is not None:
            found.append((level, comparison.parts))
    return found


def score(a: Prepared, b: Prepared, corpus: Corpus, weights: Weights = SHIPPED) -> Scored:
    """Judge a pair. Symmetric but for the order of words in the reasons."""
    measures = measure(a, b, corpus)
    levels = chosen_levels(measures)
    alike = weights.prior + sum(weights.of(level) for level, parts in levels if not parts)
    apart = sum(weights.of(level) for level, parts in levels if parts)
    telling = is_telling(a, b, corpus, measures)
    found = probability(alike + apart)
    if not telling:
        found *= UNTOLD_AT_MOST
    elif apart <= SETS_APART:
        found = min(found, RELATED_AT_MOST)
    if found >= SAME:
        answer = Answer.SAME
    elif telling and apart < 0 and probability(alike) >= SAME:
        answer = Answer.RELATED
    else:
        answer = Answer.REVIEW
    reasons = sorted(
        (Reason(level.code, weights.of(level), _words(level.code, a, b, corpus)) for level, _ in levels),
        key=lambda reason: -abs(reason.bits),
    )
    return Scored(found, answer, tuple(reason for reason in reasons if reason.bits), alike + apart, telling)


def is_telling(a: Prepared, b: Prepared, corpus: Corpus, measures: Measures) -> bool:
    """Whether the two share something distinctive: an identifier, a name, or a rare word of a title.

    Likeness of letters alone never raises a suggestion.
    """
    if measures["id"] == 1 or (measures["name"] or 0) > 0:
        return True
    if any(corpus.idf(word) >= TELLING_BITS for word in (*shared_words(a, b), *shared_words(b, a))):
        return True
    shared = (a.body & b.body) - (a.explained & b.explained)
    return bits((word for word in shared if not is_common(word)), corpus) >= 2 * TELLING_BITS


def _words(code: str, a: Prepared, b: Prepared, corpus: Corpus) -> tuple[str, ...]:
    """The words a reason rests on, as they were written in the first record."""
    finder = _WORDS_OF.get(code.split("_")[0])
    return finder(a, b, corpus) if finder else ()


def _rare(a: Prepared, b: Prepared, corpus: Corpus) -> tuple[str, ...]:
    found = sorted(shared_words(a, b), key=corpus.idf, reverse=True)
    return tuple(dict.fromkeys(a.surfaces[word] for word in found[:5]))


def _names(a: Prepared, b: Prepared, corpus: Corpus) -> tuple[str, ...]:
    found = (a.names & b.names) or (a.names & b.spelt) | (b.names & a.spelt)
    found = found or (a.names & b.initials) | (b.names & a.initials)
    found = found or (a.names & b.mentioned) | (b.names & a.mentioned) or a.names | b.names
    return tuple(sorted(found))


_WORDS_OF: dict[str, Callable[[Prepared, Prepared, Corpus], tuple[str, ...]]] = {
    "words": _rare,
    "name": _names,
    "id": lambda a, b, corpus: tuple(sorted(f"{scheme} {value}" for scheme, value in (a.ids & b.ids) or a.ids | b.ids)),
    "partners": lambda a, b, corpus: tuple(
        sorted(a.partners & b.partners, key=lambda p: -corpus.idf(f"partner:{p}"))[:3]
    ),
    "units": lambda a, b, corpus: tuple(sorted(a.units & b.units, key=lambda u: -corpus.idf(f"unit:{u}"))[:3]),
    "place": lambda a, b, corpus: tuple(sorted(a.marks.places | b.marks.places)),
    "edition": lambda a, b, corpus: tuple(str(year) for year in sorted(a.marks.years | b.marks.years)),
    "number": lambda a, b, corpus: tuple(sorted(a.marks.numbers | b.marks.numbers)),
}
