"""Every command in the documents runs, in the order in which it stands there."""

import re
import shlex
from pathlib import Path

import pytest

from harmoni.cli.main import main

PACKAGE = Path(__file__).parent.parent


PAGES = (
    "README.md",
    "docs/tutorial.md",
    "docs/find-the-best-use-of-money.md",
    "docs/forecast.md",
    "docs/learn.md",
    "docs/reports.md",
)
# Enough to run; the documents leave the usual number.
FEW = {
    "run": ["--replications", "4"],
    "compare": ["--replications", "4"],
    "forecast": ["--replications", "4"],
    "report": ["--replications", "4"],
    "optimise": ["--replications", "10", "--designs", "4"],
}


@pytest.mark.parametrize("page", PAGES)
def test_commands_run(page, tmp_path, monkeypatch, capsys):
    """In order; a block of a file is written where its first line says. Looking at what cannot be run yet ends with 1."""
    monkeypatch.chdir(tmp_path)
    text = (PACKAGE / page).read_text("utf-8")
    if "harmoni example" not in text:
        assert main(["example", "small", "my-city"]) == 0
    for kind, name, block in re.findall(r"```(\w+) ?(\S*)\n(.*?)```", text, re.DOTALL):
        if kind in ("toml", "csv"):
            folder = "scenarios" if "[[change]]" in block else "budgets"
            (tmp_path / (name or f"my-city/{folder}/mine.toml")).write_text(block, "utf-8")
            continue
        if kind == "python" and page == "docs/find-the-best-use-of-money.md":
            exec(compile(block, page, "exec"), {})
            continue
        for line in re.findall(r"^\$ harmoni (.*)$", block, re.MULTILINE):
            arguments = shlex.split(line)
            arguments += FEW.get(arguments[0], [])
            wanted = 1 if arguments == ["learn", "events.csv"] else 0
            assert main(arguments) == wanted, capsys.readouterr().err


def test_python_in_the_documents_runs(capsys):
    text = (PACKAGE / "docs/reports.md").read_text("utf-8")
    names: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
        exec(compile(block, "reports.md", "exec"), names)
    assert all("<svg" in names[name].svg for name in ("picture", "change", "curve", "chain"))


def test_every_column_is_in_the_reference():
    from harmoni.model.files import COLUMNS, schema

    text = (PACKAGE / "docs/model-files.md").read_text("utf-8")
    for columns in COLUMNS.values():
        assert [column for column in columns if column not in text] == []
    unit = schema("model")["properties"]["unit"]["items"]["properties"]
    change = schema("scenario")["properties"]["change"]["items"]["properties"]
    assert [field for field in (*unit, *change) if field not in text] == []
    said = schema("report")["$defs"]["said"]["properties"]
    assert [field for field in said if f"`{field}`" not in text] == []
    budget = schema("budget")["properties"]
    rows = [field for kind in ("place", "switch", "limit") for field in budget[kind]["items"]["properties"]]
    assert [field for field in (*budget, *rows) if f"`{field}`" not in text and f"[[{field}]]" not in text] == []
    from harmoni.learning import events

    text = (PACKAGE / "docs/learn.md").read_text("utf-8")
    assert [column for column in events.COLUMNS if f"`{column}`" not in text] == []
