"""How alike two records are, one number for each comparison. What the numbers are worth stands in `levels`.

A measure that cannot be taken, because one of the two says nothing, is None.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from math import fsum

from rapidfuzz.distance import Levenshtein

from brobygger.duplicates.rules.corpus import Corpus
from brobygger.duplicates.rules.marks import Marks
from brobygger.duplicates.rules.prepared import Prepared

# A misspelt word is as good as the part of it that is right. Short words must be equal.
SHORTEST_MISSPELT = 6
LEAST_LIKENESS = 0.8
# A title says enough to be looked for in a text when it is worth this many bits.
ENOUGH_TO_LOOK_FOR = 8.0

Measures = dict[str, float | None]


@lru_cache(maxsize=10_000)
def likeness(one: str, other: str) -> float:
    """1 for equal words, the part that is equal for misspelt ones, 0 for different words. Symmetric."""
    if one == other:
        return 1.0
    if min(len(one), len(other)) < SHORTEST_MISSPELT or one.isdigit() or other.isdigit():
        return 0.0
    return float(Levenshtein.normalized_similarity(one, other, score_cutoff=LEAST_LIKENESS))


def best(word: str, others: Collection[str]) -> float:
    """How well a word is found among others."""
    if word in others:
        return 1.0
    if len(word) < SHORTEST_MISSPELT:
        return 0.0
    return max((likeness(word, other) for other in others), default=0.0)


def bits(words: Iterable[str], corpus: Corpus) -> float:
    """What the words tell together: the same in whichever order, to the last digit."""
    return fsum(map(corpus.idf, words))


def covered(words: Iterable[str], others: Collection[str], corpus: Corpus) -> float:
    """The bits of the words that are found among the others."""
    return fsum(found * corpus.idf(word) for word in words if (found := best(word, others)))


def shared_words(a: Prepared, b: Prepared) -> list[str]:
    """The words of the titles of `a` that the titles of `b` have too, misspelt or not, and that nothing else explains."""
    explained = a.explained & b.explained
    others = b.title_words - explained
    words = dict.fromkeys(word for title in a.titles for word in title if word not in explained)
    return [word for word in words if best(word, others)]


def measure(a: Prepared, b: Prepared, corpus: Corpus) -> Measures:
    """Every measure of a pair, by the name of its comparison. Symmetric."""
    titles = _unexplained(a, b), _unexplained(b, a)
    title, title_bits = _titles(*titles, corpus)
    return {
        "title": title,
        "title_bits": title_bits,
        "inside": _inside(titles[0], b.body, titles[1], a.body, corpus),
        "description": _description(a, b, corpus),
        "name": _name(a, b),
        "id": _ids(a, b),
        "partners": _parties(a.partners, b.partners, "partner:", corpus),
        "units": _parties(a.units, b.units, "unit:", corpus),
        "years": _years(a, b),
        "family": _family(a.marks, b.marks),
        "part": _part(a.marks, b.marks),
        "kind": _kind(a.marks, b.marks),
        "edition": _edition(a, b),
        "number": _apart(a.marks.numbers, b.marks.numbers),
        "place": _apart(a.marks.places, b.marks.places),
    }


Titles = Sequence[Sequence[str]]


def _unexplained(a: Prepared, b: Prepared) -> Titles:
    """The titles of `a` without the words that are explained in both."""
    explained = a.explained & b.explained
    if not explained:
        return a.titles
    return [[word for word in title if word not in explained] for title in a.titles]


def _titles(ones: Titles, others: Titles, corpus: Corpus) -> tuple[float, float]:
    """The likeness of the two most alike titles (0–1) and what they share, in bits."""
    found = (0.0, 0.0)
    for one in ones:
        for other in others:
            whole = bits(one, corpus) + bits(other, corpus)
            common = covered(one, other, corpus) + covered(other, one, corpus)
            if whole:
                found = max(found, (common / whole, common / 2))
    return found


def _inside(
    ones: Titles, body: Collection[str], others: Titles, other_body: Collection[str], corpus: Corpus
) -> float | None:
    """How much of the one title stands somewhere in the other record (`body`): of both ways the better one."""
    found = []
    for titles, there in ((ones, body), (others, other_body)):
        for title in titles:
            whole = bits(title, corpus)
            if whole >= ENOUGH_TO_LOOK_FOR:
                found.append(bits((word for word in title if word in there), corpus) / whole)
    return max(found, default=None)


def _description(a: Prepared, b: Prepared, corpus: Corpus) -> float | None:
    """How much of the text that says less stands in the other one too."""
    if not a.record.description or not b.record.description:
        return None
    whole = min(bits(a.body, corpus), bits(b.body, corpus))
    return bits(a.body & b.body, corpus) / whole if whole else None


def _name(a: Prepared, b: Prepared) -> float | None:
    """3: the same acronym; 2: one's stands in the other's title; 1: it abbreviates that; ½: the text mentions it; 0: different ones."""
    if not a.names and not b.names:
        return None
    if a.names & b.names:
        return 3
    if any(len(name) >= 4 for name in (a.names & b.spelt) | (b.names & a.spelt)):
        return 2
    if a.names & b.initials or b.names & a.initials:
        return 1
    if any(len(name) >= 4 for name in (a.names & b.mentioned) | (b.names & a.mentioned)):
        return 0.5
    return 0 if a.names and b.names else None


def _ids(a: Prepared, b: Prepared) -> float | None:
    """1 when an identifier is equal, 0 when two of one scheme differ and none is equal."""
    if a.ids & b.ids:
        return 1
    return 0 if {scheme for scheme, _ in a.ids} & {scheme for scheme, _ in b.ids} else None


def _parties(one: frozenset[str], other: frozenset[str], kind: str, corpus: Corpus) -> float | None:
    """The bits of the most telling party both have; −1 when both name some, and none is shared."""
    if not one or not other:
        return None
    return max((corpus.idf(kind + name) for name in one & other), default=-1)


def _years(a: Prepared, b: Prepared) -> float | None:
    """How many years lie between the starts, as a negative number."""
    if a.record.start_year is None or b.record.start_year is None:
        return None
    return -abs(a.record.start_year - b.record.start_year)


MIXED_UP = (
    {"event", "meeting"},
    {"student", "internship", "teamwork"},
    {"course", "event"},
    {"project", "evaluation"},
)
_STANDS_APART = frozenset(
    {"application", "phd", "master", "bachelor", "teamwork", "dissemination", "call", "internship"}
)
RECURS = frozenset({"event", "teamwork", "internship", "student", "course", "dissemination"})


def _family(a: Marks, b: Marks) -> float | None:
    """2: the same family of kinds, and not just any project; 1: both projects; 0: families that are mixed up; −1: others."""
    if not a.family or not b.family:
        return None
    if a.family == b.family:
        return 1 if a.family == "project" else 2
    return 0 if any({a.family, b.family} <= mixed for mixed in MIXED_UP) else -1


def _kind(a: Marks, b: Marks) -> float:
    """2: a thesis and an application, for instance; 1: one of the two is such a thing, the other is not; 0: alike."""
    one, other = sorts_of(a), sorts_of(b)
    if one == other or one & other:
        return 0
    return 2 if one and other else 1


def sorts_of(marks: Marks) -> frozenset[str]:
    """What a registration is that stands apart from the project it belongs to: a thesis, an application, a talk."""
    return frozenset({marks.family} | marks.told) & _STANDS_APART


def _part(a: Marks, b: Marks) -> float:
    """2: both are numbered parts, and not the same one; 1: only one is a part, a phase or a continuation; 0: alike."""
    if a.parts == b.parts or a.parts & b.parts:
        return 0
    return 2 if {name for name, _ in a.parts} & {name for name, _ in b.parts} else 1


def _edition(a: Prepared, b: Prepared) -> float:
    """2: the titles name different years; 1: two of what is held again and again, of different years; 0: alike."""
    if a.marks.years and b.marks.years:
        return _apart(a.marks.years, b.marks.years)
    if {a.marks.family, b.marks.family} <= RECURS and a.record.start_year and b.record.start_year:
        return 1 if a.record.start_year != b.record.start_year else 0
    return 0


def _apart(one: frozenset[str] | frozenset[int], other: frozenset[str] | frozenset[int]) -> float:
    """2 when both say something, and nothing the same."""
    return 2 if one and other and not set(one) & set(other) else 0
