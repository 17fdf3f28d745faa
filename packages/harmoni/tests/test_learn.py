"""Learned numbers: those of the model that made the log, within their intervals; and no trace of small cells."""

import datetime as dt
import json
from dataclasses import replace

import numpy as np
import pytest

from harmoni import examples
from harmoni.cli.main import main
from harmoni.learning import backtest, cells, events, synthetic
from harmoni.learning.daily import daily
from harmoni.learning.learn import census, learn
from harmoni.learning.rates import poisson_interval, rates
from harmoni.model import calendar, check, write
from harmoni.model.load import load
from harmoni.model.parts import OUTSIDE
from harmoni.model.problems import BadModel
from harmoni.statistics.study import simulate

DAY = dt.date(2026, 1, 5).toordinal()


@pytest.fixture(scope="module")
def city():
    return load(examples.folder("fjordby"))[0]


@pytest.fixture(scope="module")
def city_log(city):
    return synthetic.log_of(city, 1)


@pytest.fixture(scope="module")
def learned(city, city_log):
    return learn(city_log, city)


@pytest.fixture(scope="module")
def small():
    model = load(examples.folder("small"))[0]
    return replace(model, horizon=replace(model.horizon, days=240))


@pytest.fixture(scope="module")
def small_log(small):
    return synthetic.log_of(small, 2)


def truth(model, number):
    """What the model says, where it says one number for all whom the learned one is about."""
    if number.what == "route":
        ways = [route.probability for route in model.routes_of(number.unit, number.group) if route.to == number.detail]
        return ways[0] if ways else None
    if number.what == "stay":
        return model.stay_of(number.unit, number.group).mean
    if number.what in ("notice", "answer"):
        return getattr(model.unit(number.unit), number.what).mean
    return None


# --- the round trip --------------------------------------------------------------------------------------------------


def test_a_learned_city_is_the_city_within_its_intervals(city, learned):
    held, wrong = 0, []
    told = [(number, truth(city, number)) for number in learned.numbers]
    told = [(number, true) for number, true in told if true is not None]
    assert len(told) > 55
    for number, true in told:
        held += number.low <= true <= number.high
        # Twice as wide: four standard errors.
        if (
            not number.value - 2 * (number.value - number.low)
            <= true
            <= number.value + 2 * (number.high - number.value)
        ):
            wrong.append((number, true))
    assert wrong == []
    assert held / len(told) > 0.88


def test_learned_arrivals_are_those_of_each_hour(city, learned):
    true = calendar.arrival_rates(replace(city, horizon=replace(city.horizon, begin="empty", warm_up_days=0)))
    ours = calendar.arrival_rates(replace(learned.model, horizon=replace(city.horizon, begin="empty", warm_up_days=0)))
    place = [[group.id for group in learned.model.groups].index(group.id) for group in city.groups]
    ours = ours[place]
    assert np.allclose(ours.mean(axis=(1, 2)), true.mean(axis=(1, 2)), rtol=0.13)
    assert np.abs(ours - true).max() < 2
    assert np.all(ours[4][true[4] == 0] == 0)


def test_learned_rows_are_shared_as_in_the_city(learned):
    """Groups that are alike in a unit have one row, others their own."""
    stays = {(stay.unit, stay.group) for stay in learned.model.stays}
    assert {("medicine", "adult"), ("medicine", "*"), ("shortterm", "*"), ("longterm", "*"), ("homecare", "*")} <= stays
    assert ("medicine", "frail") not in stays
    assert {route.group for route in learned.model.routes if route.origin == "homecare"} == {"*"}


def test_a_learned_city_can_be_run_and_its_rules_are_those_of_the_base(city, learned):
    assert [problem for problem in check.problems_of(learned.model) if not problem.is_warning] == []
    rules = {(route.origin, route.rule, route.alternative) for route in learned.model.routes if route.alternative}
    assert rules == {("medicine", "if_full", "homecare"), ("helsehus", "after_days", "homecare")}
    urgent = [r for r in learned.model.routes if r.to == "medicine" and r.origin != OUTSIDE]
    assert {route.priority for route in urgent} == {1}
    assert learned.model.units[2].intake == city.units[2].intake
    assert learned.model.prices == city.prices


