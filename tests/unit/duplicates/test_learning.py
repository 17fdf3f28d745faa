"""Learning from decisions: as good or better on pairs not seen, calibrated, held to the start where little is known."""

from __future__ import annotations

import numpy as np
import pytest
from bench.duplicates import table_of

from brobygger.duplicates.rules import candidates, learning
from brobygger.duplicates.rules.columns import Told, recognise, record_of
from brobygger.duplicates.rules.corpus import count
from brobygger.duplicates.rules.levels import SHIPPED, Weights
from brobygger.duplicates.rules.measures import measure
from brobygger.duplicates.rules.prepared import prepare
from brobygger.duplicates.rules.scoring import chosen_levels, probability


def decisions(*names: str) -> tuple[list[frozenset[str]], list[bool]]:
    observed, same = [], []
    for name in names:
        rows, things = table_of(f"registrations {name}")
        columns = recognise(list(rows[0]), {h: [r[h] for r in rows] for h in rows[0]}, Told())
        ready = [prepare(record_of(row, columns)) for row in rows]
        corpus = count(record.index_words() for record in ready)
        for one, other in candidates.of_registrations(ready)[::3]:
            observed.append(frozenset(lv.code for lv, _ in chosen_levels(measure(ready[one], ready[other], corpus))))
            same.append(things[one] == things[other])
    return observed, same


def bits_of(observed: list[frozenset[str]], weights: Weights) -> np.ndarray:
    start = learning.shipped_bits()
    return np.array([weights.prior + sum(weights.bits.get(code, start[code]) for code in met) for met in observed])


def loss(bits: np.ndarray, same: list[bool]) -> float:
    chance = np.clip([probability(b) for b in bits], 1e-6, 1 - 1e-6)
    return float(-np.mean(np.where(same, np.log(chance), np.log(1 - chance))))


@pytest.fixture(scope="module")
def learnt() -> learning.Model:
    observed, same = decisions("dev", "more_dev")
    return learning.fit(observed, same, learning.shipped_bits(), SHIPPED.prior, kind="registrations")


def test_it_is_no_worse_on_pairs_not_seen_and_calibrated(learnt: learning.Model) -> None:
    observed, same = decisions("held", "more_held")
    before, after = bits_of(observed, SHIPPED), bits_of(observed, learnt.weights)
    assert loss(after, same) <= loss(before, same)
    chance = np.array([probability(b) for b in after])
    truth = np.array(same)
    assert abs(chance.mean() - truth.mean()) <= 0.05
    for low, high in ((0, 0.02), (0.02, 0.2), (0.2, 0.8), (0.8, 1)):
        part = (chance >= low) & (chance < high) if high < 1 else chance >= low
        if part.sum() >= 40:
            assert abs(chance[part].mean() - truth[part].mean()) <= 0.2


def test_a_model_is_read_as_it_was_written(learnt: learning.Model) -> None:
    assert learning.read_model(learnt.as_json()) == learnt
    assert 0.5 < learnt.precision <= 1
    assert 0.5 < learnt.recall <= 1


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 1}', '{"version": 1, "prior": NaN}', "[" * 100_000])
def test_what_is_no_model_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        learning.read_model(text)


def test_few_decisions_move_little(learnt: learning.Model) -> None:
    observed, same = decisions("dev")
    yes = [at for at, is_same in enumerate(same) if is_same][:25]
    no = [at for at, is_same in enumerate(same) if not is_same][:25]
    few = learning.fit(
        [observed[at] for at in yes + no],
        [True] * 25 + [False] * 25,
        learning.shipped_bits(),
        SHIPPED.prior,
        kind="registrations",
    )
    assert few.pairs == 50
    with pytest.raises(learning.TooFewDecisions):
        learning.fit(observed[:5], same[:5], learning.shipped_bits(), 0, kind="registrations")
