"""What belongs in which room. Who may import whom is checked by import-linter (script/lint)."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models
from tests.architecture.source import ROOT, SOURCE, dotted, is_in_room, name_of, python_files, tree

from brobygger.audit.models import Event

FORBIDDEN_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "core",
    "misc",
    "tools",
    "shared",
    "managers",
    "services",
    "stuff",
    "lib",
}
CLOCKS = {"now", "today", "utcnow", "localdate", "localtime", "time", "time_ns", "monotonic", "perf_counter"}
CLOCK_OWNERS = {"datetime", "date", "time", "timezone"}
OWN_MODELS = [model for model in apps.get_models() if model.__module__.startswith("brobygger.")]


def test_no_view_goes_past_the_scope_to_the_tables() -> None:
    """`Model.objects` in a view would read other partnerships' data."""
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in python_files()
        if is_in_room(path, "views") or is_in_room(path, "presenters") or is_in_room(path, "templatetags")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}
    ]
    assert found == []


def test_no_view_speaks_to_the_database_itself() -> None:
    found = [
        f"{name_of(path)}:{node.lineno}"
        for path in python_files()
        if is_in_room(path, "views") or is_in_room(path, "presenters")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django.db")
    ]
    assert found == []


def test_no_clock_in_the_rules() -> None:
    """A rule is told what day it is, so that it says the same tomorrow."""
    found = []
    for path in python_files():
        if not is_in_room(path, "rules"):
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom | ast.Import):
                names = [alias.name for alias in node.names] + [getattr(node, "module", "") or ""]
                if {"time", "timezone", "random"} & set(names):
                    found.append(f"{name_of(path)}:{node.lineno} imports {names}")
            elif isinstance(node, ast.Attribute) and node.attr in CLOCKS:
                owner = dotted(node.value).rpartition(".")[2]
                if owner in CLOCK_OWNERS:
                    found.append(f"{name_of(path)}:{node.lineno} {owner}.{node.attr}")
    assert found == []


def test_the_clock_is_found_where_there_is_one() -> None:
    """The search above sees the clocks there are: views are where the day comes from."""
    reads = [
        node
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS and dotted(node.value) in CLOCK_OWNERS
    ]
    assert reads


def test_no_module_is_named_for_nothing() -> None:
    names = [path.relative_to(SOURCE) for path in python_files()]
    assert [str(name) for name in names if FORBIDDEN_NAMES & {*name.parts[:-1], name.stem}] == []


def test_no_module_takes_what_another_keeps_to_itself() -> None:
    """A name with an underscore is for its own module; what two need gets a place of its own."""
    found = [
        f"{name_of(path)}:{node.lineno} {alias.name}"
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("brobygger")
        for alias in node.names
        if alias.name.startswith("_") and not alias.name.startswith("__")
    ]
    assert found == []


def test_files_stay_short() -> None:
    long = {name_of(path): lines for path in python_files() if (lines := len(path.read_text().splitlines())) > 420}
    assert long == {}


def test_functions_stay_short() -> None:
    long = [
        f"{name_of(path)}:{node.lineno} {node.name} {node.end_lineno - node.lineno + 1}"
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno > 70
    ]
    assert long == []


def test_whoever_did_it_is_kept_with_when() -> None:
    """Every `…_at` of a model has its `…_by`."""
    alone = []
    for model in OWN_MODELS:
        names = {field.name for field in model._meta.get_fields()}
        for name in names:
            if name.endswith("_at") and f"{name[:-3]}_by" not in names:
                alone.append(f"{model.__name__}.{name}")
            if name.endswith("_by") and f"{name[:-3]}_at" not in names:
                alone.append(f"{model.__name__}.{name}")
    assert alone == []
    assert {"at", "by_label", "by_user_id"} <= {field.name for field in Event._meta.get_fields()}


def test_nothing_is_deleted_along_with_its_partnership_but_what_is_derived() -> None:
    """A foreign key to a partnership or organisation protects it; only an activity's own parts and the index follow."""
    cascading = {
        f"{model.__name__}.{field.name}"
        for model in OWN_MODELS
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey)
        and field.remote_field.on_delete is models.CASCADE
        and field.related_model.__name__ in {"Partnership", "Organisation", "Unit", "User", "Indicator", "Framework"}
    }
    assert cascading <= {"Term.partnership", "Cell.partnership"}


def test_every_dependency_has_a_reason() -> None:
    """A comment stands directly above each line that names a package."""
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    wanted = tomllib.loads("\n".join(lines))["project"]
    for package in [
        *wanted["dependencies"],
        *[p for extra in wanted.get("optional-dependencies", {}).values() for p in extra],
    ]:
        at = next(number for number, line in enumerate(lines) if f'"{package}"' in line)
        assert lines[at - 1].strip().startswith("#"), f"why {package}?"
    development = ROOT / "requirements" / "dev.in"
    told = development.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(told):
        if line.strip() and not line.startswith(("#", "-")):
            assert "#" in line or told[number - 1].startswith(("#",)) or _is_below_a_comment(told, number), (
                f"why {line}?"
            )


def _is_below_a_comment(lines: list[str], number: int) -> bool:
    """A group of packages may share the comment above it."""
    while number and lines[number - 1].strip() and not lines[number - 1].startswith("#"):
        number -= 1
    return number > 0 and lines[number - 1].startswith("#")


@pytest.mark.django_db
def test_no_migration_is_forgotten() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_installed_apps_are_all_the_apps_there_are() -> None:
    folders = {path.name for path in SOURCE.iterdir() if (path / "__init__.py").is_file()} - {"config"}
    installed = {name.partition(".")[2] for name in settings.INSTALLED_APPS if name.startswith("brobygger.")}
    assert folders == installed


def test_public_functions_say_what_they_do() -> None:
    """Rules, queries and actions are read by those who look for what the system does."""
    silent = []
    for path in python_files():
        if not any(is_in_room(path, room) for room in ("rules", "queries", "actions", "permissions")):
            continue
        module = tree(path)
        if not ast.get_docstring(module) and module.body:
            silent.append(name_of(path))
        for node in module.body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node):
                silent.append(f"{name_of(path)}:{node.lineno} {node.name}")
    assert silent == []


def test_the_source_is_where_it_is_looked_for() -> None:
    assert len(python_files()) > 50
    assert Path(SOURCE / "portfolio" / "rules").is_dir()
