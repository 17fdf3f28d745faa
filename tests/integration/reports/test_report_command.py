"""`brobygger report figures`."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from brobygger.partnerships.models import Partnership


def run(*arguments: object) -> str:
    out = StringIO()
    call_command("report", "figures", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_writes_the_file_and_names_it(trd3: Partnership, tmp_path: Path) -> None:
    file = tmp_path / "maltall.pdf"
    file.write_text("an older report")
    assert run("--partnership", "trd3", "--lang", "en", "--out", file, "--date", "2026-01-15").strip() == str(file)
    assert file.read_bytes().startswith(b"%PDF-")
    assert list(tmp_path.iterdir()) == [file]


def test_the_same_date_gives_the_same_file(trd3: Partnership, tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        run("--partnership", "trd3", "--out", tmp_path / name, "--date", "2026-01-15")
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


@pytest.mark.parametrize("slug", ["nowhere", "", "../trd3"])
def test_unknown_partnership(trd3: Partnership, tmp_path: Path, slug: str) -> None:
    with pytest.raises(CommandError, match="Det finnes ikke noe samarbeid") as error:
        run("--partnership", slug, "--out", tmp_path / "x.pdf")
    assert error.value.returncode == 1
    assert not list(tmp_path.iterdir())


def test_no_framework(trd3: Partnership, tmp_path: Path) -> None:
    trd3.periods.update(framework_slug="")
    with pytest.raises(CommandError, match="ikke noe indikatorsett"):
        run("--partnership", "trd3", "--out", tmp_path / "x.pdf")


def test_unwritable_file_leaves_nothing_behind(trd3: Partnership, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Kan ikke skrive"):
        run("--partnership", "trd3", "--out", tmp_path / "missing" / "x.pdf")
    folder = tmp_path / "folder.pdf"
    folder.mkdir()
    for place in (folder, "/", "."):
        with pytest.raises(CommandError, match="Kan ikke skrive"):
            run("--partnership", "trd3", "--out", place)
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "2026-02-30", "i dag"])
def test_a_day_no_report_is_of(trd3: Partnership, tmp_path: Path, day: str) -> None:
    with pytest.raises(CommandError, match=day):
        run("--partnership", "trd3", "--out", tmp_path / "x.pdf", "--date", day)
    assert not list(tmp_path.iterdir())
