"""Networks as JSON, in and out, and the same answer from Ciw."""

import copy
import json
import math
import re
import shlex
from pathlib import Path

import numpy as np
import pytest

from harmoni.cli.main import main
from harmoni.distributions import Constant, Empirical, Exponential, Gamma, Lognormal, Weibull
from harmoni.exchange import ciw
from harmoni.exchange.incoming import model_of
from harmoni.exchange.outgoing import document
from harmoni.model.load import load
from harmoni.model.parts import Arrivals, Group, Horizon, Intake, Model, Route, Stay, Unit
from harmoni.model.problems import BadModel
from harmoni.statistics.study import simulate
from harmoni.theory import queues
from models import chain

SEVERAL = {
    "name": "Ward and rehabilitation",
    "customer_classes": [{"name": "Mild", "label": "Mild stroke"}, {"name": "Severe stroke", "priority": 1}],
    "activities": [
        {
            "name": "Acute Unit",
            "type": "activity",
            "resource": {"name": "Beds", "capacity": 12},
            "arrival_distribution": {
                "by_class": {
                    "Mild": {"type": "exponential", "parameters": {"rate": 1.2}},
                    "Severe stroke": {"type": "exponential", "parameters": {"mean": 1.6}},
                }
            },
            "service_distribution": {
                "by_class": {
                    "Mild": {"type": "lognormal", "parameters": {"mean": 4.0, "stdev": 3.0}},
                    "Severe stroke": {"type": "gamma", "parameters": {"shape": 2.0, "scale": 3.0}},
                }
            },
        },
        {
            "name": "Rehab",
            "type": "activity",
            "queue_capacity": 0,
            "resource": {"name": "Rehab beds", "capacity": 8},
            "service_distribution": {"type": "exponential", "parameters": {"mean": 9.0}},
        },
    ],
    "transitions": [
        {"from": "Acute Unit", "to": "Rehab", "probability": {"by_class": {"Mild": 0.3, "Severe stroke": 0.7}}},
        {"from": "Acute Unit", "to": "Exit", "probability": {"by_class": {"Mild": 0.7, "Severe stroke": 0.3}}},
        {"from": "Rehab", "to": "Exit", "probability": 1.0},
    ],
}

# A Jackson network: two activities with queues of their own, and a way back.
JACKSON = {
    "name": "Call centre",
    "activities": [
        {
            "name": "Operator",
            "type": "activity",
            "resource": {"name": "Operators", "capacity": 4},
            "arrival_distribution": {"type": "exponential", "parameters": {"rate": 2.0}},
            "service_distribution": {"type": "exponential", "parameters": {"mean": 1.2}},
        },
        {
            "name": "Nurse",
            "type": "activity",
            "resource": {"name": "Nurses", "capacity": 2},
            "service_distribution": {"type": "exponential", "parameters": {"rate": 1 / 1.2}},
        },
    ],
    "transitions": [
        {"from": "Operator", "to": "Nurse", "probability": 0.5},
        {"from": "Operator", "to": "Exit", "probability": 0.5},
        {"from": "Nurse", "to": "Operator", "probability": 0.3},
        {"from": "Nurse", "to": "Exit", "probability": 0.7},
    ],
}


def changed(path: str, value, base=SEVERAL):
    """The network with one thing other: the path says where, with dots."""
    found = copy.deepcopy(base)
    *before, last = path.split(".")
    place = found
    for step in before:
        place = place[int(step)] if step.isdigit() else place[step]
    place[int(last) if last.isdigit() else last] = value
    return found


def test_a_network_with_classes_and_blocking_is_a_model():
    model, problems = model_of(SEVERAL)
    assert problems == []
    assert [(unit.id, unit.built) for unit in model.units] == [("acute-unit", 12.0), ("rehab", 8.0)]
    assert [(group.id, group.name) for group in model.groups] == [("mild", "Mild stroke"), ("severe-stroke", "")]
    assert {row.group: row.per_day for row in model.arrivals} == {"mild": 1.2, "severe-stroke": 1 / 1.6}
    assert model.stay_of("acute-unit", "mild") == Lognormal(4.0, 3.0)
    assert model.stay_of("acute-unit", "severe-stroke") == Gamma(6.0, 2.0)
    assert model.stay_of("rehab", "mild") == Exponential(9.0)
    assert {(route.to, route.probability) for route in model.routes_of("acute-unit", "mild")} == {
        ("rehab", 0.3),
        ("leaves", 0.7),
    }


