"""The commands: what is printed, as JSON too, and the exit codes."""

import json

import pytest

from harmoni.cli.main import main


@pytest.fixture
def small(tmp_path, capsys):
    assert main(["example", "small", str(tmp_path / "mine")]) == 0
    capsys.readouterr()
    return str(tmp_path / "mine")


def test_check_says_that_an_example_is_right(small, capsys):
    assert main(["check", small]) == 0
    assert "can be run" in capsys.readouterr().out


def test_check_tells_everything_and_fails(small, capsys, tmp_path):
    routes = tmp_path / "mine" / "routes.csv"
    routes.write_text(routes.read_text().replace("0.78", "0.7"))
    assert main(["check", small, "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert not answer["is_right"]
    assert answer["problems"][0]["field"] == "probability"
    assert main(["run", small]) == 1
    assert "sum to" in capsys.readouterr().err


def test_run_answers_with_intervals(small, capsys):
    assert main(["run", small, "--replications", "10", "--json"]) == 0
    row = json.loads(capsys.readouterr().out)["figures"]["ready and waiting in hospital"]
    assert row["low"] < row["mean"] < row["high"]
    assert main(["run", small, "--replications", "10", "--term", "short"]) == 0
    assert "helsehus" in capsys.readouterr().out


def test_run_refuses_a_figure_that_is_none(small, capsys):
    assert main(["run", small, "--precision", "1", "--figure", "happiness"]) == 2
    assert "«happiness» is not one of: " in capsys.readouterr().err


def test_compare_answers_short_and_long(small, capsys):
    assert main(["compare", small, "two-more", "--replications", "20", "--json", "--workers", "1"]) == 0
    alone = capsys.readouterr().out
    entry = json.loads(alone)["comparisons"][0]
    assert entry["long"]["ready and waiting in hospital"]["mean"] < 0
    assert entry["short"]["ready and waiting in hospital"]["mean"] <= 0
    assert main(["compare", small, "two-more", "--replications", "20", "--json", "--workers", "3"]) == 0
    assert capsys.readouterr().out == alone


def test_compare_says_aloud_what_cannot_be_told(small, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    assert main(["compare", small, "two-more", "--replications", "20"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "cannot be told from 0" in told
    assert "In a steady year, «Two more places at the helsehus»: patients ready and waiting in hospital: 0." in told


def test_an_unknown_scenario_is_said(small, capsys):
    assert main(["compare", small, "nothing"]) == 1
    assert "missing" in capsys.readouterr().err


def test_an_example_never_overwrites(small, capsys):
    assert main(["example", "small", small]) == 2
    assert "is there already" in capsys.readouterr().err


def test_a_wrong_command_has_its_own_code():
    with pytest.raises(SystemExit) as caught:
        main(["run"])
    assert caught.value.code == 2
