"""What other commands kept as files, as drawings and as a part of the report."""

import datetime as dt
import json

import pytest

from harmoni import examples
from harmoni.cli.main import main
from harmoni.model.load import load
from harmoni.model.problems import BadModel
from harmoni.report import kept
from harmoni.report.document import Bullets, Figure, Table
from harmoni.report.findings import find
from harmoni.report.html import html
from harmoni.report.money import money
from harmoni.report.names import Names
from harmoni.report.paper import pdf
from harmoni.report.write import document_of, subject_of
from harmoni.texts import LANGUAGES, texts

SMALL = "Small: a ward and a helsehus"


def summary(mean: float, low: float, high: float) -> dict[str, float]:
    return {
        "replications": 100,
        "mean": mean,
        "low": low,
        "high": high,
        "median": mean,
        "tail_low": low,
        "tail_high": high,
    }


def finalist(steps: int, mean: float, **more) -> dict[str, object]:
    spread = 0.2e6 if steps else 0.0
    return {
        "design": [steps, 0], "said": f"helsehus {16 + steps}", "spent": steps * 1.5e6, "cost": 27e6 + mean,
        "against_today": summary(mean, mean - spread, mean + spread), "waiting": 1.0, "above_chosen": [0.1e6, 0.5e6],
        "is_chosen": False, "is_alike": False, "years": 100, **more,
    }  # fmt: skip


@pytest.fixture
def answer() -> dict[str, object]:
    return {
        "model": SMALL, "title": "How many?", "seed": 1, "counted": "all parties", "indifference": 2e5,
        "confidence": 0.95, "guarantee": {"at_most_above_best": 61_000.0, "is_decided": True},
        "designs": 4, "replications": 960,
        "levers": [{"name": "helsehus", "today": 16.0, "step": 1.0}, {"name": "Open on Sundays", "today": 0, "step": 0}],
        "finalists": [finalist(1, -0.3e6, is_chosen=True), finalist(0, 0.0, is_alike=True), finalist(2, 0.4e6)],
        "next_place": {
            "today": [{"lever": "helsehus", "step": 1.0, "cost": 1.5e6, "saves": summary(1.8e6, 1.5e6, 2.1e6),
                       "net": summary(0.3e6, 0.0001e6, 0.6e6)}],
            "chosen": [],
        },
        "curve": [
            {"design": [steps, 0], "spent": steps * 1.5e6, "cost": 27e6 + (steps - 1) ** 2 * 1e6,
             "above_best": summary((steps - 1) ** 2 * 1e6, (steps - 1) ** 2 * 0.8e6, (steps - 1) ** 2 * 1.2e6),
             "waiting": 1.0, "is_flat": steps == 1}
            for steps in range(-1, 4)
        ],
    }  # fmt: skip


@pytest.fixture
def forecast() -> dict[str, object]:
    days = [[float(value) for value in range(100)] for _ in range(14)]
    return {
        "kind": "harmoni forecast", "title": SMALL, "start": "2026-01-05",
        "series": [{"unit": unit, "what": what, "today": 1.0, "days": days, "whole": days[0]}
                   for unit, what in (("", "ready"), ("ward", "patients"), ("ward", "outside"))],
    }  # fmt: skip


