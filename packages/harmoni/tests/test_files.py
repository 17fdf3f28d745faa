"""Models as files: the examples are right, and everything that is wrong is told with its place and what to do."""

import shutil
import zipfile

import pytest

from harmoni import examples
from harmoni.distributions import Coxian, Mixture
from harmoni.model import scenarios
from harmoni.model.load import examine, load
from harmoni.model.problems import BadModel


@pytest.fixture
def fjordby(tmp_path):
    shutil.copytree(examples.folder("fjordby"), tmp_path / "fjordby")
    return tmp_path / "fjordby"


def change(folder, file, old, new):
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")


@pytest.mark.parametrize("name", examples.NAMES)
def test_examples_are_right_and_every_scenario_fits(name):
    model, warnings = load(examples.folder(name))
    assert warnings == []
    for scenario in scenarios.names(examples.folder(name)):
        assert scenarios.load(examples.folder(name), scenario, model).model != model


def test_fjordby_is_read_as_it_is_written():
    model, _ = load(examples.folder("fjordby"))
    assert isinstance(model.stay_of("helsehus", "frail"), Mixture)
    assert isinstance(model.stay_of("reablement", "hip"), Coxian)
    assert model.stay_of("helsehus", "hip").mean == 14
    assert [need.hours for need in model.needs_of("homecare", "home")] == [6, 4, 2.5]
    assert model.unit("helsehus").intake.from_hour == 8


def test_a_zip_file_is_as_good_as_a_folder(fjordby, tmp_path):
    with zipfile.ZipFile(tmp_path / "model.zip", "w") as archive:
        for file in fjordby.rglob("*.*"):
            archive.write(file, f"fjordby/{file.relative_to(fjordby)}")
    assert load(tmp_path / "model.zip")[0] == load(fjordby)[0]


def test_semicolons_and_decimal_commas_are_read(fjordby):
    text = (fjordby / "arrivals.csv").read_text("utf-8")
    lines = [line.replace('"sat,sun,holiday"', "sat-sun§holiday") for line in text.splitlines()]
    text = "\n".join(line.replace(",", ";").replace(".", ",").replace("§", ",") for line in lines)
    (fjordby / "arrivals.csv").write_text("\ufeff" + text, "utf-8")
    assert load(fjordby)[0] == load(examples.folder("fjordby"))[0]


