"""Budgets that are wrong say so; the command answers, and keeps what it is asked to keep."""

import json

import pytest

from harmoni.cli.main import main
from harmoni.model.load import load
from harmoni.model.problems import BadModel
from harmoni.optimise import question as q

HEAD = 'title = "T"\nauthor = "A"\nreason = "R"\n'
PLACE = '[[place]]\nunit = "helsehus"\nleast = 14\nmost = 20\n'


@pytest.fixture
def small(tmp_path, capsys):
    assert main(["example", "small", str(tmp_path / "mine")]) == 0
    capsys.readouterr()
    return tmp_path / "mine"


def budget(folder, text):
    (folder / "budgets" / "mine.toml").write_text(HEAD + text, "utf-8")
    return q.load(folder, "mine", load(folder)[0])


def test_a_budget_becomes_levers_that_begin_today(small):
    found = budget(small, "budget = 2_000_000\n" + PLACE + '[[switch]]\nscenario = "two-more"\n')
    places, switch = found.levers
    assert (places.lowest, places.highest, places.today) == (-2, 4, 16)
    assert places.nok_year == places.priced_year == 4100 * 365
    assert switch.nok_year == 2 * 4100 * 365
    assert found.is_allowed((1, 0))
    assert not found.is_allowed((2, 0))
    assert found.changed((1, 1)).unit("helsehus").built == 19
    assert found.said((1, 1)) == "helsehus 17 (+1), two-more"
    assert found.said(found.today) == "as today"


def test_a_place_may_cost_more_than_those_that_are_there(small):
    found = budget(small, PLACE + "nok_day = 5000\n")
    assert found.added((2,))["municipality"] == pytest.approx(2 * 900 * 365)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is not valid under any of the given schemas"),
        (PLACE.replace("helsehus", "moon"), "«moon» is not one of: ward, helsehus."),
        (PLACE.replace("least = 14", "least = 18"), "doing nothing is a choice"),
        (PLACE + "step = 0.5\n", "What is counted in beds is whole"),
        (PLACE + "step = 0\n", "must be above 0"),
        (PLACE.replace("helsehus", "ward").replace("20", "40"), "would cost nothing"),
        (PLACE + PLACE, "stands here twice"),
        ('count = "king"\n' + PLACE, "«king» is not one of: all parties, hospital, municipality."),
        ("budget = -1\n" + PLACE, "must be at least 0"),
        (PLACE + "places = 3\n", "Not known here: places"),
        (PLACE + '[[switch]]\nscenario = "nothing"\n', "The file is missing."),
        (PLACE + '[[switch]]\nscenario = "two-more"\nnok_year = 1\n', "Say who bears its cost"),
        (PLACE + '[[limit]]\nunit = "moon"\nshare = 0.9\n', "«moon» is not one of"),
        (PLACE + "[[limit]]\nmore_than = 3\nshare = 1.9\n", "must be at most 1"),
        (PLACE.replace("least = 14", "least = 0"), None),
    ],
)
def test_what_is_wrong_is_said_with_its_place(small, text, said):
    if said is None:
        assert budget(small, text).levers
        return
    with pytest.raises(BadModel) as caught:
        budget(small, text)
    assert said in str(caught.value)
    assert "budgets/mine.toml" in str(caught.value)


def test_check_reads_budgets_too(small, capsys):
    assert main(["check", str(small)]) == 0
    (small / "budgets/mine.toml").write_text(HEAD + PLACE.replace("helsehus", "moon"), "utf-8")
    assert main(["check", str(small), "--json"]) == 1
    assert "moon" in capsys.readouterr().out


def test_without_prices_there_is_no_best_use_of_money(small, capsys):
    (small / "prices.csv").unlink()
    model_file = small / "model.toml"
    model_file.write_text(model_file.read_text().replace("has_fee = true", "").replace("pays_fee = true", ""))
    assert main(["optimise", str(small), "--among", "two-more"]) == 1
    assert "Write prices.csv" in capsys.readouterr().err


def test_the_command_answers_in_words_and_keeps_the_answer(small, capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    kept = tmp_path / "kept.json"
    asked = ["optimise", str(small), "--replications", "20", "--designs", "6", "--out", str(kept)]
    assert main(asked) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "Best found for all parties: helsehus 1" in told
    assert "as today" in told
    assert "What the next place is worth" in told
    assert "The cost curve" in told
    answer = json.loads(kept.read_text("utf-8"))
    assert answer["seed"] == 1
    assert answer["finalists"][0]["is_chosen"]
    assert any(row["said"] == "as today" for row in answer["finalists"])
    assert {"saves", "net", "cost"} <= set(answer["next_place"]["today"][0])
    assert answer["start"]["design"]
    assert main(asked) == 2
    assert "is there already" in capsys.readouterr().err
    assert not list(tmp_path.glob(".*half"))


def test_scenarios_are_weighed_against_each_other_and_today(small, capsys):
    assert main(["optimise", str(small), "--among", "two-more", "--replications", "20", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {row["said"] for row in answer["finalists"]} == {"as today", "Two more places at the helsehus"}
    assert answer["curve"] == []
    assert answer["guarantee"]["at_most_above_best"] >= 0


def test_bounds_are_told_without_simulating(small, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    assert main(["optimise", str(small), "--bounds", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["bounds"]
    assert [row["unit"] for row in rows] == ["ward", "helsehus"]
    assert main(["optimise", str(small), "--bounds"]) == 0
    assert "mean need" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["places", "--among", "two-more"], "not both"),
        (["--count", "king"], "«king» is not one of"),
        (["--indifference", "0"], "must be above 0"),
    ],
)
def test_a_question_that_cannot_be_is_refused(small, capsys, more, said):
    assert main(["optimise", str(small), *more]) == 2
    assert said in capsys.readouterr().err


def test_several_budgets_must_be_named(small, capsys):
    (small / "budgets/mine.toml").write_text(HEAD + PLACE, "utf-8")
    assert main(["optimise", str(small)]) == 2
    assert "one of mine, places" in capsys.readouterr().err


def test_places_that_would_cost_nothing_are_not_weighed(small, capsys):
    prices = small / "prices.csv"
    prices.write_text("".join(line for line in prices.read_text().splitlines(True) if "place_day" not in line), "utf-8")
    assert main(["optimise", str(small), "--among", "two-more"]) == 1
    assert "would cost nothing" in " ".join(capsys.readouterr().err.split())
