"""What is said: the same in every language, and numbers as each writes them."""

import argparse
import ast
import inspect
import json
import string
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import harmoni
from harmoni.cli.main import main
from harmoni.engine.run import TooManyPatients
from harmoni.model.files import schema
from harmoni.texts import LANGUAGES, language, say, speaking, texts
from harmoni.texts.language import argparse_word, sentences

SOURCE = Path(harmoni.__file__).parent


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def calls() -> list[tuple[str, ast.Call]]:
    """Every call of `say`, under whatever name a module has it."""
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        names = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "harmoni.texts"
            for alias in node.names
            if alias.name == "say"
        }
        found += [
            (path.relative_to(SOURCE).as_posix(), node)
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names
        ]
    return found


def described() -> set[str]:
    """What the schemas say is right: said where a text does not fit its pattern."""

    def walk(value: object) -> set[str]:
        if isinstance(value, list):
            return {text for part in value for text in walk(part)}
        if not isinstance(value, dict):
            return set()
        own = {value["description"]} if "pattern" in value and "description" in value else set()
        return own.union(*(walk(part) for part in value.values()))

    return set().union(*(walk(schema(name)) for name in ("model", "scenario", "budget", "report")))


def test_every_sentence_that_is_said_is_in_all_languages_and_no_other():
    by_name = [(where, call) for where, call in calls() if not isinstance(call.args[0], ast.Constant)]
    assert [where for where, _ in by_name] == ["model/files.py"], "the one that says what the schema says"
    said = {call.args[0].value for _, call in calls() if isinstance(call.args[0], ast.Constant)} | described()
    assert said - set(sentences()) == set()
    assert set(sentences()) - said == set()
    for english, others in sentences().items():
        assert set(others) == set(LANGUAGES) - {"en"}, english
        for text in others.values():
            assert text
            assert fields(text) == fields(english), english


def test_every_sentence_gets_the_fields_it_names():
    for where, call in calls():
        if isinstance(call.args[0], ast.Constant) and all(keyword.arg for keyword in call.keywords):
            given = {keyword.arg for keyword in call.keywords}
            assert fields(call.args[0].value) == given, f"{where}: {call.args[0].value}"


def test_the_reader_chooses_or_the_environment_does(monkeypatch):
    for name in ("HARMONI_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    assert language() == "nb"
    for value, code in {"nn_NO.UTF-8": "nn", "en_GB": "en", "no": "nb", "C.UTF-8": "nb", "de_DE": "nb"}.items():
        monkeypatch.setenv("LANG", value)
        assert language() == code
    monkeypatch.setenv("HARMONI_LANGUAGE", "en")
    assert language() == "en"
    with speaking("nn"):
        assert say("{low} to {high}", low=1, high=0.5) == "1 til 0,5"
    assert say("{low} to {high}", low=1, high=0.5) == "1 to 0.5"


def test_a_command_speaks_the_language_it_is_asked_in(tmp_path, capsys):
    folder = str(tmp_path / "mine")
    assert main(["example", "small", folder, "--language", "nn"]) == 0
    assert "Skreiv" in capsys.readouterr().out
    routes = tmp_path / "mine/routes.csv"
    routes.write_text(routes.read_text().replace("0.78", "0.7"))
    for code, told in {"nb": "til sammen, ikke 1", "nn": "til saman, ikkje 1", "en": "not to 1"}.items():
        assert main([f"--language={code}", "check", folder, "--json"]) == 1
        assert told in json.loads(capsys.readouterr().out)["problems"][0]["message"]
    with pytest.raises(SystemExit):
        main(["run", "--language", "nn"])
    assert "dette manglar: model" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["--help", "--language", "nb"])
    assert "vis denne hjelpen og avslutt" in capsys.readouterr().out
    assert language() == "en", "a command leaves nothing behind"


def test_a_command_starts_without_the_engine():
    """Help and what is wrong in files are told at once; numba alone takes longer than all of that."""
    told = "import harmoni.cli.main, sys; print('numba' in sys.modules or 'scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", told], capture_output=True, text=True).stdout == "False\n"


def test_too_many_patients_are_told_and_no_traceback(tmp_path, capsys, monkeypatch):
    assert main(["example", "small", str(tmp_path / "mine")]) == 0

    def full(*_: object, **__: object) -> None:
        raise TooManyPatients(5_000_000)

    monkeypatch.setattr("harmoni.engine.run.replicate", full)
    assert main(["run", str(tmp_path / "mine"), "--language", "nn", "--replications", "2"]) == 1
    assert "Ein kø veks utan ende" in capsys.readouterr().err


def test_the_words_of_argparse_are_its_own():
    known = tomllib.loads((SOURCE / "texts/argparse.toml").read_text("utf-8"))
    source = inspect.getsource(argparse)
    used = [text for text in known if json.dumps(text)[1:-1] in source or text in source]
    assert len(used) > len(known) * 2 // 3, "they change a little with Python"
    with speaking("nb"):
        assert argparse_word("usage: ") == "bruk: "
        assert argparse_word("not known") == "not known"


def test_every_language_has_every_text_with_the_same_fields():
    first, *others = (texts(language).entries for language in LANGUAGES)
    for other in others:
        assert set(other) == set(first)
        assert {name: fields(text) for name, text in other.items()} == {n: fields(t) for n, t in first.items()}
    assert all(text for language in LANGUAGES for text in texts(language).entries.values())


def test_an_unknown_language_is_refused():
    with pytest.raises(KeyError):
        texts("la")


@pytest.mark.parametrize(
    ("value", "norwegian", "english"),
    [
        (1234567.8, "1\u202f234\u202f568", "1\u202f234\u202f568"),
        (-12.34, "−12,3", "−12.3"),
        (0.123, "0,12", "0.12"),
        (-0.001, "−0,001", "−0.001"),
        (-0.0001, "0,000", "0.000"),
        (0.0, "0", "0"),
    ],
)
def test_numbers(value, norwegian, english):
    assert texts("nb").number(value) == norwegian
    assert texts("en").number(value) == english


def test_lists_shares_and_intervals():
    say = texts("nb")
    assert say.listed(["a"]) == "a"
    assert say.listed(["a", "b", "c"]) == "a, b og c"
    assert say.share(0.5) == "50\u202f%"
    assert say.interval(-1.0, 2.0) == "−1,00 til 2,00"
    assert say.interval(float("-inf"), 2.0) == "ukjent"