def test_a_learned_small_model_gives_the_same_answers(small, small_log):
    """The end of the round trip: as many in the units, simulated with what was learned from two years."""
    log = synthetic.log_of(replace(small, horizon=replace(small.horizon, days=1456)), 3)
    ours = simulate(learn(log, small).model, 1, 60).table()
    theirs = simulate(small, 1, 60).table()
    for name in ("ward: in care", "helsehus: in care"):
        assert ours[name].mean == pytest.approx(theirs[name].mean, rel=0.06)
    assert 0.3 < ours["ready and waiting in hospital"].mean / theirs["ready and waiting in hospital"].mean < 3


def test_without_a_base_places_are_the_most_that_were_there(small_log):
    found = learn(small_log)
    assert {unit.id: unit.built for unit in found.model.units} == {"ward": 30, "helsehus": 16}
    assert [unit.pays_fee for unit in found.model.units] == [True, False]
    errors = [problem for problem in check.problems_of(found.model) if not problem.is_warning]
    assert [problem.file for problem in errors] == ["prices.csv"]


def test_a_census_says_who_came_by_another_way_and_needs_more_hours():
    fjordby, _ = load(examples.folder("fjordby"))
    log = synthetic.log_of(synthetic.with_days(fjordby, None, 90), 1)
    factors = {(row.stay_factor, row.hours_factor) for row in census(log, fjordby) if row.unit == "homecare"}
    assert factors == {(1.0, 1.0), (1.2, 1.6), (1.0, 1.3)}
    assert {(row.stay_factor, row.hours_factor) for row in census(log)} == {(1.0, 1.0)}
    # What a changed plan is, is known from the moment it is changed: at once, or after the days of the rule.
    early = replace(log.visits[0], ready=10.0, moved=20.0, unit="helsehus", wanted="reablement", destination="homecare")
    one = events.Log((replace(early, asked=None, admitted=5.0),), 0.0, 30.0)
    assert one.as_of(12.0, fjordby).visits[0].destination == "reablement"
    assert one.as_of(14.0, fjordby).visits[0].destination == "homecare"
    assert one.as_of(14.0).visits[0].destination == "reablement"


def test_a_census_is_those_who_are_there(small, small_log):
    rows = census(small_log)
    there = events.present(small_log)
    assert {unit: sum(row.unit == unit for row in rows) for unit in there} == dict(there)
    assert learn(small_log, small).model.census == ()
    whole = learn(small_log, small, with_census=True).model
    assert whole.census == rows
    assert whole.horizon.start == small.horizon.start + dt.timedelta(days=240)


# --- small cells -----------------------------------------------------------------------------------------------------


def visit(patient, group="g", unit="ward", admitted=0.0, days=3.0, to="leaves", **more):
    start = DAY + admitted
    return events.Visit(str(patient), group, unit, admitted=start, ready=start + days, destination=to,
                        moved=start + days, **more)  # fmt: skip


def many(count=60, group="g", to="leaves", first=0, days=3.0):
    return [visit(first + n, group, admitted=n % 50 + 0.3, days=days + n % 4, to=to) for n in range(count)]


def log_of(*rows):
    return events.Log(tuple(sorted(rows, key=lambda row: (row.patient, row.came))), float(DAY), float(DAY + 60))


def files(*rows, **how):
    return write.as_files(learn(log_of(*rows), **how).model)


def test_a_group_of_few_leaves_no_trace():
    """Whatever those four did, the files are the same."""
    plain = files(*many())
    for days, to in ((0.1, "dies"), (50.0, "leaves")):
        few = [visit(900 + n, "rare", admitted=n, days=days, to=to) for n in range(4)]
        assert files(*many(), *few) == plain
    five = [visit(900 + n, "rare", admitted=n, days=20.0) for n in range(5)]
    assert "rare" in files(*many(), *five)["groups.csv"]


def test_several_groups_of_few_are_laid_together():
    few = [visit(900 + n, f"rare{n // 3}", admitted=n) for n in range(6)]
    found = learn(log_of(*many(), *few))
    assert [group.id for group in found.model.groups] == ["g", "others"]
    assert "Laid together" in found.left_out[0]


def test_stays_of_one_patient_are_one_patient():
    """Five stays of the same four people are still a small cell."""
    often = [visit(900 + n % 4, "rare", admitted=n, days=0.5) for n in range(20)]
    assert files(*many(), *often) == files(*many())


def test_a_destination_of_few_is_left_out_and_the_others_share_its_part():
    few = [visit(900 + n, to="dies", admitted=n) for n in range(4)]
    found = learn(log_of(*many(), *many(30, to="helsehus", first=200), *few, visit(1, unit="helsehus", admitted=55)))
    ways = {route.to: route.probability for route in found.model.routes if route.origin == "ward"}
    assert ways == {"leaves": 0.667, "helsehus": 0.333}
    assert any("from ward to dies" in line for line in found.left_out)
    assert any("stays in helsehus" in line for line in found.left_out)
    shares = sum(route.probability for route in found.model.routes if route.origin == "ward")
    assert shares == pytest.approx(1, abs=1e-9)


