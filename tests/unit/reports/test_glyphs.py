"""What the font can print, and what becomes of the rest."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import brobygger.reports
from brobygger.reports.rules.glyphs import LONGEST_WORD, breakable, printable, printable_values, read_coverage

FONTS = Path(brobygger.reports.__file__).parent / "fonts"
COVERAGE = read_coverage((FONTS / "coverage.txt").read_text(encoding="utf-8"))


def characters_of(font: bytes) -> set[int]:
    """The code points with a shape of their own in a TrueType file (cmap format 4)."""
    tables = {
        font[at : at + 4]: struct.unpack(">LL", font[at + 8 : at + 16])
        for at in range(12, 12 + 16 * int.from_bytes(font[4:6]), 16)
    }
    start, length = tables[b"cmap"]
    cmap = font[start : start + length]
    found: set[int] = set()
    for record in range(int.from_bytes(cmap[2:4])):
        offset = struct.unpack(">L", cmap[8 + 8 * record : 12 + 8 * record])[0]
        sub = cmap[offset:]
        assert int.from_bytes(sub[:2]) == 4, "a new format: teach this test to read it"
        count = int.from_bytes(sub[6:8]) // 2
        ends = struct.unpack(f">{count}H", sub[14 : 14 + 2 * count])
        starts = struct.unpack(f">{count}H", sub[16 + 2 * count : 16 + 4 * count])
        for first, last in zip(starts, ends, strict=True):
            found.update(range(first, last + 1))
    return found - {0xFFFF}


def test_the_list_of_characters_holds_for_every_font_file() -> None:
    fonts = list(FONTS.glob("*.ttf"))
    assert len(fonts) == 4
    for font in fonts:
        assert characters_of(font.read_bytes()) >= COVERAGE, font.name


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Blåbærøl på Åsen", "Blåbærøl på Åsen"),
        ("A\u030asen", "Åsen"),  # a letter and its ring, written apart
        ("Bra 🎉🎉 jobba", "Bra ? jobba"),
        ("👩‍🔬", "?"),
        ("大学", "?"),
        ("en\nto\tre\x00", "en to re "),
        ("soft\u00adhyphen", "softhyphen"),
        ("ﬁnt", "fint"),
        ("", ""),
        ("#$@*[]\\", "#$@*[]\\"),
        ("≥ 20 → 30 − 1 ½ «x» …", "≥ 20 → 30 − 1 ½ «x» …"),
    ],
)
def test_printable(written: str, printed: str) -> None:
    assert printable(written, COVERAGE) == printed


@given(st.text())
def test_whatever_is_written_becomes_printable_and_stays_so(text: str) -> None:
    once = printable(text, COVERAGE)
    assert all(ord(character) in COVERAGE for character in once)
    assert printable(once, COVERAGE) == once


def test_only_endless_words_get_places_to_break() -> None:
    assert breakable("fylkesmannsembetssekretær og arbeidslivet") == "fylkesmannsembetssekretær og arbeidslivet"
    broken = breakable("a" * 100)
    assert broken.replace("\u200b", "") == "a" * 100
    assert max(map(len, broken.split("\u200b"))) <= LONGEST_WORD


def test_a_tree_of_values_keeps_its_shape_and_its_drawings() -> None:
    drawing = "<svg>" + "x" * 60 + "</svg>"
    tree = {"a": ["🎉", 1, None, True], "picture": {"svg": drawing, "alt": "x" * 60}}
    result = printable_values(tree, COVERAGE)
    assert result["a"] == ["?", 1, None, True]
    assert result["picture"]["svg"] == drawing
    assert "\u200b" in result["picture"]["alt"]
