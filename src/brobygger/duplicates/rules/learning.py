"""Weights learnt from what people decided: regularised logistic regression on the levels that scoring uses.

The regression is held to the weights we start from (shipped or estimated), so that fifty decisions move little and a thousand
much. Its outcome is calibrated on pairs it was not fitted on, and precision and recall are those of cross-validation.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from brobygger.duplicates.rules.levels import COMPARISONS, SHIPPED, Weights
from brobygger.duplicates.rules.scoring import BITS_PER_STEP

FOLDS = 5
FEWEST = 20
# How many decisions' worth the weights we start from are held to.
_HELD = 0.3
_VERSION = 1
_STEPS = 50


class TooFewDecisions(ValueError):
    """There is nothing to learn from: fewer than FEWEST of «same», or of the others."""


@dataclass(frozen=True)
class Model:
    """What was learnt: the prior and the weight of each level in bits, calibrated, and how good it was on unseen pairs.

    `kind` is "registrations" or "table"; `columns` are the columns of a table.
    """

    kind: str
    prior: float
    bits: Mapping[str, float]
    columns: tuple[str, ...]
    pairs: int
    same: int
    precision: float
    recall: float

    @property
    def weights(self) -> Weights:
        """The weights for scoring registrations."""
        return Weights(self.prior, self.bits)

    def as_json(self) -> str:
        """The model as the text of a file."""
        return json.dumps({"version": _VERSION, **asdict(self)}, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def read_model(text: str) -> Model:
    """A model from the text of a file. Raises ValueError when it is none."""
    try:
        told = json.loads(text, parse_constant=_refuse)
        if told.pop("version") != _VERSION:
            raise ValueError("version")
        bits = {str(code): float(value) for code, value in told.pop("bits").items()}
        columns, kind = tuple(map(str, told.pop("columns"))), str(told.pop("kind"))
        pairs, same = int(told.pop("pairs")), int(told.pop("same"))
        return Model(
            kind=kind, bits=bits, columns=columns, pairs=pairs, same=same, **{k: float(v) for k, v in told.items()}
        )
    except (AttributeError, KeyError, TypeError, OverflowError, RecursionError) as wrong:
        raise ValueError(str(wrong)) from wrong


def _refuse(constant: str) -> float:
    raise ValueError(constant)


def shipped_bits() -> dict[str, float]:
    """The weights we start from for registrations, by level."""
    return {level.code: SHIPPED.of(level) for comparison in COMPARISONS for level in comparison.levels}


def fit(
    observed: Sequence[frozenset[str]],
    same: Sequence[bool],
    start: Mapping[str, float],
    prior: float,
    *,
    kind: str,
    columns: Sequence[str] = (),
    step: float = BITS_PER_STEP,
) -> Model:
    """Learn from pairs: the codes of the levels each one meets, and whether people said it is the same.

    `step` is how many bits double the odds in the score the weights are for. Raises TooFewDecisions.
    """
    labels = np.array(same, dtype=float)
    if min(labels.sum(), len(labels) - labels.sum()) < FEWEST:
        raise TooFewDecisions(int(labels.sum()), len(labels))
    codes = list(start)
    place = {code: at for at, code in enumerate(codes)}
    matrix = np.zeros((len(observed), len(codes)))
    for row, met in enumerate(observed):
        matrix[row, [place[code] for code in met if code in place]] = 1
    held = np.array([start[code] for code in codes])
    scale = np.log(2) / step
    unseen = np.zeros(len(labels))
    for fold in _folds(labels):
        weights, line = _regress(matrix[~fold], labels[~fold], held, prior, scale)
        unseen[fold] = matrix[fold] @ weights + line
    slope, shift = _calibrate(unseen, labels, scale)
    said = slope * unseen + shift >= 0
    hits = float((said & (labels == 1)).sum())
    weights, line = _regress(matrix, labels, held, prior, scale)
    return Model(
        kind=kind,
        prior=round(float(slope * line + shift), 3),
        bits={code: round(float(slope * weight), 3) for code, weight in zip(codes, weights, strict=True)},
        columns=tuple(columns),
        pairs=len(labels),
        same=int(labels.sum()),
        precision=round(hits / max(1.0, float(said.sum())), 3),
        recall=round(hits / float(labels.sum()), 3),
    )


def _folds(labels: np.ndarray) -> list[np.ndarray]:
    """Five parts with as many of «same» in each, always the same."""
    part = np.zeros(len(labels), dtype=int)
    for value in (0, 1):
        at = np.flatnonzero(labels == value)
        part[at] = np.arange(len(at)) % FOLDS
    return [part == fold for fold in range(FOLDS)]


def _regress(
    matrix: np.ndarray, labels: np.ndarray, held: np.ndarray, prior: float, scale: float
) -> tuple[np.ndarray, float]:
    """Logistic regression by Newton's method, each weight held to where it started; the prior is free."""
    full = np.column_stack([matrix, np.ones(len(matrix))])
    start = np.append(held, prior)
    pull = np.append(np.full(len(held), _HELD), 1e-4)
    weights = start.copy()
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(scale * (full @ weights), -40, 40)))
        slope = scale * (full.T @ (chance - labels)) + pull * (weights - start)
        curve = scale**2 * (full.T * (chance * (1 - chance))) @ full + np.diag(pull)
        move = np.linalg.solve(curve, slope)
        weights = weights - move
        if np.abs(move).max() < 1e-6:
            break
    return weights[:-1], float(weights[-1])


def _calibrate(unseen: np.ndarray, labels: np.ndarray, scale: float) -> tuple[float, float]:
    """Platt's line from bits of unseen pairs to the odds they turned out to have; a slope that is never below a fifth."""
    # Platt's own targets, which keep a perfect separation from being taken for certainty.
    count = labels.sum()
    target = np.where(labels == 1, (count + 1) / (count + 2), 1 / (len(labels) - count + 2))
    weights, line = _regress(unseen[:, None], target, np.array([1.0]), 0.0, scale)
    return max(0.2, float(weights[0])), line