def test_no_pseudonym_time_or_exact_count_is_written(small_log, small, tmp_path):
    found = learn(small_log, small)
    texts = "".join(write.as_files(found.model).values()) + repr(found.numbers) + repr(found.left_out)
    assert not any(v.patient in texts for v in small_log.visits)
    assert not any(events.written(v.admitted)[:16] in texts for v in small_log.visits)
    assert all(number.about % 5 == 0 for number in found.numbers)
    assert all(len(repr(number.value).replace(".", "").strip("0")) <= 4 for number in found.numbers)


def test_a_larger_least_number_hides_more():
    rows = [*many(), *many(8, to="dies", first=300)]
    assert "dies" in files(*rows)["routes.csv"]
    assert "dies" not in files(*rows, smallest=10)["routes.csv"]
    with pytest.raises(BadModel, match="too few"):
        files(*rows, smallest=4)


def test_nothing_is_learned_of_too_few():
    with pytest.raises(BadModel, match="nothing can be learned"):
        files(*many(4))


def test_groups_share_a_row_when_they_are_alike_and_only_then():
    alike = {"a": [("1", "x")] * 50, "b": [("2", "x")] * 50, "c": [("3", "y")] * 50}

    def price(rows):
        return cells.ways_price(rows, 150)

    assert cells.share(alike, len, price, 5) == cells.Shared(("c",), ("a", "b"))
    few = {**alike, "d": [("4", "z")] * 3}
    found = cells.share(few, len, price, 5)
    assert "d" in found.rest
    assert len(found.rest) > 1
    assert cells.share({"a": [("1", "x")] * 4}, len, price, 5) is None


# --- arrivals, delays, units -----------------------------------------------------------------------------------------


def came(times):
    return [events.Visit(str(n), "g", "ward", admitted=DAY + time) for n, time in enumerate(times)]


def test_weekdays_are_told_apart_only_when_they_differ():
    generator = np.random.default_rng(1)
    even = came(np.sort(generator.uniform(0, 364, 1500)))
    found, _ = rates("g", even, DAY, DAY + 364, frozenset(), 5, by_hour=True)
    assert [(rate.row.from_hour, rate.row.to_hour) for rate in found] == [(0, 24)]
    assert found[0].low < 1500 / 364 < found[0].high
    office = came([day + 0.3 + n * 0.05 for day in range(364) if day % 7 < 5 for n in range(6)])
    found, _ = rates("g", office, DAY, DAY + 364, frozenset(), 5, by_hour=True)
    by_day = {(min(rate.row.days), rate.row.from_hour): rate.row.per_day for rate in found}
    assert by_day == {(0, 0): 0, (0, 8): 5, (0, 16): 0, (5, 0): 0} or sum(by_day.values()) > 4.9
    assert rates("g", came([1, 2, 3]), DAY, DAY + 364, frozenset(), 5, by_hour=True)[1]


def test_holidays_are_like_sundays_where_they_are():
    holidays = frozenset(dt.date.fromordinal(DAY + 7 * week + 2) for week in range(52))
    quiet = came([day + n / 20 for day in range(364) if day % 7 not in (2, 5, 6) for n in range(10)])
    found, _ = rates("g", quiet, DAY, DAY + 364, holidays, 5, by_hour=False)
    assert {rate.row.per_day for rate in found} == {10, 0}
    assert [7 in rate.row.days for rate in found if rate.row.per_day == 0] == [True]


def test_intervals_of_counts_are_the_exact_ones():
    assert np.allclose(poisson_interval(0), (0, 3.6889), atol=1e-4)
    assert np.allclose(poisson_interval(10), (4.7954, 18.3904), atol=1e-4)
    assert np.allclose(cells.wilson(5, 50), (0.0434, 0.2136), atol=1e-3)


def test_units_that_the_base_lacks_are_said(small):
    with pytest.raises(BadModel, match="the model lacks"):
        learn(log_of(*many(), *[visit(500 + n, unit="attic", admitted=n) for n in range(20)]), small)


