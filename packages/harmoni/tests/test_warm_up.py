"""Runs that are to be steady say so when they are not."""

import pytest

from harmoni import examples
from harmoni.cli.main import main
from harmoni.distributions import Exponential
from harmoni.model.load import load
from harmoni.model.parts import Arrivals, Group, Horizon, Model, Route, Stay, Unit
from harmoni.statistics.study import simulate
from harmoni.statistics.warm_up import FEWEST, settling, warnings


def station(rate: float, warm_up: int, begin: str = "steady", mean: float = 1.0, places: float = 10) -> Model:
    return Model(
        units=(Unit("ward", places),),
        groups=(Group("all"),),
        routes=(Route("outside", "ward"), Route("ward", "leaves")),
        stays=(Stay("ward", "*", Exponential(mean)),),
        arrivals=(Arrivals("all", rate),),
        horizon=Horizon(days=364, begin=begin, warm_up_days=warm_up),
    )


def test_a_station_with_room_is_steady():
    study = simulate(station(7.0, 728), 1, 40)
    (row,) = settling(study)
    assert row.is_found
    assert row.needed <= 100
    assert not row.is_drifting
    assert warnings(study) == []


def test_days_that_are_too_few_are_said():
    """Stays of 30 days: the beds fill for months."""
    study = simulate(station(2.0, 14, mean=30.0, places=100), 1, 40)
    (row,) = settling(study)
    assert 14 < row.needed < 182
    assert row.bias is not None
    assert row.bias.high < 0
    (problem,) = warnings(study)
    assert "thrown away" in problem.message
    assert problem.is_warning


def test_a_line_that_grows_is_no_steady_state():
    (problem,) = warnings(simulate(station(10.3, 728), 1, 40))
    assert "It is not steady" in problem.message


@pytest.mark.parametrize(("begin", "runs"), [("empty", 40), ("steady", FEWEST - 1)])
def test_nothing_is_said_where_it_is_not_asked_or_cannot_be_known(begin, runs):
    assert warnings(simulate(station(10.3, 728, begin), 1, runs)) == []


def test_weeks_hold_everybody_from_the_first_day():
    model = station(7.0, 30)
    (run,) = simulate(model, 1, 1).runs
    assert run.weeks.shape == ((364 + 30) // 7, 1)
    present = (run.in_care + run.held + run.outside)[-7:].mean()
    assert run.weeks[-1, 0] == pytest.approx(present, rel=1e-5)


def test_the_small_example_is_steady_and_the_command_says_when_not(tmp_path, capsys):
    model, _ = load(examples.folder("small"))
    assert warnings(simulate(model, 1, 60)) == []
    assert main(["example", "small", str(tmp_path / "mine")]) == 0
    toml = tmp_path / "mine/model.toml"
    # Empty units take longer to fill than a week.
    (tmp_path / "mine/census.csv").unlink()
    toml.write_text(toml.read_text().replace("warm_up_days = 182", "warm_up_days = 7"))
    assert main(["run", str(tmp_path / "mine"), "--replications", "60"]) == 0
    assert "thrown" in capsys.readouterr().out
