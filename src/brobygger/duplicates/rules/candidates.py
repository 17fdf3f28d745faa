"""Which pairs are worth comparing: those with many letters in common, rare words, a name or an identifier.

Everything here is sparse and done in blocks, so that memory stays bounded. Same records, same pairs: nothing is random.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from itertools import combinations

import numpy as np
from scipy import sparse

from brobygger.duplicates.rules.prepared import Prepared
from brobygger.duplicates.rules.records import Record
from brobygger.portfolio.rules.text import plain

Pair = tuple[int, int]

# About so many pairs are compared in all, and each record with at least so many others.
PAIRS_WANTED = 150_000
FEWEST_EACH = 10
# What more records hold than this tells too little to be worth the time.
_MOST_SHARE, _FEWEST_HOLDERS, _MOST_HOLDERS = 0.1, 60, 1500
_LARGEST_GROUP = 40
_BLOCK = 1_000
_LEAST_COSINE = 0.08
_GRAM = 3


def grams(text: str) -> list[str]:
    """The runs of three letters of a text, words parted by a space."""
    padded = f" {' '.join(text.split())} "
    return [padded[at : at + _GRAM] for at in range(len(padded) - _GRAM + 1)]


def each(records: int) -> int:
    """How many others a record is compared with by each way of looking."""
    return max(FEWEST_EACH, PAIRS_WANTED // max(records, 1))


def of_registrations(records: Sequence[Prepared]) -> list[Pair]:
    """The pairs of registrations worth comparing: by letters of titles, by words, by names, by identifiers."""
    wanted = each(len(records))
    spelt = [grams(f"{p.record.title} {p.record.title_en} {p.record.acronym}".casefold()) for p in records]
    found = nearest(spelt, wanted) | nearest([sorted(p.body) for p in records], wanted)
    names = {name for p in records for name in p.names}
    found |= sharing([p.ids for p in records])
    found |= sharing([(p.names | p.spelt | p.mentioned | p.initials) & names for p in records])
    return sorted(found)


def of_rows(records: Sequence[Record], sides: Sequence[int] | None) -> list[Pair]:
    """The pairs of rows of any table worth comparing: by letters and by words of all texts and codes.

    In each pair the earlier row stands first; of two sources, the row of the first source.
    """
    wanted = each(len(records))
    whole = [plain(" ".join((*record.texts, *record.codes))) for record in records]
    found = nearest(map(grams, whole), wanted, sides)
    found |= nearest([dict.fromkeys(text.split()) for text in whole], wanted, sides)
    if sides is None:
        return sorted(found)
    return sorted((other, one) if sides[one] else (one, other) for one, other in found)


def nearest(features: Iterable[Iterable[str]], wanted: int, sides: Sequence[int] | None = None) -> set[Pair]:
    """For each record the `wanted` others whose features weigh most alike (cosine of TF-IDF).

    `sides` says which source each record is of; then only records of different sources are paired.
    """
    matrix = _weighed(features)
    if sides is None:
        everyone = np.arange(matrix.shape[0])
        return _top(matrix, matrix, wanted, everyone, everyone)
    first = np.array([at for at, side in enumerate(sides) if side == 0], dtype=np.int64)
    second = np.array([at for at, side in enumerate(sides) if side == 1], dtype=np.int64)
    return _top(matrix[first], matrix[second], wanted, first, second) | _top(
        matrix[second], matrix[first], wanted, second, first
    )


def sharing(keys: Iterable[Collection[object]]) -> set[Pair]:
    """All pairs that hold one and the same key; keys that very many hold are left out."""
    holders: dict[object, list[int]] = defaultdict(list)
    for at, held in enumerate(keys):
        for key in held:
            holders[key].append(at)
    return {pair for group in holders.values() if len(group) <= _LARGEST_GROUP for pair in combinations(group, 2)}


def _weighed(features: Iterable[Iterable[str]]) -> sparse.csr_matrix:
    """One row for each record, TF-IDF, length 1; columns that too many or only one hold are dropped."""
    columns: dict[str, int] = {}
    indices: list[int] = []
    ends = [0]
    for held in features:
        indices.extend(columns.setdefault(feature, len(columns)) for feature in held)
        ends.append(len(indices))
    shape = (len(ends) - 1, max(len(columns), 1))
    matrix = sparse.csr_matrix(
        (np.ones(len(indices), dtype=np.float32), np.array(indices, dtype=np.int64), ends), shape=shape
    )
    matrix.sum_duplicates()
    holders = np.bincount(matrix.indices, minlength=shape[1])
    most = max(_FEWEST_HOLDERS, min(_MOST_HOLDERS, int(_MOST_SHARE * shape[0])))
    weight = np.where((holders > 1) & (holders <= most), np.log(shape[0] / np.maximum(holders, 1)) + 0.1, 0)
    matrix.data = (1 + np.log(matrix.data)) * weight[matrix.indices].astype(np.float32)
    matrix.eliminate_zeros()
    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return sparse.diags(1 / np.maximum(length, 1e-9)).astype(np.float32).dot(matrix).tocsr()


def _top(
    one: sparse.csr_matrix, other: sparse.csr_matrix, wanted: int, one_at: np.ndarray, other_at: np.ndarray
) -> set[Pair]:
    found: set[Pair] = set()
    turned = other.T.tocsr()
    for start in range(0, one.shape[0], _BLOCK):
        product = one[start : start + _BLOCK].dot(turned)
        for row in range(product.shape[0]):
            low, high = product.indptr[row], product.indptr[row + 1]
            values, columns = product.data[low:high], product.indices[low:high]
            kept = values >= _LEAST_COSINE
            values, columns = values[kept], other_at[columns[kept]]
            here = int(one_at[start + row])
            if len(values) > wanted + 1:
                # Ties are cut by place, so that the outcome is always the same.
                order = np.lexsort((columns, -values))[: wanted + 1]
                columns = columns[order]
            found.update((min(here, int(there)), max(here, int(there))) for there in columns if there != here)
    return found