def test_where_little_is_known_the_base_fills_in(small):
    found = learn(log_of(*[replace(row, group="elderly") for row in many()]), small)
    assert any("routes from helsehus are those of the model" in note for note in found.notes)
    assert found.model.stay_of("helsehus", "elderly") == small.stay_of("helsehus", "elderly")
    alone = learn(log_of(*many(to=""), *[visit(700 + n, admitted=n, to="") for n in range(9)]))
    assert any("Correct routes.csv" in note for note in alone.notes)


def test_a_log_of_dates_counts_whole_days(small_log):
    def date(time):
        return None if time is None else float(int(time))

    names = ("asked", "admitted", "ready", "notified", "answered", "moved")
    rows = [replace(v, **{name: date(getattr(v, name)) for name in names}) for v in small_log.visits]
    found, exact = (learn(replace(small_log, visits=one)).model for one in (tuple(rows), small_log.visits))
    assert all((row.from_hour, row.to_hour) == (0, 24) for row in found.arrivals)
    for unit in ("ward", "helsehus"):
        assert found.stay_of(unit, "elderly").mean == pytest.approx(exact.stay_of(unit, "elderly").mean, rel=0.06)


# --- daily numbers and back tests ------------------------------------------------------------------------------------


def test_daily_numbers_are_means_over_days():
    rows = [
        visit(1, admitted=0.5, days=1.0),
        events.Visit("2", "g", "ward", admitted=DAY + 0.0, ready=DAY + 1.25, destination="home", moved=DAY + 2.0),
        events.Visit("3", "g", "home", asked=DAY + 1.0, admitted=DAY + 1.5),
        events.Visit("4", "g", "home", asked=DAY + 2.0),
    ]
    log = replace(log_of(*rows), ends=float(DAY + 3))
    found = daily(log, ["empty"])

    def of(unit, what):
        return [found[dt.date.fromordinal(DAY + day), unit, what] for day in range(3)]

    assert of("ward", "patients") == [1.5, 1.5, 0]
    assert of("ward", "ready") == [0, 0.75, 0]
    assert of("home", "patients") == [0, 0.5, 1]
    assert of("home", "outside") == [0, 0.5, 1]
    assert of("empty", "patients") == [0, 0, 0]


def test_a_back_test_forecasts_from_what_was_known(small, small_log):
    found = backtest.back_test(small_log, small, count=3, replications=20)
    assert len({point.start for point in found}) == 3
    # In the first, the way from the helsehus back to the ward was still a small cell.
    assert 3 * 14 * 5 <= len(found) <= 3 * 14 * 6
    middle = small.horizon.start + dt.timedelta(days=120)
    assert all(middle <= point.start <= middle + dt.timedelta(days=106) for point in found)
    # What came later changes neither what was learned nor the forecast.
    start = min(point.start for point in found)
    cut = small_log.as_of(float(start.toordinal() + 14))
    again = backtest.back_test(replace(cut, begins=cut.begins), small, count=1, replications=20)
    assert again[0].start <= start
    with pytest.raises(BadModel, match="too few"):
        backtest.back_test(small_log.as_of(small_log.begins + 20), small)


# --- the commands ----------------------------------------------------------------------------------------------------


def test_from_a_model_to_a_log_and_back(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.chdir(tmp_path)
    assert main(["example", "small", "city"]) == 0
    assert main(["synth", "city", "events.csv", "--days", "200"]) == 0
    assert main(["synth", "city", "events.csv"]) == 2
    assert "is there already" in capsys.readouterr().err
    assert main(["learn", "events.csv", "new", "--model", "city", "--back-test", "2", "--census"]) == 0
    told = capsys.readouterr().out
    assert "How long they need to stay" in told
    assert "2 forecasts against what came" in told
    assert "stays with those who own" in told
    assert main(["check", "new"]) == 0
    assert main(["compare", "new", "two-more", "--replications", "3"]) == 0
    capsys.readouterr()
    assert main(["learn", "events.csv", "--json", "--from", "2026-02-01", "--to", "2026-05-01"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["from"], answer["to"]) == ("2026-02-01", "2026-05-01")
    assert {number["what"] for number in answer["numbers"]} == {"arrivals", "route", "stay", "built"}
    assert main(["learn", "events.csv", "new"]) == 2
    assert main(["learn", "none.csv"]) == 1


def test_a_forecast_is_scored_by_a_log(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["example", "small", "city"]) == 0
    assert main(["synth", "city", "events.csv", "--days", "30"]) == 0
    assert main(["forecast", "city", "--replications", "20", "--out", "kept.json"]) == 0
    capsys.readouterr()
    assert main(["score", "events.csv", "kept.json", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["all"]["points"] == 14 * 6
