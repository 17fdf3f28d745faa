"""From records to the list of pairs: candidates, scores, and what is written of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from brobygger.duplicates.rules import candidates, clusters, estimation, tabular
from brobygger.duplicates.rules.aliases import Aliases
from brobygger.duplicates.rules.corpus import count
from brobygger.duplicates.rules.levels import SHIPPED, Weights
from brobygger.duplicates.rules.matching import best_first, one_to_one, top
from brobygger.duplicates.rules.prepared import prepare
from brobygger.duplicates.rules.reasons import column_text, in_words
from brobygger.duplicates.rules.records import Record
from brobygger.duplicates.rules.scoring import SAME, UNTOLD_AT_MOST, Answer, score

# Below this a pair is not worth a line.
LISTED = 0.05


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
    """What the user asks for. `one_to_one`: the records are of two sources, each of which holds a thing at most once."""

    threshold: float = LISTED
    top: int = 0
    one_to_one: bool = False
    lang: str = "nb"


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
    found = []
    for one, other in candidates.of_registrations(ready):
        if sides and sides[one] == sides[other]:
            continue
        scored = score(ready[one], ready[other], corpus, weights)
        if scored.score >= max(options.threshold, UNTOLD_AT_MOST / 2) and scored.telling:
            found.append(Found(one, other, scored.score, scored.answer, in_words(scored.reasons, options.lang)))
    return _chosen(found, options)


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
    listed = np.flatnonzero(probability >= options.threshold)
    return _chosen([_found(pairs, probability, found, columns, int(at), options.lang) for at in listed], options)


def _found(
    pairs: Sequence[candidates.Pair],
    probability: np.ndarray,
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
    chance = float(probability[at])
    reasons = "; ".join(text for _, text in sorted(told, key=lambda pair: -pair[0]))
    return Found(*pairs[at], chance, Answer.SAME if chance >= SAME else Answer.REVIEW, reasons)


def _chosen(found: Sequence[Found], options: Options) -> list[Found]:
    """The best first; one to one, or the best of each record, when that is asked for."""
    by_pair = {(pair.one, pair.other): pair for pair in found}
    chosen = [(pair.one, pair.other, pair.score) for pair in found]
    chosen = one_to_one(chosen) if options.one_to_one else best_first(chosen)
    if options.top:
        chosen = top(chosen, options.top)
    return [by_pair[one, other] for one, other, _ in chosen]
