"""Interpreted equals compiled; the check accepts what the engine can run; broken files are told, never a traceback."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harmoni import examples
from harmoni.engine.columns import POOL_FULL
from harmoni.engine.loop import run
from harmoni.engine.memory import fresh
from harmoni.engine.program import build
from harmoni.engine.run import replicate
from harmoni.model import check, scenarios
from harmoni.model.files import read_files, read_parts
from harmoni.model.problems import BadModel
from harmoni.model.tables import Column, read_table
from models import chain
from random_models import models

PRINTS = "from test_robust import fingerprint; print(fingerprint())"


def fingerprint() -> str:
    run = replicate(build(chain(12)), 1, 0)
    return hashlib.sha256(run.daily.tobytes() + run.waits.tobytes() + run.causes.tobytes()).hexdigest()


def _python(code: str, **environment: str) -> str:
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=Path(__file__).parent,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()


def test_interpreted_equals_compiled():
    assert _python(PRINTS, NUMBA_DISABLE_JIT="1") == fingerprint()


class FromZero(np.ndarray):
    """An array that has no places before the first: what the compiled loop takes for granted."""

    def __getitem__(self, place):
        assert not isinstance(place, int | np.integer) or place >= 0, place
        return super().__getitem__(place)

    def __setitem__(self, place, value):
        assert not isinstance(place, int | np.integer) or place >= 0, place
        super().__setitem__(place, value)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(models())
def run_from_zero(model):
    memory = fresh(build(model), 11, 3, pool=400, heap=800, log_rows=10)
    assert run(memory.m.view(FromZero), memory.f.view(FromZero)) in (0, POOL_FULL)


def test_no_place_in_memory_is_negative():
    code = "from test_robust import run_from_zero; run_from_zero(); print('done')"
    assert _python(code, NUMBA_DISABLE_JIT="1") == "done"


def test_import_is_quick_and_a_check_needs_no_compiler():
    code = "import time; import harmoni.statistics.study; print(time.process_time())"
    assert float(_python(code)) < 1.5
    code = "import sys, harmoni.model.load; print('numba' in sys.modules)"
    assert _python(code) == "False"


def test_a_cache_that_cannot_be_written_does_not_stop_a_run(tmp_path):
    closed = tmp_path / "file"
    closed.write_text("")
    assert _python("from harmoni.engine import compiled; print('ready')", HARMONI_CACHE=str(closed)) == "ready"


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(models())
def test_what_can_be_checked_can_be_run(model):
    """Every random model is either told to be wrong, or runs with balanced books."""
    if not any(not problem.is_warning for problem in check.problems_of(model)):
        from twins import assert_sums

        assert_sums(replicate(build(model), 1, 0))


FILES = read_files(examples.folder("fjordby"))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.sampled_from(sorted(FILES)),
    st.integers(0, 6000),
    st.binary(max_size=6)
    | st.sampled_from([b",", b"\n", b"-1", b"1e9", b"nan", b'"', b"*", b"0", b"\xff", b"[", b"=", b"99999999999"]),
    st.integers(0, 8),
)
def test_broken_files_are_told_and_never_a_traceback(name, place, put, cut):
    content = FILES[name]
    place %= len(content)
    files = FILES | {name: content[:place] + put + content[place + cut :]}
    model, source, problems = read_parts(files)
    if model is not None and not problems:
        problems = check.problems_of(model, check.Lines(source.lines))
    assert all(problem.message for problem in problems)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_a_problem(content):
    read_table("x.csv", content, {"a": Column(is_required=True)}, [])


def test_a_scenario_of_a_model_that_is_not_there_is_said(tmp_path):
    with pytest.raises(BadModel, match="no such folder"):
        scenarios.names(tmp_path / "nowhere")