def test_queues_without_limit_give_the_place_back():
    """Means of both lines are those of Jackson's theorem, which does not hold with blocking."""
    model, _ = model_of(JACKSON)
    assert [unit.id for unit in model.units] == ["operator", "nurse", "nurse-queue", "operator-queue"]
    runs = simulate(model, 3, 60).runs
    rates = (2.0 / 0.85, 1.0 / 0.85)
    lines = (
        lambda run: run.outside[:, 0].mean() + run.held[:, 3].mean(),
        lambda run: run.held[:, 2].mean(),
    )
    for rate, places, line in zip(rates, (4, 2), lines, strict=True):
        values = np.array([line(run) for run in runs])
        error = values.std(ddof=1) / math.sqrt(len(values))
        assert abs(values.mean() - queues.mean_line(places, rate * 1.2)) < 4 * error
    assert all(run.held[:, :2].max() < 0.01 for run in runs)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"type": "deterministic", "parameters": {"value": 48}}, Constant(2.0)),
        ({"type": "uniform", "parameters": {"min": 24, "max": 72}}, Empirical(((1.0, 3.0, 1.0),))),
        ({"type": "exponential", "parameters": {"rate": 0.5}}, Exponential(2 / 24)),
        ({"type": "lognormal", "parameters": {"mean": 48, "var": 576}}, Lognormal(2.0, 1.0)),
        ({"type": "weibull", "parameters": {"scale": 24, "shape": 1}}, Weibull(1.0, 1.0)),
    ],
)
def test_lengths_are_days(said, expected):
    found = model_of(changed("activities.1.service_distribution", said), unit_days=1 / 24)[0]
    assert found.stay_of("rehab", "mild") == expected
    assert found.arrivals[0].per_day == pytest.approx(1.2 * 24)


def test_what_is_not_among_the_distributions_is_a_histogram_and_said():
    for said, mean in (
        ({"type": "triangular", "parameters": {"min": 1, "mode": 2, "max": 6}}, 3.0),
        ({"type": "normal", "parameters": {"mean": 10, "std": 1}}, 10.0),
    ):
        model, problems = model_of(changed("activities.1.service_distribution", said))
        assert model.stay_of("rehab", "mild").mean == pytest.approx(mean, rel=1e-3)
        assert [problem.is_warning for problem in problems if "histogram" in problem.message] == [True]


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("activities.1.service_distribution", {"type": "zipf", "parameters": {}}, "zipf"),
        ("activities.1.service_distribution", {"type": "lognormal", "parameters": {"mean": 3}}, "not above 0"),
        ("activities.1.service_distribution", {"type": "uniform", "parameters": {"min": 3}}, "max is missing"),
        ("activities.1.renege_distribution", {"type": "uniform", "parameters": {}}, "give up"),
        ("activities.0.arrival_distribution", {"type": "uniform", "parameters": {"min": 1, "max": 2}}, "uniform gaps"),
        ("activities.1.resource.capacity", -3, "not a number of places"),
        ("transitions.2.to", "Nowhere", "not an activity"),
        ("transitions.2.probability", 0.5, "sum to"),
        ("activities.1.name", None, "not an activity"),
        ("activities", 3, "not a network"),
        ("transitions", None, "not a network"),
    ],
)
def test_what_cannot_be_said_is_refused(path, value, said):
    with pytest.raises(BadModel) as caught:
        model_of(changed(path, value))
    assert said in str(caught.value)


def test_out_and_in_again_is_the_same_network():
    model, _ = model_of(SEVERAL)
    again, problems = model_of(json.loads(json.dumps(document(model))))
    assert problems == []
    for one, other in zip(model.units, again.units, strict=True):
        assert (one.id, one.built, one.waiting_room) == (other.id, other.built, other.waiting_room)
    for group in ("mild", "severe-stroke"):
        for unit in ("acute-unit", "rehab"):
            assert again.stay_of(unit, group) == model.stay_of(unit, group)
            ours = {(route.to, route.probability) for route in model.routes_of(unit, group)}
            assert {(route.to, route.probability) for route in again.routes_of(unit, group)} == ours
    figures = [simulate(one, 1, 3).values("rehab: in care") for one in (model, again)]
    assert np.array_equal(*figures), "the same patients, too"


def test_what_only_harmoni_can_say_is_refused_all_at_once():
    model = Model(
        units=(Unit("a", 3, intake=Intake(frozenset(range(5)))), Unit("b", 2, kind="hours", order="ageing")),
        groups=(Group("x"), Group("y", priority=2)),
        routes=(
            Route("outside", "a"),
            Route("a", "b", rule="after_days", days=2, alternative="leaves"),
            Route("b", "a"),
        ),
        stays=(Stay("a", "*", Exponential(1)), Stay("b", "*", Exponential(1))),
        arrivals=(Arrivals("x", 1.0, to_hour=12),),
    )
    with pytest.raises(BadModel) as caught:
        document(model)
    assert {problem.field for problem in caught.value.problems} == {
        "rule", "intake", "kind", "order", "per_day", "priority",
    }  # fmt: skip


