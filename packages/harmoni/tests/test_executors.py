"""Wherever replications are run, they are the same bit for bit."""

import dataclasses
import datetime as dt
import json
import math
import re
import shlex
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import on_a_cluster
from harmoni import examples, executors
from harmoni.cli.main import main
from harmoni.executors.parts import Part, cut, run_part
from harmoni.executors.sweep import sweep
from harmoni.forecast import make, store
from harmoni.learning import synthetic
from harmoni.learning.backtest import back_test
from harmoni.model import scenarios
from harmoni.model.load import load
from harmoni.report.findings import find
from harmoni.statistics.study import compare, simulate, simulate_until
from models import chain

COUNT = on_a_cluster.COUNT


@pytest.fixture(scope="module")
def model():
    return chain(40)


@pytest.fixture(scope="module")
def alone(model):
    return simulate(model, 7, COUNT).runs


def assert_same(found, expected):
    assert len(found) == len(expected)
    for ours, theirs in zip(found, expected, strict=True):
        for field in dataclasses.fields(theirs):
            mine, other = getattr(ours, field.name), getattr(theirs, field.name)
            assert np.array_equal(mine, other), field.name
            assert getattr(mine, "dtype", None) == getattr(other, "dtype", None)


@pytest.mark.parametrize("make", [executors.Serial, executors.Threads, executors.Processes])
def test_on_this_machine(make, model, alone):
    with make() as executor:
        assert_same(simulate(model, 7, COUNT, executor=executor).runs, alone)


def test_dask_is_the_same_bit_for_bit(alone):
    """In a process of its own: a cluster has sockets, which tests have not."""
    pytest.importorskip("distributed")
    ran = subprocess.run([sys.executable, on_a_cluster.__file__], capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    answer = json.loads(ran.stdout)
    assert answer["workers"] == 2
    assert answer["runs"] == [on_a_cluster.fingerprint([run]) for run in alone]
    assert answer["swept"] == on_a_cluster.swept(executors.Serial())
    assert answer["is_open"], "a client that was handed over stays open"


def test_a_mistake_on_a_worker_is_told_here():
    with executors.Processes(1) as executor, pytest.raises(ValueError, match="domain"):
        list(executor.map(math.sqrt, [1, -1]))


@pytest.mark.parametrize(("count", "workers"), [(0, 1), (1, 4), (7, 2), (100, 1), (101, 3), (1000, 64)])
def test_parts_are_all_replications_once(count, workers):
    parts = cut(chain(10), 1, 5, count, workers)
    numbers = [number for part in parts for number in range(part.first, part.first + part.count)]
    assert numbers == list(range(5, 5 + count))
    assert all(0 < part.count <= 26 for part in parts)


def test_parts_of_different_models_do_not_mix():
    here, other = chain(20), chain(21)
    assert [len(run_part(Part(model, 1, 0, 1))[0].in_care) for model in (here, other, here)] == [20, 21, 20]


def test_until_precise_and_differences_on_processes(model):
    figure = "hospital: in care"
    with executors.Threads(2) as executor:
        ours = simulate_until(model, 1, figure, 2.0, most=60, executor=executor)
        assert ours.table()[figure] == simulate_until(model, 1, figure, 2.0, most=60).table()[figure]
        assert (
            compare(model, chain(40), 1, 4, executor=executor).differences()
            == compare(model, chain(40), 1, 4).differences()
        )


def test_a_sweep_keeps_the_order_and_the_patients():
    models, told = [chain(days) for days in (12, 10, 12)], []
    found = list(sweep(models, 3, 30, executors.Threads(3), lambda done, total: told.append((done, total))))
    assert [one.model for one in found] == models
    assert told == [(1, 3), (2, 3), (3, 3)]
    name = "helsehus: in care"
    assert np.array_equal(found[0].values[name], found[2].values[name])
    assert np.array_equal(found[0].values[name], simulate(models[0], 3, 30).values(name))


def test_a_place_that_is_none_is_said(tmp_path, capsys, monkeypatch):
    assert main(["example", "small", str(tmp_path / "mine")]) == 0
    assert main(["run", str(tmp_path / "mine"), "--replications", "2", "--on", "the moon"]) == 2
    assert "is not a place to run" in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(["run", str(tmp_path / "mine"), "--replications", "2", "--on", "tcp://127.0.0.1:1"]) == 2
    assert "Dask is not installed" in capsys.readouterr().err


def test_the_command_says_the_same_on_processes(tmp_path, capsys):
    assert main(["example", "small", str(tmp_path / "mine")]) == 0
    answers = []
    for where in ("threads", "processes"):
        capsys.readouterr()
        assert main(["run", str(tmp_path / "mine"), "--replications", "4", "--json", "--on", where]) == 0
        answers.append(capsys.readouterr().out)
    assert answers[0] == answers[1]


def test_the_guide_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    text = (Path(__file__).parent.parent / "docs/many-machines.md").read_text("utf-8")
    for line in re.findall(r"^\$ harmoni (.*)$", text, re.MULTILINE):
        assert main(shlex.split(line)) == 0
    (block,) = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    capsys.readouterr()
    exec(compile(block, "many-machines.md", "exec"), {})
    assert float(capsys.readouterr().out) < 0


def test_forecasts_reports_and_back_tests_are_the_same_wherever_they_are_run():
    folder = examples.folder("small")
    small, _ = load(folder)
    log = synthetic.log_of(synthetic.with_days(small, None, 200), 1)
    made = dt.date(2026, 1, 31)
    scenario = scenarios.load(folder, "two-more", small)

    def answers(executor=None):
        forecast = make.forecast(make.from_census(small), 3, 12, scenario=scenario, executor=executor)
        findings = find(folder, None, 3, 4, 1, made, executor=executor)
        assert (findings.seconds is None) == (executor is not None)
        points = back_test(log, small, count=1, days=3, replications=8, executor=executor)
        return store.as_document(forecast), findings.table, [p.long for p in findings.proposals], points

    here = answers()
    with executors.Processes(2) as processes:
        assert answers(processes) == here
    with executors.Threads(2) as threads:
        assert answers(threads) == here
