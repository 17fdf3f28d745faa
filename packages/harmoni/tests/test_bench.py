"""The bench measures the same network everywhere, and says what it could not measure."""

import functools
import importlib.util
import json
import math
import shutil
import sys
from dataclasses import replace

import numpy as np
import pytest

from harmoni.bench import engines, figures
from harmoni.bench.network import Network, region
from harmoni.cli import bench
from harmoni.cli.main import main
from harmoni.model import check
from harmoni.statistics.study import simulate

SMALL = Network(places=(30, 7, 5, 30), arrivals_a_day=4.5, warm_up=100, days=200)


def waiting(network: Network, runs: int) -> tuple[float, float]:
    """Harmoni's mean of patients held in the first unit, and the standard deviation of a replication."""
    held = np.array([run.held[:, 0].mean() for run in simulate(network.model(), 5, runs).runs])
    return float(held.mean()), float(held.std(ddof=1))


@pytest.mark.skipif(not (shutil.which("cc") or shutil.which("gcc")), reason="no C compiler")
@pytest.mark.parametrize("is_lognormal", [False, True])
def test_the_loop_in_c_is_the_same_network(is_lognormal):
    network = replace(SMALL, is_lognormal=is_lognormal)
    mean, sd = waiting(network, 400)
    found = engines.plain_c(network, 2000, seed=1)
    assert abs(found.waiting - mean) < 4 * sd * math.sqrt(1 / 400 + 1 / 2000)
    assert found.replications == 2000
    assert found.events_a_second > 1e5


def test_ciw_is_the_same_network():
    mean, sd = waiting(SMALL, 400)
    found = engines.peer("Ciw", sys.executable, SMALL, 25, seed=1)
    assert abs(found.waiting - mean) < 4 * sd * math.sqrt(1 / 400 + 1 / 25)


@pytest.mark.skipif(not importlib.util.find_spec("cimba"), reason="Cimba is not installed (requirements/bench.txt)")
@pytest.mark.parametrize("is_lognormal", [False, True])
def test_cimba_is_the_same_network(is_lognormal):
    network = replace(SMALL, is_lognormal=is_lognormal)
    mean, sd = waiting(network, 1000)
    found = engines.peer("Cimba", sys.executable, network, 1000, seed=1)
    assert abs(found.waiting - mean) < 4 * sd * math.sqrt(2 / 1000)


def test_an_engine_that_is_not_there_is_said(tmp_path):
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho \"ModuleNotFoundError: No module named 'simpy'\" >&2\nexit 1\n")
    python.chmod(0o755)
    ours, in_c, *others = engines.measure(SMALL, str(python), rounds=2)
    assert isinstance(ours, engines.Timing)
    assert ours.replications == 3 * engines.REPLICATIONS["Harmoni"]
    assert isinstance(in_c, str) or in_c.lowest <= in_c.ratio <= in_c.highest
    assert [told.split(" is not measured: ModuleNotFoundError")[0] for told in others] == ["SimPy", "Ciw", "Cimba"]
    assert "requirements/bench.txt" in others[2]


def test_the_networks_are_models_without_fault():
    for model in (Network().model(), region()):
        assert [problem for problem in check.problems_of(model) if not problem.is_warning] == []
    assert len(region().units) == 200
    assert Network().times(10).places == (3000, 600, 400, 3000)


def test_ratios_stand_beside_their_goals():
    rows = [
        engines.Timing(name, "", "exponential", 1, 7.0, 6e6, 1.0, ratio)
        for name, ratio in (("Harmoni", 1.0), ("Ciw", 100.0))
    ]
    events, ciw = bench.ratios(rows)
    assert events.is_reached
    assert ciw.value == 100
    assert not ciw.is_reached


def test_same_patients_cut_the_variance_of_a_difference():
    assert figures.variance_cut(pairs=120).is_reached


def test_time_grows_as_events_do():
    """A hundredfold of events, an event costs about the same: wide, for the machine is shared."""
    rows = figures.growth()
    assert rows[-1][1] > rows[0][1] / 2
    assert figures.slowing(rows).value < 4


def test_many_designs_are_swept_in_one_process():
    told: list[tuple[int, int]] = []
    found = figures.many_designs((2, 1, 2), replications=2, progress=lambda done, total: told.append((done, total)))
    assert found.name == "4 designs, 2 replications"
    assert 0 < found.value < 1
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_many_designs_are_measured_only_when_asked_for(capsys, monkeypatch):
    small = functools.partial(figures.many_designs, (1, 1, 1), replications=1)
    monkeypatch.setattr(figures, "many_designs", small)
    assert "designs" not in bench.PARTS
    assert main(["bench", "--only", "designs", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["figures"][0]["goal"] == 15.0


def test_the_command_answers_as_json(capsys, monkeypatch):
    monkeypatch.setitem(figures.PARTS, "draws", lambda: [figures.Figure("name", 3.0, "times", 10.0, at_least=True)])
    assert main(["bench", "--only", "draws", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["figures"][0]["is_reached"] is False
    assert main(["bench", "--only", "draws"]) == 0
    assert "NOT REACHED" in capsys.readouterr().out
