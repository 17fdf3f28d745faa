"""Distributions as they are written, scenarios of every kind, and the corners of the check."""

from dataclasses import replace

import numpy as np
import pytest

from harmoni import examples
from harmoni.answers.census import census_of
from harmoni.cli.main import main
from harmoni.distributions import Constant, Coxian, Empirical, Exponential, Gamma, Lognormal, Mixture, Weibull
from harmoni.engine import columns as c
from harmoni.engine.program import build
from harmoni.engine.run import replicate
from harmoni.model import check, lengths, scenarios, words
from harmoni.model.load import load
from harmoni.model.parts import CENSUS, HOURS, Arrivals, Group, Intake, Need, Period, Present, Price, Route, Stay, Unit
from models import chain

FJORDBY, _ = load(examples.folder("fjordby"))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([{"distribution": "constant", "mean": 2.0}], Constant(2.0)),
        ([{"distribution": "gamma", "mean": 6.0, "sd": 3.0}], Gamma(6.0, 4.0)),
        ([{"distribution": "lognormal", "mean": 6.0, "median": 4.0}], Lognormal.from_median(6.0, 4.0)),
        (
            [{"distribution": "empirical", "from_days": 2, "to_days": 4, "weight": 3}, {"distribution": "empirical", "from_days": 0, "to_days": 2, "weight": 1}],
            Empirical(((0.0, 2.0, 1.0), (2.0, 4.0, 3.0))),
        ),
        ([{"distribution": "coxian", "mean": 2.0, "onward": 0.5}, {"distribution": "coxian", "mean": 3.0}], Coxian((2.0, 3.0), (0.5,))),
        (
            [{"distribution": "exponential", "mean": 2.0, "weight": 1}, {"distribution": "exponential", "mean": 9.0, "weight": 3}],
            Mixture(((0.25, Exponential(2.0)), (0.75, Exponential(9.0)))),
        ),
    ],
)  # fmt: skip
def test_distributions_are_read_as_written(rows, expected):
    assert lengths.several(rows) == expected


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([{"distribution": "normal", "mean": 1.0}], "is not a distribution"),
        ([{"distribution": "gamma"}], "mean is missing"),
        ([{"distribution": "exponential", "mean": 0.0}], "must be above 0"),
        ([{"distribution": "gamma", "mean": 1.0}], "either sd or shape"),
        ([{"distribution": "gamma", "mean": 1.0, "shape": -1.0}], "shape must be above 0"),
        ([{"distribution": "weibull", "mean": 1.0}], "needs its shape"),
        ([{"distribution": "lognormal", "mean": 1.0, "median": 2.0}], "below its mean"),
        ([{"distribution": "exponential", "mean": 1.0}] * 2, "needs a weight"),
        ([{"distribution": "empirical", "from_days": 0, "to_days": 2}], "in every row"),
        ([{"distribution": "empirical", "from_days": 3, "to_days": 2, "weight": 1}], "is not possible"),
        ([{"distribution": "empirical", "from_days": 0, "to_days": 2, "weight": 0}], "sum to 0"),
        ([{"distribution": "empirical", "from_days": 0, "to_days": 2, "weight": 1}, {"distribution": "empirical", "from_days": 1, "to_days": 3, "weight": 1}], "overlap"),
        ([{"distribution": "empirical", "from_days": 0, "to_days": 2, "weight": 1}, {"distribution": "gamma", "mean": 1.0}], "cannot be mixed"),
        ([{"distribution": "coxian", "mean": 1.0}, {"distribution": "coxian", "mean": 1.0}], "needs onward"),
        ([{"distribution": "coxian"}], "needs a mean"),
    ],
)  # fmt: skip
def test_impossible_distributions_are_told(rows, message):
    with pytest.raises(ValueError, match=message):
        lengths.several(rows)


def test_every_distribution_can_be_made_longer():
    for stay in (
        Exponential(2.0), Constant(2.0), Lognormal(2.0, 1.0), Gamma(2.0, 3.0), Weibull(2.0, 1.5),
        Mixture(((1.0, Exponential(2.0)),)), Coxian((1.0, 1.0), (1.0,)), Empirical(((1.0, 3.0, 1.0),)),
    ):  # fmt: skip
        assert scenarios.scaled(stay, 1.5).mean == pytest.approx(1.5 * stay.mean)


def applied(**change):
    problems = []
    model = scenarios.apply(FJORDBY, change, "x.toml", "change 1", problems)
    return model, problems


def test_changes_do_what_they_say():
    assert applied(unit="helsehus", places=40)[0].unit("helsehus").built == 40
    more = applied(unit="medicine", places_add=3)[0].unit("medicine")
    assert (more.built, more.staffed[0].places) == (115, 109)
    assert applied(unit="helsehus", answer={"distribution": "constant", "mean": 0})[0].unit(
        "helsehus"
    ).answer == Constant(0.0)
    assert applied(unit="medicine", notice={"distribution": "constant", "mean": 1})[0].unit(
        "medicine"
    ).notice == Constant(1.0)
    assert applied(unit="helsehus", stay_factor=0.5)[0].stay_of("helsehus", "hip").mean == 7
    only_hip = applied(unit="helsehus", stay_factor=0.5, group="hip")[0]
    assert (only_hip.stay_of("helsehus", "hip").mean, only_hip.stay_of("helsehus", "adult").mean) == (7, 14)
    rates = [sum(row.per_day for row in model.arrivals) for model in (FJORDBY, applied(arrivals_factor=1.1)[0])]
    assert rates[1] == pytest.approx(1.1 * rates[0])
    everyone = applied(**{"from": "homecare", "to": "leaves", "probability": 0.8})[0]
    assert sum(route.probability for route in everyone.routes_of("homecare", "hip")) == pytest.approx(1)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"places_add": 1, "author": ""}, "Say which unit"),
        ({"unit": "helsehus", "places_add": -50}, "would have"),
        ({"unit": "helsehus", "places": 1, "places_add": 1}, "either places or places_add"),
        ({"group": "nobody", "arrivals_factor": 2}, "is not one of"),
        ({"from": "helsehus", "to": "surgery", "probability": 0.5}, "has no route"),
        ({"unit": "helsehus", "intake": {"days": "someday"}}, "is not a weekday"),
        ({"unit": "helsehus", "answer": {"distribution": "gamma"}}, "mean is missing"),
    ],
)
def test_changes_that_do_not_fit_are_told(change, message):
    _, problems = applied(**change)
    assert message in problems[0].message