def test_ciw_says_the_same_of_a_network_with_blocking():
    """In care and held in every unit, within four standard errors of the difference; seeds are fixed."""
    pytest.importorskip("ciw")
    model = chain(120, begin="steady", warm_up_days=100)
    opinion = ciw.run(document(model), warm_up=100, days=120, replications=40, seed=7)
    runs = simulate(model, 7, 400).runs
    for name, theirs in (("in_care", opinion.in_care), ("held", opinion.held)):
        ours = np.array([getattr(run, name).mean(axis=0) for run in runs])
        error = np.sqrt(ours.var(axis=0, ddof=1) / len(ours) + theirs.var(axis=0, ddof=1) / len(theirs))
        apart = np.abs(ours.mean(axis=0) - theirs.mean(axis=0))
        assert np.all(apart < 4 * error + 1e-6), (name, apart / error)


def test_ciw_says_the_same_where_patients_come_back():
    """Those from outside queue and those who come back hold their place, for the same beds in one order.

    With enough places that all never wait for each other: Ciw would stand still from then on.
    """
    pytest.importorskip("ciw")
    model = Model(
        units=(Unit("ward", 6), Unit("helsehus", 7)),
        groups=(Group("all"),),
        routes=(Route("outside", "ward"), Route("ward", "helsehus", probability=0.5),
                Route("ward", "leaves", probability=0.5), Route("helsehus", "ward", probability=0.1),
                Route("helsehus", "leaves", probability=0.9)),
        stays=(Stay("ward", "*", Exponential(1.5)), Stay("helsehus", "*", Exponential(2.0))),
        arrivals=(Arrivals("all", 3.0),),
        horizon=Horizon(days=150, begin="steady", warm_up_days=50),
    )  # fmt: skip
    said = document(model)
    assert [activity["name"] for activity in said["activities"]] == ["ward", "helsehus", "ward-line"]
    opinion = ciw.run(said, warm_up=50, days=150, replications=60, seed=5)
    runs = simulate(model, 5, 400).runs
    ours = np.array([[*run.held.mean(axis=0), run.outside[:, 0].mean()] for run in runs])
    error = np.sqrt(ours.var(axis=0, ddof=1) / len(ours) + opinion.held.var(axis=0, ddof=1) / len(opinion.held))
    assert np.all(np.abs(ours.mean(axis=0) - opinion.held.mean(axis=0)) < 4 * error)


def test_ciw_takes_classes_with_priorities():
    pytest.importorskip("ciw")
    model = Model(
        units=(Unit("ward", 4), Unit("home", None)),
        groups=(Group("first", priority=1), Group("second", priority=2)),
        routes=(Route("outside", "ward"), Route("ward", "home", "first"), Route("ward", "leaves", "second"),
                Route("home", "leaves")),
        stays=(Stay("ward", "first", Weibull(2.0, 1.5)), Stay("ward", "second", Exponential(1.0)),
               Stay("home", "*", Constant(3.0))),
        arrivals=(Arrivals("first", 0.8), Arrivals("second", 1.4)),
        horizon=Horizon(days=150, begin="steady", warm_up_days=50),
    )  # fmt: skip
    opinion = ciw.run(document(model), warm_up=50, days=150, replications=40, seed=3)
    ours = np.array([run.in_care.mean(axis=0) for run in simulate(model, 3, 200).runs])
    error = np.sqrt(ours.var(axis=0, ddof=1) / 200 + opinion.in_care.var(axis=0, ddof=1) / 40)
    assert np.all(np.abs(ours.mean(axis=0) - opinion.in_care.mean(axis=0)) < 4 * error)


def test_the_commands_read_and_write_whole_or_not_at_all(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "network.json").write_text(json.dumps(SEVERAL))
    assert main(["import", "network.json", "mine", "--time", "days"]) == 0
    assert load(tmp_path / "mine")[0].units == model_of(SEVERAL)[0].units
    assert main(["check", "mine"]) == 0
    assert main(["export", "mine", "again.json"]) == 0
    assert json.loads((tmp_path / "again.json").read_text())["activities"][1]["queue_capacity"] == 0
    assert main(["import", "network.json", "mine"]) == 2
    assert main(["export", "mine", "again.json"]) == 2
    capsys.readouterr()
    (tmp_path / "broken.json").write_text("{")
    assert main(["import", "broken.json", "other"]) == 1
    assert "not JSON" in capsys.readouterr().err
    assert main(["import", "nowhere.json", "other"]) == 1
    assert not (tmp_path / "other").exists()
    assert main(["example", "fjordby", "city"]) == 0
    assert main(["export", "city", "city.json"]) == 1
    assert "no word there" in " ".join(capsys.readouterr().err.split())
    assert not (tmp_path / "city.json").exists()


def test_the_guide_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    text = (Path(__file__).parent.parent / "docs/other-tools.md").read_text("utf-8")
    lines = re.findall(r"^\$ harmoni (.*)$", text, re.MULTILINE)
    assert len(lines) == 4
    for line in lines:
        assert main(shlex.split(line)) == 0
