"""The best use of the money: against models whose best is known exactly, and told as sure as it is."""

import math
import pickle
from dataclasses import replace

import numpy as np
import pytest

from harmoni.distributions import Exponential
from harmoni.model.parts import Arrivals, Group, Horizon, Model, Price, Route, Stay, Unit
from harmoni.optimise import relaxation, search, select, value
from harmoni.optimise.answer import optimise
from harmoni.optimise.bounds import bounds, loads_by_hour
from harmoni.optimise.question import Lever, Limit, Question
from harmoni.optimise.simulator import Simulator
from harmoni.selftest.models import lognormal, station
from harmoni.statistics import study as s
from harmoni.theory.queues import daily_occupancy, erlang_c, mean_line

PLACE, WAIT = 1000.0, 2000.0
LOAD = 8.0


def one_station(places: int = 10) -> Model:
    """M/M/c with a price on places: with a price on waiting its best number of places is known."""
    model = station(places, Exponential(2.0), LOAD / 2)
    unit = replace(model.units[0], owner="city")
    horizon = replace(model.horizon, days=364, warm_up_days=56)
    return replace(model, units=(unit,), prices=(Price("place_day", PLACE, unit="unit"),), horizon=horizon)


def places(unit: str, today: float, lowest: int, highest: int, price: float = PLACE) -> Lever:
    year = price * 365
    return Lever(unit, "city", lowest, highest, year, year, staff=1.0, unit=unit, step=1.0, today=today)


def station_question(**change) -> Question:
    question = Question(
        one_station(), "Places", "", "", (places("unit", 10, -2, 8),), waiting_day=WAIT, indifference=20_000.0
    )
    return replace(question, **change)


def exact_cost(c: int) -> float:
    return 365 * (PLACE * c + WAIT * mean_line(c, LOAD))


def test_the_search_finds_the_best_of_a_station_as_erlang_has_it():
    exact = min(range(9, 19), key=exact_cost)
    answer = optimise(station_question(), seed=3, most_years=400)
    assert 10 + answer.chosen.design[0] == exact == 11
    assert answer.is_decided
    assert answer.is_local_best
    assert answer.chosen.cost == pytest.approx(exact_cost(exact), rel=0.02)
    assert answer.regret <= 20_000


def test_the_curve_is_the_exact_one_within_its_intervals():
    simulator = Simulator(station_question(), 5)
    points = value.curve(simulator, (1,), points=2)
    assert [point.design for point in points] == [(-1,), (0,), (1,), (2,), (3,)]
    for point in points[1:]:
        exact = exact_cost(10 + point.design[0]) - exact_cost(11)
        slack = 1.5 * (point.above_best.high - point.above_best.low)
        assert point.above_best.low - slack <= exact <= point.above_best.high + slack
    assert points[2].is_flat
    assert not points[0].is_flat


def test_the_next_place_is_worth_what_erlang_says():
    row = value.next_places(Simulator(station_question(), 7), (0,))[0]
    exact = 365 * WAIT * (mean_line(10, LOAD) - mean_line(11, LOAD))
    assert row.saves.low <= exact <= row.saves.high
    assert row.net.mean == pytest.approx(row.saves.mean - row.cost)
    assert row.net.direction == 1


def two_stations() -> Question:
    """Two equal stations that do not meet, each with half of the patients; one is given far too many places."""
    model = Model(
        units=(Unit("east", 15, owner="city"), Unit("west", 9, owner="city")),
        groups=(Group("all"),),
        routes=(
            Route("outside", "east", probability=0.5),
            Route("outside", "west", probability=0.5),
            Route("east", "leaves"),
            Route("west", "leaves"),
        ),
        stays=(Stay("east", "*", Exponential(2.0)), Stay("west", "*", Exponential(2.0))),
        arrivals=(Arrivals("all", 8.0),),
        prices=(Price("place_day", PLACE, unit="east"), Price("place_day", PLACE, unit="west")),
        horizon=Horizon(days=364, begin="steady", warm_up_days=56),
    )
    levers = (places("east", 15, -5, 3), places("west", 9, 0, 9))
    return Question(model, "Two", "", "", levers, waiting_day=WAIT, budget=0.0, indifference=40_000.0)


