"""One word for one thing: the glossary holds every model, and what it names exists."""

from __future__ import annotations

import ast
import re

from django.apps import apps
from tests.architecture.source import ROOT, SOURCE, tree

FILE = ROOT / "docs" / "glossary.md"
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in FILE.read_text(encoding="utf-8").splitlines()
    if line.startswith("|") and "---" not in line
][1:]


def named(cell: str) -> list[str]:
    """What stands in code quotes in a cell."""
    return re.findall(r"`([^`]+)`", cell)


def test_every_model_is_in_the_glossary() -> None:
    told = {name for row in ROWS for name in named(row[2])}
    models = {model.__name__ for model in apps.get_models() if model.__module__.startswith("brobygger.")}
    assert models - told == set()


def test_every_row_is_whole() -> None:
    for row in ROWS:
        assert len(row) == 4, row
        assert all(row), row
        assert named(row[2]), row
        assert named(row[3]), row


def test_what_the_glossary_names_stands_where_it_says() -> None:
    for row in ROWS:
        defined: set[str] = set()
        for place in named(row[3]):
            for node in ast.walk(tree(SOURCE / place)):
                if isinstance(node, ast.ClassDef | ast.FunctionDef):
                    defined.add(node.name)
        for name in named(row[2]):
            assert name.split(".")[0] in defined, f"{name} is not in {row[3]}"


def test_no_word_stands_twice() -> None:
    identifiers = [name for row in ROWS for name in named(row[2])]
    assert len(identifiers) == len(set(identifiers))
