"""The ladder of trust, and the formulas it stands on."""

import numpy as np
import pytest

from harmoni.distributions import Exponential
from harmoni.selftest import ladder
from harmoni.theory import chains, queues


@pytest.mark.parametrize("rung", ladder.RUNGS, ids=lambda rung: rung.name)
def test_engine_agrees_with_theory(rung):
    for result in ladder.stand(rung, ladder.RUNS):
        assert result.is_fine, f"{result.name}: {result.simulated} but {result.exact} (z {result.z:+.1f})"


def test_a_wrong_answer_would_be_seen():
    """The ladder can fail: a station with one place less than it should have."""
    right = next(rung for rung in ladder.RUNGS if rung.name == "M/M/10")
    wrong = ladder.Rung("wrong", lambda: ladder.models.station(9, Exponential(2.0), 4.0), right.numbers)
    assert not any(result.is_fine for result in ladder.stand(wrong, 20))


def test_erlang_formulas_give_the_known_values():
    assert queues.erlang_b(10, 8.0) == pytest.approx(0.12166, abs=5e-6)
    assert queues.erlang_c(1, 0.7) == pytest.approx(0.7)
    assert queues.mean_wait(1, 0.5, 1.0) == pytest.approx(1.0)
    assert queues.mean_wait(3, 3.0, 1.0) == np.inf
    assert queues.limited(10, 0, 8.0)[-1] == pytest.approx(queues.erlang_b(10, 8.0))
    assert queues.erlang_c(queues.square_root_places(20.0, 0.1), 20.0) <= 0.1


def test_one_unit_as_a_chain_is_the_station_with_a_waiting_room():
    steady = chains.solve(chains.Row(4.5, (10,), (2.0,), (0.0,), 5))
    shares = queues.limited(10, 5, 9.0)
    assert steady.turned_away == pytest.approx(shares[-1])
    assert steady.outside == pytest.approx(shares[11:] @ np.arange(1, 6))


def test_priorities_share_one_wait():
    """What the urgent gain the others lose: the mean wait over all is that without priorities."""
    loads = [0.6, 0.9, 1.0]
    waits = queues.priority_waits(3, loads, 1.0)
    assert np.dot(waits, loads) / sum(loads) == pytest.approx(queues.mean_wait(3, 2.5, 1.0))


def test_an_even_week_has_an_even_occupancy():
    assert queues.daily_occupancy(np.full(7, 3.0), Exponential(2.0)) == pytest.approx(np.full(7, 6.0), rel=1e-4)
