"""The same races on SQLite, in a file and a process of its own: a database in memory has no two connections."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.conftest import ROOT


@pytest.mark.slow
def test_the_same_holds_on_sqlite(tmp_path: Path) -> None:
    environment = os.environ | {"BROBYGGER_STATE": str(tmp_path), "BROBYGGER_DEMO": "1"}
    environment.pop("BROBYGGER_DATABASE_URL", None)
    command = [sys.executable, "-m", "tests.integration.rounds.on_sqlite"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.count("ok test_") == 8
