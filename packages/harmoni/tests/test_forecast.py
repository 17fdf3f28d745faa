"""Forecasts from a census: fans that hold, files that stay what they were, and scores that tell good from bad."""

import datetime as dt
import json
from dataclasses import replace

import numpy as np
import pytest

from harmoni import examples
from harmoni.answers.census import census_of
from harmoni.cli.main import main
from harmoni.engine.program import build
from harmoni.engine.run import replicate
from harmoni.forecast import make, observe, score, store
from harmoni.model import scenarios
from harmoni.model.load import load
from harmoni.model.problems import BadModel
from harmoni.statistics.study import simulate
from models import chain


@pytest.fixture(scope="module")
def small():
    return load(examples.folder("small"))[0]


@pytest.fixture(scope="module")
def forecast(small):
    return make.forecast(make.from_census(small), seed=3, replications=60)


def came_of(model, run):
    """A replication as what came."""
    start = model.horizon.start
    return {
        (start + dt.timedelta(days=day), unit.id, what): float(number)
        for unit in model.units
        for what in make.WHAT
        for day, number in enumerate(make.values(model, run, unit.id, what))
    }


def test_the_fan_begins_at_the_census_and_is_in_order(small, forecast):
    ward = forecast.of("ward", "patients")
    assert ward.today == sum(1 for row in small.census if row.unit == "ward") == 20
    assert ward.days.shape == (14, 100)
    assert abs(np.median(ward.days[0]) - 20) < 3
    assert np.all(np.diff(ward.quantiles(), axis=0) >= 0)
    assert np.ptp(ward.days[0]) < np.ptp(ward.days[-1])
    assert np.all(np.diff([ward.chance_above(limit)[-1] for limit in (0, 15, 20, 30)]) <= 0)
    assert {(one.unit, one.what) for one in forecast.series} == {
        ("", "ready"), ("ward", "patients"), ("ward", "ready"), ("ward", "outside"), ("helsehus", "patients"),
        ("helsehus", "ready"),
    }  # fmt: skip


def test_the_same_seed_gives_the_same_forecast_on_any_number_of_threads(small, forecast):
    again = make.forecast(make.from_census(small), seed=3, replications=60, workers=3)
    assert store.as_document(again) == store.as_document(forecast)


def test_a_forecast_may_begin_on_another_day_with_another_census(small):
    model = make.from_census(small, dt.date(2026, 3, 2), 5, small.census[:4])
    found = make.forecast(model, replications=5)
    assert (found.start, found.days, found.of("helsehus", "patients").today) == (dt.date(2026, 3, 2), 5, 4)


@pytest.mark.parametrize("days", [0, 401])
def test_absurd_horizons_are_refused(small, days):
    with pytest.raises(BadModel, match="from 1 to 400"):
        make.from_census(small, days=days)


def test_a_model_without_anybody_there_cannot_be_forecast_from():
    with pytest.raises(BadModel, match="no row"):
        make.from_census(chain())


# --- files -----------------------------------------------------------------------------------------------------------


def test_a_forecast_is_read_as_it_was_written(forecast, tmp_path):
    store.save(forecast, tmp_path / "f.json")
    assert store.as_document(store.load(tmp_path / "f.json")) == store.as_document(forecast)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["f.json"]


def test_a_forecast_is_never_replaced_nor_changed(forecast, tmp_path):
    path = tmp_path / "f.json"
    store.save(forecast, path)
    with pytest.raises(FileExistsError):
        store.save(forecast, path)
    document = json.loads(path.read_text())
    document["series"][0]["days"][3][50] += 1
    path.write_text(json.dumps(document))
    with pytest.raises(BadModel, match="was changed after"):
        store.load(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "not JSON"),
        ("[]", "no forecast"),
        ('{"kind": "harmoni forecast", "format": 9}', "Format 9 is not known"),
        ('{"kind": "harmoni forecast", "format": 1}', "was changed"),
    ],
)
def test_what_is_no_forecast_is_said(tmp_path, content, said):
    (tmp_path / "f.json").write_text(content)
    with pytest.raises(BadModel, match=said):
        store.load(tmp_path / "f.json")
    with pytest.raises(BadModel, match="cannot be read"):
        store.load(tmp_path / "nothing.json")


