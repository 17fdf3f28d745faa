"""The reference page holds the levels and weights that are used."""

from __future__ import annotations

from pathlib import Path

from brobygger.duplicates.rules.levels import COMPARISONS

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "duplicates.md"


def test_the_table_of_levels_is_current() -> None:
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if line.startswith("| ") and line.count("|") == 6
    ][1:]
    told = [cell[:4] for cell in cells if "---" not in cell[0]]
    assert told == [
        [c.measure + (" (sets apart)" if c.parts else ""), f"`{level.code}`", f"{level.at_least:g}", f"{level.bits:+g}"]
        for c in COMPARISONS
        for level in c.levels
    ]