BAD = {
    "probabilities that do not sum to one": (
        "routes.csv", "medicine,leaves,adult,0.96", "medicine,leaves,adult,0.9", ["routes.csv, from medicine", "0.94, not to 1"],
    ),
    "a unit that is never left": (
        "routes.csv", "longterm,dies,*,0.9,,,,,,,\nlongterm,leaves,*,0.1", "longterm,longterm,*,1.0", ["from longterm", "never leaves"],
    ),
    "a unit without a way onward": (
        "routes.csv", "longterm,dies,*,0.9,,,,,,,\nlongterm,leaves,*,0.1,,,,,,,\n", "", ["from longterm", "no route onward"],
    ),
    "an unknown unit": ("routes.csv", "medicine,leaves,adult", "medicin,leaves,adult", ["line 8, from", "«medicin» is not one of"]),
    "a negative stay": ("stays.csv", "surgery,hip,gamma,,5.0", "surgery,hip,gamma,,-5.0", ["stays.csv, line 4", "-5 days is not possible"]),
    "a stay in hours": ("stays.csv", "longterm,*,gamma,,240", "longterm,*,gamma,,57600", ["more than ten years"]),
    "a stay without its spread": ("stays.csv", "lognormal,,3.2,3.4", "lognormal,,3.2,", ["either sd or median"]),
    "no stay where patients come": ("stays.csv", "longterm,*,gamma,,240,,1,\n", "", ["unit longterm", "has no stay there"]),
    "a gap in the arrivals": ("arrivals.csv", "home,mon-fri,16,24,0\n", "", ["group home", "gap on 2026", "hour 16"]),
    "an overlap in the arrivals": ("arrivals.csv", "home,mon-fri,0,8,0", "home,mon-fri,0,9,0", ["overlap", "hour 8"]),
    "a gap in the prices": ("prices.csv", "2023-01-01,2023-12-31", "2023-02-01,2023-12-31", ["prices.csv, fee_day", "gap"]),
    "prices that overlap": ("prices.csv", "2022-12-31", "2023-03-31", ["Two prices hold"]),
    "prices that end too early": ("prices.csv", "2024-01-01,,", "2024-01-01,2025-01-01,", ["The last price ends"]),
    "a number that is none": ("arrivals.csv", "hip,all,0,24,1.26", "hip,all,0,24,few", ["line 7, per_day", "«few» is not a number"]),
    "a negative rate": ("arrivals.csv", "hip,all,0,24,1.26", "hip,all,0,24,-1", ["-1 is not possible"]),
    "an unknown column": ("groups.csv", "priority", "rank", ["rank", "There is no such column"]),
    "an unknown word": ("model.toml", 'kind = "slots"', 'kind = "chairs"', ["unit reablement, kind", "«chairs» is not one of"]),
    "a field that is misspelt": ("model.toml", "has_fee = true", "hasfee = true", ["unit medicine", "hasfee"]),
    "hours that rise": ("model.toml", "hours = 2.5", "hours = 8", ["unit homecare, need.hours", "can only fall"]),
    "rows of staff that overlap": (
        "model.toml", "places = 106", 'places = 100\n  from = 2026-08-01\n  [[unit.staffed]]\n  places = 106', ["unit medicine, staffed", "overlap"],
    ),
    "a weekday that is none": ("model.toml", 'days = "mon-sat"', 'days = "mon-sab"', ["unit helsehus, intake.days", "not a weekday"]),
    "a date that is none": ("model.toml", "start = 2026-01-05", 'start = "2026-02-31"', ["«2026-02-31» is not a date"]),
    "a year that is none": ("model.toml", "start = 2026-01-05", "start = 9999-12-01", ["run, start", "«9999-12-01» is not right"]),
    "broken TOML": ("model.toml", "[run]", "[run", ["not valid TOML"]),
    "a census that is asked for and missing": ("model.toml", 'begin = "steady"\nwarm_up_days = 546', 'begin = "census"', ["census.csv", "no row in it"]),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_told_with_its_place(fjordby, name):
    file, old, new, parts = BAD[name]
    (fjordby / "census.csv").write_text("unit,group\n", "utf-8")
    change(fjordby, file, old, new)
    with pytest.raises(BadModel) as caught:
        load(fjordby)
    for part in parts:
        assert part in str(caught.value)


def test_everything_wrong_is_told_at_once(fjordby):
    change(fjordby, "model.toml", 'kind = "slots"', 'kind = "chairs"')
    change(fjordby, "arrivals.csv", "hip,all,0,24,1.26", "hip,all,0,24,few")
    change(fjordby, "stays.csv", "surgery,hip,gamma,,5.0", "surgery,hip,gamma,,-5.0")
    (fjordby / "groups.csv").unlink()
    _, problems = examine(fjordby)
    assert {problem.file for problem in problems} == {"model.toml", "arrivals.csv", "stays.csv", "groups.csv"}


def test_a_census_above_capacity_is_refused_and_one_above_staff_is_told(fjordby):
    change(fjordby, "model.toml", 'begin = "steady"\nwarm_up_days = 546', 'begin = "census"')
    (fjordby / "census.csv").write_text("unit,group,days,patients\nhelsehus,frail,3,38\n", "utf-8")
    with pytest.raises(BadModel, match="fills 38 of 37 beds in helsehus"):
        load(fjordby)
    (fjordby / "census.csv").write_text(
        "unit,group,days,waiting_for,waited_days\nmedicine,frail,9,helsehus,2\n", "utf-8"
    )
    assert load(fjordby)[0].census[0].waited_days == 2


def test_overload_is_told_with_its_bound_and_does_not_stop_a_run(fjordby):
    change(fjordby, "model.toml", "built = 107", "built = 90")
    _, warnings = load(fjordby)
    assert [warning.row for warning in warnings] == ["unit longterm"]
    assert "at least" in warnings[0].message


def test_a_folder_that_is_not_there_is_said(tmp_path):
    with pytest.raises(BadModel, match="no such folder"):
        load(tmp_path / "nowhere")


def test_scenarios_say_what_does_not_fit(fjordby):
    model, _ = load(fjordby)
    change(fjordby, "scenarios/helsehus-4.toml", 'unit = "helsehus"', 'unit = "sykehjem"')
    with pytest.raises(BadModel, match="«sykehjem» is not one of"):
        scenarios.load(fjordby, "helsehus-4", model)
    change(fjordby, "scenarios/shortterm-2.toml", 'author = "Example"\n', "")
    with pytest.raises(BadModel, match="author"):
        scenarios.load(fjordby, "shortterm-2", model)


def test_a_changed_probability_leaves_the_rest_in_proportion(fjordby):
    model, _ = load(fjordby)
    step = {"from": "medicine", "to": "leaves", "group": "frail", "probability": 0.5}
    changed = scenarios.apply(model, step, "", "", [])
    routes = {route.to: route.probability for route in changed.routes_of("medicine", "frail")}
    assert sum(routes.values()) == pytest.approx(1)
    assert routes["leaves"] == pytest.approx(0.5)
    assert routes["helsehus"] / routes["homecare"] == pytest.approx(0.15 / 0.29)