WARD = chain(30)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"units": (*WARD.units, Unit("hospital", 3))}, "there twice"),
        ({"units": (*WARD.units, Unit("outside", 3))}, "used for something else"),
        ({"units": (*WARD.units, Unit("spare", 3))}, "No patient ever comes here"),
        ({"groups": ()}, "no group"),
        ({"groups": (Group("all", priority=9),)}, "1 to 8"),
        ({"routes": (*WARD.routes, Route("helsehus", "nursing", "ghost"))}, "«ghost» is not one of"),
        ({"routes": (*WARD.routes, Route("helsehus", "nursing", rule="maybe"))}, "«maybe» is not one of"),
        ({"routes": (*WARD.routes, Route("helsehus", "nursing", rule="if_full"))}, "alternative"),
        ({"routes": (*WARD.routes, Route("helsehus", "leaves", rule="if_full", alternative="home"))}, "another unit"),
        ({"routes": (*WARD.routes, Route("helsehus", "home", probability=1.5))}, "from 0 to 1"),
        ({"routes": (*WARD.routes, Route("helsehus", "home", stay_factor=0.0))}, "above 0"),
        ({"stays": (*WARD.stays, Stay("home", "all", Constant(1e-5)))}, "under a minute"),
        ({"needs": (Need("home", "*", 0, 3.0),)}, "Only units of hours"),
        ({"units": (*WARD.units[:3], Unit("home", 60.5, kind="slots"))}, "whole number"),
        ({"units": (*WARD.units[:3], Unit("home", 60, kind=HOURS))}, "no hours from day 0"),
        ({"units": (*WARD.units[:3], Unit("home", 2, kind=HOURS)), "needs": (Need("home", "*", 0, 3.0),)}, "needs 3 hours"),
        ({"units": (*WARD.units[:3], Unit("home", None, staffed=(Period(3),)))}, "no calendar"),
        ({"units": (*WARD.units[:3], Unit("home", 60, intake=Intake(frozenset())))}, "never takes"),
        ({"units": (*WARD.units[:3], Unit("home", 60, order="ageing"))}, "first come, first served"),
        ({"units": (*WARD.units[:3], Unit("home", 60, staffed=(Period(70),)))}, "are used"),
        ({"arrivals": ()}, "has no row"),
        ({"arrivals": (Arrivals("all", 1.0, from_hour=9, to_hour=3),)}, "after from_hour"),
        ({"prices": ()}, "no price is written"),
        ({"prices": (Price("fee_day", -1.0),)}, "0 or more"),
        ({"prices": (Price("bribe", 1.0),)}, "«bribe» is not one of"),
        ({"census": (Present("", "all"),), "horizon": replace(WARD.horizon, begin=CENSUS)}, "what the patient waits for"),
        ({"census": (Present("home", "all", 1, "home"),), "horizon": replace(WARD.horizon, begin=CENSUS)}, "they are in"),
        ({"census": (Present("home", "all", 1, "", 2),), "horizon": replace(WARD.horizon, begin=CENSUS)}, "for what is not said"),
        ({"census": (Present("home", "all", -1),)}, "0 to 36,600"),
    ],
)  # fmt: skip
def test_the_check_tells(change, message):
    right = replace(WARD, prices=(Price("fee_day", 5745.0),))
    assert [p for p in check.problems_of(right) if not p.is_warning] == []
    problems = check.problems_of(replace(right, **change))
    assert any(message in f"{p.field} {p.message}" for p in problems), [str(problem) for problem in problems]


@pytest.mark.parametrize("text", ["moonday", "mon-tue-wed", "9"])
def test_odd_weekdays_are_refused(text):
    with pytest.raises(ValueError, match="not a weekday"):
        words.weekdays(text)


def test_weekdays_go_around_the_week():
    assert words.weekdays("sat-mon") == {5, 6, 0}
    assert words.weekdays("all") == set(range(8))


def test_a_simulated_day_can_be_begun_from():
    """The census of a run has everybody in it, and a run can begin with it."""
    memory = replicate(build(chain(120)), 1, 0)
    rows = census_of(memory, chain(120))
    assert len(rows) == memory[c.INSIDE]
    again = replace(chain(30), census=rows, horizon=replace(chain(30).horizon, begin=CENSUS))
    run = replicate(build(again), 1, 0)
    assert run[c.CENSUS_COUNT] == len(rows)
    last, first = memory.daily[-1, :, c.DAY_CARED], run.daily[0, :, c.DAY_CARED]
    assert np.allclose(last / 864_000, first / 864_000, atol=6)


def test_selftest_is_a_command(capsys):
    assert main(["selftest", "--quick"]) == 0
    assert "Cobham" in capsys.readouterr().out


def test_an_example_that_is_none():
    with pytest.raises(ValueError, match="is not one of: small, fjordby"):
        examples.folder("atlantis")