def test_a_sealed_file_that_is_not_whole_is_said(forecast, tmp_path):
    document = store.as_document(forecast)
    document.pop("seal")
    document["series"][0]["days"] = [[1.0, 2.0]]
    (tmp_path / "f.json").write_text(json.dumps({**document, "seal": store._seal(document)}))
    with pytest.raises(BadModel, match="not whole"):
        store.load(tmp_path / "f.json")


def test_the_checksum_of_a_model_is_that_of_all_its_files(tmp_path):
    assert main(["example", "small", str(tmp_path / "a")]) == 0
    before = store.digest_of(tmp_path / "a")
    assert before == store.digest_of(examples.folder("small"))
    (tmp_path / "a" / "prices.csv").write_text("what,nok\nfee_day,1\n")
    assert store.digest_of(tmp_path / "a") != before


# --- scores ----------------------------------------------------------------------------------------------------------


def test_crps_is_the_known_one_of_a_uniform_and_the_error_of_a_single_value():
    members = (np.arange(100) + 0.5) / 100
    for came in (0.0, 0.3, 0.5, 1.0):
        exact = came**2 - came + 1 / 3 if 0 <= came <= 1 else None
        assert score.crps(members, came) == pytest.approx(exact, abs=2e-4)
    assert score.crps(np.full(100, 3.0), 5.0) == 2.0


def test_places_among_equal_values_are_even_and_always_the_same():
    members = np.zeros(100)
    places = [score.pit(members, 0.0, str(n)) for n in range(400)]
    assert np.histogram(places, 4, (0, 1))[0].min() > 70
    assert places == [score.pit(members, 0.0, str(n)) for n in range(400)]
    assert score.pit(np.arange(100.0), -1, "") < 0.011
    assert score.pit(np.arange(100.0), 200, "") > 0.989


@pytest.fixture(scope="module")
def history(small):
    """Thirty censuses of simulated days, the forecast from each, and what came."""
    rows = []
    for number in range(30):
        begun = replace(small, horizon=replace(small.horizon, days=7, warm_up_days=182))
        census = census_of(replicate(build(begun), 77, number), begun)
        start = small.horizon.start + dt.timedelta(days=7 * number)
        model = make.from_census(small, start, 14, census)
        rows.append((model, make.forecast(model, seed=5, replications=100), simulate(model, 1000 + number, 1).runs[0]))
    return rows


def test_fans_of_the_right_model_hold(history):
    points = [point for model, found, run in history for point in score.points(found, came_of(model, run))]
    total = score.summarise(points)
    assert total.forecasts == 30
    assert 0.42 < total.coverage[0] < 0.62
    assert 0.84 < total.coverage[1] < 0.96
    assert abs(total.leaning) < 3
    assert 0.85 < total.spread < 1.15
    assert total.skill > 0.15
    assert total.verdict == "the fan holds"
    low, high = score.skill_interval(points)
    assert 0 < low < high
    weeks = score.table(points, score.by_week)
    assert list(weeks) == ["days 1 to 7", "days 8 to 14"]
    assert weeks["days 1 to 7"].crps < weeks["days 8 to 14"].crps


def test_fans_of_a_wrong_model_are_found_out(history):
    crowded, narrow = [], []
    for model, found, run in history:
        came = came_of(model, run)
        crowded += score.points(found, {key: number + 3 for key, number in came.items()})
        thin = [replace(one, days=one.days.mean(axis=1, keepdims=True) + (one.days - one.days.mean(axis=1, keepdims=True)) / 4)
                for one in found.series]  # fmt: skip
        narrow += score.points(replace(found, series=tuple(thin)), came)
    assert "more came than was said" in score.summarise(crowded).verdict
    assert "too narrow" in score.summarise(narrow).verdict


def test_a_few_forecasts_are_not_judged_by(history):
    model, found, run = history[0]
    assert "too few" in score.summarise(score.points(found, came_of(model, run))).verdict
    with pytest.raises(ValueError, match="known yet"):
        score.summarise([])


