"""What the others say: two rows that are like the same rows are likelier to be the same, and the other way round."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy import sparse

from brobygger.duplicates.rules.candidates import Pair

# Pairs that were never compared are worth comparing when this much of their company is the same.
_LEAST_SHARED = 0.2
# So many pairs are looked at together, so that memory stays bounded.
_AT_ONCE = 5_000


def in_company(probability: np.ndarray, pairs: Sequence[Pair], rows: int) -> np.ndarray:
    """The mean of each pair's own probability and the part of their company that the two share.

    The company of a row is itself and all it may be the same as, each counted by its probability. For two rows that have
    only each other the two are equal, so nothing changes.
    """
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    company = _company(probability, ends, rows)
    size = np.asarray(company.sum(axis=1)).ravel()
    both = np.concatenate(
        [
            np.asarray(company[part[:, 0]].multiply(company[part[:, 1]]).sum(axis=1)).ravel()
            for part in np.array_split(ends, len(ends) // _AT_ONCE + 1)
        ]
    )
    shared = both / np.maximum(size[ends[:, 0]] + size[ends[:, 1]] - both, 1e-9)
    return np.asarray((probability + np.clip(shared, 0, 1)) / 2)


def through_others(probability: np.ndarray, pairs: Sequence[Pair], rows: int) -> list[Pair]:
    """Pairs that were not compared though they share much of their company, in order."""
    ends = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    likely = probability >= 0.5
    company = _company(probability[likely], ends[likely], rows)
    size = np.asarray(company.sum(axis=1)).ravel()
    product = sparse.triu(company.dot(company), k=1).tocoo()
    shared = product.data / np.maximum(size[product.row] + size[product.col] - product.data, 1e-9)
    kept = shared >= _LEAST_SHARED
    found = set(zip(product.row[kept].tolist(), product.col[kept].tolist(), strict=True))
    return sorted(found - set(pairs))


def _company(probability: np.ndarray, ends: np.ndarray, rows: int) -> sparse.csr_matrix:
    everyone = np.arange(rows)
    return sparse.csr_matrix(
        (
            np.concatenate([probability, probability, np.ones(rows)]),
            (
                np.concatenate([ends[:, 0], ends[:, 1], everyone]),
                np.concatenate([ends[:, 1], ends[:, 0], everyone]),
            ),
        ),
        shape=(rows, rows),
    )