def test_places_are_moved_to_where_they_are_missed_within_a_budget_of_nothing():
    answer = optimise(two_stations(), seed=1, most_years=300)
    assert answer.chosen.spent <= 0
    assert answer.chosen.design == (-4, 2)
    exact = {(east, west): exact_cost(15 + east) + exact_cost(9 + west) for east in range(-5, 4) for west in range(10)}
    best = min((design for design in exact if sum(design) <= 0), key=lambda design: exact[design])
    assert exact[answer.chosen.design] - exact[best] <= 40_000
    assert all(row.spent <= 0 for row in answer.finalists)


def test_a_limit_is_kept_even_where_it_costs():
    wanted = 0.99
    question = station_question(limits=(Limit(wanted, unit="unit"),), indifference=50_000.0)
    answer = optimise(question, seed=3, most_years=200)
    # M/M/c: who waits longer than a day are erlang_c · exp(-(c - load) / stay).
    kept = [c for c in range(9, 19) if 1 - erlang_c(c, LOAD) * math.exp(-(c - LOAD) / 2) >= wanted]
    assert 10 + answer.chosen.design[0] == min(kept) == 13
    assert answer.chosen.limits[0][1]
    assert not answer.today.limits[0][1]


def test_staff_bounds_what_may_be_built():
    question = station_question(staff=1.0)
    assert question.is_allowed((1,))
    assert not question.is_allowed((2,))
    assert not question.is_allowed((-3,))


def test_the_answer_does_not_depend_on_the_number_of_threads():
    one, three = (optimise(station_question(), 2, workers, 12, 100).as_dict() for workers in (1, 3))
    assert one == three


def test_tasks_can_be_sent_away():
    class Away:
        def map(self, work, tasks):
            return [pickle.loads(pickle.dumps(work(pickle.loads(pickle.dumps(task))))) for task in tasks]

    here, away = Simulator(station_question(), 1), Simulator(station_question(), 1, executor=Away())
    assert np.array_equal(here.sample((1,), 55).rows, away.sample((1,), 55).rows)


def test_the_short_row_is_what_the_long_answer_says():
    from harmoni.examples import folder
    from harmoni.model.load import load
    from harmoni.optimise import question as q

    model, _ = load(folder("small"))
    question = replace(q.load(folder("small"), "places", model), limits=(Limit(0.1, 3.0), Limit(0.9, unit="helsehus")))
    simulator = Simulator(question, 4)
    sample = simulator.sample((2,), 5)
    long = s.simulate(s.long_term(question.changed((2,))), 4, 5)
    for party in ("hospital", "municipality", "all parties"):
        assert sample.cost(party) == pytest.approx(long.values(f"{party}: cost, NOK a year"))
    assert sample.fees("municipality") == pytest.approx(long.values("municipality: fees paid, NOK a year"))
    assert sample.fee_days == pytest.approx(long.values("fee days a year"))
    assert sample.waiting == pytest.approx(long.values("ready and waiting in hospital"), rel=1e-5)
    assert sample.share_by_replication(1) == pytest.approx(long.values("helsehus: in within a day"))
    crowded = np.mean([(run.held[:, 0] > 3.0).mean() for run in long.runs])
    assert sample.share(0) == pytest.approx(crowded)


def test_a_sample_grows_without_being_simulated_again():
    grown, whole = Simulator(station_question(), 1), Simulator(station_question(), 1)
    grown.sample((0,), 3)
    grown.sample((0,), 8)
    assert grown.simulated == 8
    assert np.array_equal(grown.found[(0,)].rows, whole.sample((0,), 8).rows)


# --- Selection ---------------------------------------------------------------------------------------------------


def drawn(means: list[float], seed: int, skewed: bool = False):
    """Years of known means, with luck that is partly common, as far as anybody asks."""
    generator = np.random.default_rng(seed)
    size = 4000
    common = generator.normal(size=size)
    noise = generator.exponential(size=(len(means), size)) - 1 if skewed else generator.normal(size=(len(means), size))
    years = np.array(means)[:, None] + common * 3 + noise
    return lambda numbers, count: [years[number, :count] for number in numbers]


@pytest.mark.parametrize("skewed", [False, True])
def test_the_best_is_chosen_as_often_as_promised(skewed):
    """Slippage: all others are worse by just the indifference, which is the hardest case."""
    right = sum(
        select.choose(5, drawn([0.0, 0.4, 0.4, 0.4, 0.4], seed, skewed), 0.4, 4000).chosen == 0 for seed in range(150)
    )
    assert right / 150 >= 0.95