def test_the_effect_of_a_measure_is_held_against_what_was_promised(small):
    path = examples.folder("small")
    model = make.from_census(replace(small), days=28)
    scenario = scenarios.load(path, "two-more", model)
    found = make.forecast(model, 1, 100, scenario=scenario)
    ready = next(row for row in found.promised if row.unit == "")
    assert ready.low <= ready.mean < 0
    with_it = replace(scenario.model, horizon=model.horizon, census=model.census)
    rows = score.effects(found, came_of(with_it, simulate(with_it, 8, 1).runs[0]))
    assert {row.verdict for row in rows} <= {"cannot be told from 0", "as promised"}
    assert score.effects(found, {}) == []
    huge = {key: number + 50 for key, number in came_of(with_it, simulate(with_it, 8, 1).runs[0]).items()}
    assert {row.verdict for row in score.effects(found, huge)} == {"other than promised"}


# --- what came, as a table -------------------------------------------------------------------------------------------


def test_what_came_is_read_from_a_table(tmp_path):
    (tmp_path / "came.csv").write_text("date;unit;what;value\n2026-01-05;ward;ready;3,5\n2026-01-05;hall;ready;1\n")
    found = observe.read(tmp_path / "came.csv")
    day = dt.date(2026, 1, 5)
    assert observe.value(found, day, "ward", "ready", ()) == 3.5
    assert observe.value(found, day, "", "ready", ("ward", "hall")) == 4.5
    assert observe.value(found, day, "", "ready", ("ward", "other")) is None


def test_everything_wrong_in_a_table_is_said(tmp_path):
    lines = ["date,unit,what,value", "2026-01-05,ward,ready,-1", "2026-01-05,ward,beds,2", "x,ward,ready,1",
             "2026-01-06,ward,ready,1", "2026-01-06,ward,ready,1"]  # fmt: skip
    (tmp_path / "came.csv").write_text("\n".join(lines))
    with pytest.raises(BadModel) as caught:
        observe.read(tmp_path / "came.csv")
    assert [problem.row for problem in caught.value.problems] == ["line 4", "line 2", "line 3", "line 6"]
    with pytest.raises(BadModel, match="cannot be read"):
        observe.read(tmp_path / "none.csv")


# --- the commands ----------------------------------------------------------------------------------------------------


def test_forecast_and_score_on_the_command_line(small, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    folder, kept, came = str(examples.folder("small")), str(tmp_path / "f.json"), tmp_path / "came.csv"
    arguments = ["forecast", folder, "--replications", "40", "--scenario", "two-more", "--above", "2", "--out", kept]
    assert main(arguments) == 0
    told = capsys.readouterr().out
    assert "patients who are ready and wait in hospital" in told
    assert "chance of more than 2" in " ".join(told.split())
    assert main(arguments) == 2
    assert "is never replaced" in capsys.readouterr().err
    model = make.from_census(small)
    rows = came_of(model, simulate(model, 9, 1).runs[0])
    lines = [f"{date},{unit},{what},{number}" for (date, unit, what), number in rows.items()]
    came.write_text("\n".join(["date,unit,what,value", *lines]))
    assert main(["score", str(came), kept, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["all"]["points"] == 6 * 14
    assert answer["effects"][0]["scenario"].startswith("two-more")
    assert answer["made_late"] == ["f.json"]
    assert main(["score", str(came), kept]) == 0
    told = capsys.readouterr().out
    assert "too few forecasts to judge" in " ".join(told.split())
    assert "no prediction" in told


def test_bad_wishes_are_said(tmp_path, capsys):
    folder = str(examples.folder("small"))
    assert main(["forecast", folder, "--unit", "attic"]) == 2
    assert "«attic» is not one of: " in capsys.readouterr().err
    census = tmp_path / "census.csv"
    census.write_text("unit,group,days\nattic,elderly,3\n")
    assert main(["forecast", folder, "--census", str(census)]) == 1
    assert "attic" in capsys.readouterr().err
    assert main(["forecast", folder, "--census", str(tmp_path / "none.csv")]) == 1
    with pytest.raises(SystemExit):
        main(["forecast", folder, "--date", "tomorrow"])
    assert "not a date" in capsys.readouterr().err