def saved(tmp_path, document) -> str:
    path = tmp_path / "kept.json"
    path.write_text(json.dumps(document), "utf-8")
    return str(path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_part_tells_the_choice_how_sure_it_is_and_what_today_costs(answer, language):
    model, _ = load(examples.folder("small"))
    names = Names(model, texts(language))
    blocks = money(answer, names)
    told = next(block for block in blocks if isinstance(block, Bullets)).items
    assert "Helsehus 17 (+1)" in told[0]
    assert "0,30" in told[1] or "0.30" in told[1]
    assert "0,06" in told[2] or "0.06" in told[2]
    assert names.say("kept.as_today") in told[3]
    finalists, next_place = (block for block in blocks if isinstance(block, Table))
    assert [row[-1] for row in finalists.rows][:2] == [names.say("money.is_chosen"), names.say("money.is_alike")]
    assert next_place.rows[0][-1] == names.say("money.pays")
    assert [block.name for block in blocks if isinstance(block, Figure)] == ["cost-curve"]


def test_what_cannot_be_told_and_what_was_not_decided_is_said(answer):
    model, _ = load(examples.folder("small"))
    answer["finalists"][0]["against_today"] = summary(-0.1e6, -0.4e6, 0.2e6)
    answer["guarantee"] = {"at_most_above_best": 0.0, "is_decided": False}
    answer["curve"], answer["next_place"] = [], {"today": [], "chosen": []}
    blocks = money(answer, Names(model, texts("en")))
    told = " ".join(next(block for block in blocks if isinstance(block, Bullets)).items)
    assert "cannot be told from today" in told
    assert "No winner was found" in told
    assert not [block for block in blocks if isinstance(block, Figure)]


def test_a_change_of_practice_is_called_by_its_name(answer):
    names = Names(load(examples.folder("small"))[0], texts("nb"), {"Open on Sundays": "Åpent på søndager"})
    assert kept.design([0, 1], answer["levers"], names) == "Åpent på søndager"
    assert kept.design([-2, 0], answer["levers"], names) == "Helsehus 14 (−2)"
    assert kept.design([0, 0], answer["levers"], names) == "som i dag"


def test_the_report_holds_it_and_stress_says_how_it_was_found(answer):
    found = find(examples.folder("small"), [], 1, 2, 1, dt.date(2026, 1, 31))
    document = document_of(subject_of(examples.folder("small"), found, "nb", answer))
    text = html(document)
    assert "Best for pengene" in text
    assert "det som kan endres, er Helsehus og Open on Sundays" in text
    assert pdf(document).startswith(b"%PDF")


def test_plots_of_both_kinds(answer, forecast, tmp_path, capsys):
    model = str(examples.folder("small"))
    assert (
        main(
            [
                "plot",
                saved(tmp_path, answer),
                "--model",
                model,
                "--out",
                str(tmp_path / "curve.svg"),
                "--language",
                "nb",
            ]
        )
        == 0
    )
    assert "rimeligst: Helsehus 17 (+1)" in (tmp_path / "curve.svg").read_text("utf-8")
    assert main(["plot", saved(tmp_path, forecast), "--narrow", "--out", str(tmp_path / "fans.png")]) == 0
    assert (tmp_path / "fans.png").read_bytes().startswith(b"\x89PNG")
    out = str(tmp_path / "fans.svg")
    assert main(["plot", saved(tmp_path, forecast), "--model", model, "--language", "en", "--out", out]) == 0
    assert "Medical ward: waiting from outside" in " ".join((tmp_path / "fans.svg").read_text("utf-8").split("</text>"))
    capsys.readouterr()


def test_what_cannot_be_drawn_is_said(answer, forecast, tmp_path, capsys):
    out = str(tmp_path / "x.svg")
    for wrong, said in (("[]", "neither"), ("{", "not JSON"), ('{"kind": "harmoni forecast"}', "neither")):
        (tmp_path / "wrong.json").write_text(wrong, "utf-8")
        assert main(["plot", str(tmp_path / "wrong.json"), "--out", out]) == 1
        assert said in " ".join(capsys.readouterr().err.split())
    assert main(["plot", str(tmp_path / "nowhere.json"), "--out", out]) == 1
    assert main(["plot", saved(tmp_path, answer), "--out", str(tmp_path / "x.gif")]) == 2
    assert main(["plot", saved(tmp_path, answer), "--out", str(tmp_path / "no" / "x.svg")]) == 2
    assert main(["plot", saved(tmp_path, answer | {"curve": []}), "--out", out]) == 2
    assert not (tmp_path / "x.svg").exists()
    small = str(examples.folder("small"))
    capsys.readouterr()
    for document, said in (
        (forecast, "This is a forecast"),
        (answer | {"model": "Another"}, "This is about «Another»"),
    ):
        assert main(["report", small, "--optimised", saved(tmp_path, document), "--out", str(tmp_path)]) == 1
        assert said in " ".join(capsys.readouterr().err.split())


def test_a_file_that_is_too_large_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "LARGEST_FILE", 10)
    (tmp_path / "large.json").write_text(json.dumps({"kind": "x" * 20}), "utf-8")
    with pytest.raises(BadModel, match="larger"):
        kept.read(tmp_path / "large.json")


def test_files_that_the_commands_keep_are_understood(tmp_path):
    pytest.importorskip("harmoni.optimise.answer")
    pytest.importorskip("harmoni.forecast.store")
    small, answer, forecast = str(examples.folder("small")), tmp_path / "answer.json", tmp_path / "forecast.json"
    assert main(["optimise", small, "--designs", "3", "--replications", "40", "--out", str(answer)]) == 0
    assert main(["forecast", small, "--replications", "4", "--out", str(forecast)]) == 0
    for file in (answer, forecast):
        assert main(["plot", str(file), "--model", small, "--out", str(tmp_path / f"{file.stem}.svg")]) == 0
    asked = ["--replications", "2", "--optimised", str(answer), "--out", str(tmp_path / "all.html"), "--language", "nb"]
    assert main(["report", small, *asked]) == 0
    assert "Best for pengene" in (tmp_path / "all.html").read_text("utf-8")