def test_what_is_promised_of_the_regret_holds():
    means = [0.0, 0.05, 0.1, 0.3, 0.5]
    kept = 0
    for seed in range(150):
        found = select.choose(5, drawn(means, seed), 0.2, 4000)
        kept += means[found.chosen] <= found.regret or found.chosen == 0
    assert kept / 150 >= 0.95


def test_the_clearly_worse_are_dropped_at_once_and_the_alike_are_named():
    found = select.choose(4, drawn([0.0, 0.001, 5.0, 9.0], 3), 0.5, 4000)
    assert set(found.dropped[:2]) == {2, 3}
    assert found.years[3] == select.FIRST_BATCHES * select.BATCH
    assert found.chosen in (0, 1)
    assert found.alike == (1 - found.chosen,)


def test_too_few_years_are_said_to_be_so():
    found = select.choose(2, drawn([0.0, 0.01], 3), 0.001, 120)
    assert not found.is_decided
    assert found.regret > 0.001


def test_a_single_finalist_needs_no_choice():
    found = select.choose(1, drawn([1.0], 3), 0.5, 200)
    assert (found.chosen, found.regret, found.is_decided) == (0, 0.0, True)


# --- Bounds and neighbours ---------------------------------------------------------------------------------------


def test_the_load_of_every_hour_is_that_of_theory():
    week = np.array([6.0, 5.0, 5.0, 4.0, 4.0, 1.0, 0.5])
    found = loads_by_hour(station(None, lognormal(3.0, 2.0), 0.0, week=week))[0]
    assert found.reshape(7, 24).mean(axis=1) == pytest.approx(daily_occupancy(week, lognormal(3.0, 2.0)), rel=1e-3)


def test_the_bounds_of_a_station_are_erlangs():
    row = bounds(one_station(), station_question())[0]
    assert (row.places, row.offered) == (10, pytest.approx(LOAD))
    assert row.chance_of_waiting == pytest.approx(erlang_c(10, LOAD))
    assert erlang_c(int(row.for_few), LOAD) <= 0.1 < erlang_c(int(row.for_few) - 1, LOAD)
    assert row.most == 18
    assert row.can_cope
    overloaded = bounds(one_station(7), None)[0]
    assert not overloaded.can_cope
    assert overloaded.mean_wait_days == math.inf


def test_neighbours_are_a_step_or_a_move_away_and_allowed():
    around = set(search.neighbours(two_stations(), (-4, 2)))
    assert around == {(-5, 2), (-3, 2), (-4, 1), (-4, 3), (-5, 3), (-3, 1)}


# --- The programme that the search begins from -------------------------------------------------------------------


def test_the_programme_is_too_hopeful_and_right_where_places_are_plenty():
    question = station_question()
    programme = relaxation.Programme(question, relaxation.paths_of(question.model, 1, 12), 364)
    rows = {}
    for steps in (1, 3, 5, 8):
        rows[steps], _ = relaxation.relaxed(programme, (steps,))
        exact = exact_cost(10 + steps) - 365 * PLACE * 10
        assert rows[steps] <= exact * 1.05
    assert rows[8] == pytest.approx(exact_cost(18) - 365 * PLACE * 10, rel=0.01)


def test_the_programme_starts_near_the_best_and_prices_a_place():
    found = relaxation.start(station_question(), 1)
    assert found.design in {(0,), (1,), (2,)}
    assert found.next_step["unit"] > -PLACE * 365
    few = relaxation.start(two_stations(), 1)
    assert few.design[0] < 0 < few.design[1]
    assert sum(few.design) <= 0


def test_the_price_of_a_place_is_the_slope_of_the_programme():
    question = station_question()
    programme = relaxation.Programme(question, relaxation.paths_of(question.model, 1, 3), 182)
    (here, price), (there, next_price) = (relaxation.relaxed(programme, (steps,)) for steps in (0, 1))
    # A convex curve lies above its tangents.
    assert price["unit"] >= here - there - 1 >= next_price["unit"] - 2


def test_limits_that_nothing_keeps_are_said_to_be_broken():
    question = station_question(limits=(Limit(1.0, unit="unit"),), levers=(places("unit", 10, -1, 1),))
    answer = optimise(question, seed=3, most_designs=5, most_years=30)
    assert not answer.keeps_limits
    assert answer.chosen.design == (1,)
