"""The repository itself: what is vendored is what was vendored, and nothing in it knows a machine."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

import pytest
from tests.architecture.source import ROOT, name_of, tracked_files

VENDORED = [path for path in tracked_files() if path.name == "VENDORED.toml"]
FILES = [(path.parent / file["name"], file) for path in VENDORED for file in tomllib.loads(path.read_text())["file"]]
# Written in pieces, so that this file does not hold what it looks for.
MACHINE = re.compile(
    "|".join(
        [
            r"(?<![\w.])/(?:ro" + r"ot|ho" + r"me/\w+|Us" + r"ers/\w+|wo" + r"rk/)\b",
            r"pypi\." + r"org|files\.pythonho" + r"sted|registry\.np" + r"mjs|registry\.ya" + r"rnpkg|--index-u" + r"rl|--extra-index-u" + r"rl",
            r"\b(?:10\.\d{1,3}|192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2}\b",
        ]
    )
)  # fmt: skip
SECRET = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|ghp_[A-Za-z0-9]{30}")
TEXTS = {
    ".py",
    ".md",
    ".txt",
    ".toml",
    ".yaml",
    ".yml",
    ".html",
    ".css",
    ".js",
    ".csv",
    ".sh",
    ".in",
    ".json",
    ".typ",
    ".po",
    ".cfg",
    "",
}


def texts() -> list[Path]:
    """Files a person wrote, not those that were vendored."""
    vendored = {path.resolve() for path, _ in FILES}
    return [
        path
        for path in tracked_files()
        if path.suffix in TEXTS and path.resolve() not in vendored and "LICENSES" not in path.parts
    ]


@pytest.mark.parametrize(("path", "told"), FILES, ids=lambda value: value.name if isinstance(value, Path) else "")
def test_a_vendored_file_is_the_one_that_was_vendored(path: Path, told: dict[str, str]) -> None:
    assert hashlib.sha256(path.read_bytes()).hexdigest() == told["sha256"]
    assert told["licence"]
    assert told["version"]
    for licence in told["licence_file"].split(","):
        assert (path.parent / licence.strip()).is_file()


def test_everything_vendored_is_told_of() -> None:
    assert FILES
    for path in VENDORED:
        told = {file.name for file, _ in FILES if file.parent == path.parent}
        here = {file.name for file in path.parent.iterdir() if file.is_file() and file.suffix not in {".toml", ".txt"}}
        assert here <= told, path


def test_no_file_knows_a_machine_or_a_registry() -> None:
    found = [
        f"{name_of(path)}:{number}: {match.group()}"
        for path in texts()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        for match in MACHINE.finditer(line)
    ]
    assert found == []


def test_no_secrets() -> None:
    assert [
        name_of(path) for path in texts() if SECRET.search(path.read_text(encoding="utf-8", errors="replace"))
    ] == []


def test_what_the_machine_makes_is_not_in_the_repository() -> None:
    made = {".sqlite3", ".pyc", ".log", ".orig", ".rej", ".bak"}
    assert [name_of(path) for path in tracked_files() if path.suffix in made] == []


def test_texts_are_utf8_and_end_with_a_line() -> None:
    for path in texts():
        raw = path.read_bytes()
        assert raw.decode("utf-8").endswith("\n") or not raw, name_of(path)
        assert b"\r\n" not in raw, name_of(path)


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for path in texts():
        if path.suffix != ".md":
            continue
        for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            if "://" not in link and not link.startswith("mailto:") and not (path.parent / link).exists():
                broken.append(f"{name_of(path)}: {link}")
    assert broken == []


def test_documents_name_files_that_exist() -> None:
    """What stands in code quotes and looks like a path of the repository is one."""
    gone = []
    for path in texts():
        if path.suffix != ".md":
            continue
        for named in re.findall(
            r"`((?:src|tests|docs|demo|script|frameworks|requirements)/[\w./-]+)`", path.read_text(encoding="utf-8")
        ):
            if not (ROOT / named).exists():
                gone.append(f"{name_of(path)}: {named}")
    assert gone == []


def test_the_generated_activities_of_fjordby_are_what_the_generator_writes() -> None:
    import runpy

    generator = runpy.run_path(str(ROOT / "demo" / "fjordby" / "generate.py"))
    assert generator["FILE"].read_text(encoding="utf-8") == generator["written"](), (
        "run: python demo/fjordby/generate.py"
    )
