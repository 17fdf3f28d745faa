"""From records to the list of pairs: candidates, scores, and what is written of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from brobygger.duplicates.rules import candidates, clusters, estimation, tabular
from brobygger.duplicates.rules.aliases import Aliases
from brobygger.duplicates.rules.corpus import count
from brobygger.duplicates.rules.levels import SHIPPED, Weights
from brobygger.duplicates.rules.matching import best_first, one_to_one, top
from brobygger.duplicates.rules.prepared import prepare
from brobygger.duplicates.rules.reasons import column_text, in_words
from brobygger.duplicates.rules.records import Record
from brobygger.duplicates.rules.scoring import SAME, Answer, Scored, score

# Below this a pair is not worth a line, unless it is among the likeliest of one of its registrations.
LISTED = 0.05
ALWAYS_LISTED = 3


@dataclass(frozen=True)
class Found:
    """A pair of records by their places, how probable it is that they are the same, the answer, and why in words."""

    one: int
    other: int
    score: float
    answer: Answer
    reasons: str


@dataclass(frozen=True)
class Options:
    """What the user asks for. `one_to_one`: the records are of two sources, each of which holds a thing at most once.

    `threshold` is the least score that is listed. When it is not told, it is LISTED (SAME for one to one), and of each
    registration the likeliest ALWAYS_LISTED are listed too.
    """

    threshold: float | None = None
    top: int = 0
    one_to_one: bool = False
    lang: str = "nb"

    @property
    def least(self) -> float:
        """The least score that is listed."""
        return self.threshold if self.threshold is not None else SAME if self.one_to_one else LISTED


def sides_of(records: Sequence[Record]) -> list[int]:
    """0 for the source that comes first, 1 for the other. Raises ValueError when there are not two."""
    sources = list(dict.fromkeys(record.source for record in records))
    if len(sources) != 2:
        raise ValueError(len(sources))
    return [sources.index(record.source) for record in records]


def among_registrations(
    records: Sequence[Record], options: Options, aliases: Aliases | None = None, weights: Weights = SHIPPED
) -> list[Found]:
    """Probable pairs of registrations, the best first, scored with weights that are known beforehand."""
    ready = [prepare(record, aliases) for record in records]
    corpus = count(record.index_words() for record in ready)
    sides = sides_of(records) if options.one_to_one else None
    found: list[tuple[int, int, float, Scored]] = []
    for one, other in candidates.of_registrations(ready):
        if sides and sides[one] == sides[other]:
            continue
        # Of two sources, the record of the first source stands first.
        first, second = (other, one) if sides and sides[one] else (one, other)
        scored = score(ready[first], ready[second], corpus, weights)
        found.append((first, second, scored.score, scored))
    if options.threshold is None and sides is None:
        listed = {pair[:2] for pair in top(found, ALWAYS_LISTED)}
        found = [pair for pair in found if pair[2] >= options.least or pair[:2] in listed]
    else:
        found = [pair for pair in found if pair[2] >= options.least]
    return [
        Found(one, other, chance, scored.answer, in_words(scored.reasons, options.lang))
        for one, other, chance, scored in _chosen(found, options)
    ]


def among_rows(
    records: Sequence[Record], names: Sequence[str], options: Options, learnt: Mapping[str, float] | None = None
) -> list[Found]:
    """Probable pairs of the rows of any table, the best first. The weights are estimated, or those that were learnt."""
    rows = [tabular.read_row(record) for record in records]
    columns = tabular.columns_of(rows, names)
    sides = sides_of(records) if options.one_to_one else None
    pairs = candidates.of_rows(records, sides)
    if not pairs or not columns:
        return []
    found = estimation.estimate(rows, columns, pairs, one_to_one=options.one_to_one, learnt=learnt)
    probability = found.probability
    if sides is None:
        further = clusters.through_others(probability, pairs, len(rows))
        if further:
            pairs = sorted([*pairs, *further])
            found = estimation.estimate(rows, columns, pairs, one_to_one=False, learnt=learnt)
        probability = clusters.in_company(found.probability, pairs, len(rows))
    listed = [(*pairs[at], float(probability[at]), int(at)) for at in np.flatnonzero(probability >= options.least)]
    return [
        _found(one, other, chance, found, columns, at, options.lang)
        for one, other, chance, at in _chosen(listed, options)
    ]


def _found(
    one: int,
    other: int,
    chance: float,
    estimate: estimation.Estimate,
    columns: Sequence[tabular.Column],
    at: int,
    lang: str,
) -> Found:
    told = [
        (abs(bits), column_text(column.name, step, bits, lang))
        for column, step, bits in zip(columns, estimate.levels[at].tolist(), estimate.bits[at].tolist(), strict=True)
        if step != estimation.MISSING
    ]
    reasons = "; ".join(text for _, text in sorted(told, key=lambda pair: -pair[0]))
    return Found(one, other, chance, Answer.SAME if chance >= SAME else Answer.REVIEW, reasons)


_Pair = TypeVar("_Pair", bound=tuple[Any, ...])


def _chosen(found: Sequence[_Pair], options: Options) -> list[_Pair]:
    """The best first; one to one, or the best of each record, when that is asked for."""
    chosen = one_to_one(found) if options.one_to_one else best_first(found)
    return top(chosen, options.top) if options.top else chosen
