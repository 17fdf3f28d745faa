"""The drawings: what they hold, that they say it in words too, and that they are files of the kind that was asked for."""

import datetime as dt
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from harmoni.plots import (
    NARROW,
    WIDE,
    CostPoint,
    Difference,
    Fan,
    Move,
    Panel,
    Picture,
    Place,
    axes,
    cost_curve,
    differences,
    fan_of,
    fans,
    flow_map,
    ink,
)
from harmoni.plots.picture import UnknownPicture

SVG = "{http://www.w3.org/2000/svg}"
START = dt.date(2026, 1, 5)
PLACES = [
    Place("Hospital", "beds", 95.0, 100.0, 90.0, 5.0, (("Helsehus", 4.0), ("Home care", 1.0)), outside=2.0),
    Place("Helsehus", "beds", 30.0, 37.0, 29.0, 1.0, (("Home care", 1.0),), root=1.5),
    Place("Home care", "hours", 1400.0, None, 390.0, 0.0, root=4.5),
]
MOVES = [Move(0, 1, 3.0, 4.0), Move(0, 2, 2.0, 1.0), Move(1, 2, 1.0, 1.0), Move(2, 0, 0.5)]
CURVE = [
    CostPoint(at, 300e6 + (at - 3) ** 2 * 1e6, 299e6 + (at - 3) ** 2 * 1e6, 301e6 + (at - 3) ** 2 * 1e6,
              is_best=at == 3, is_today=at == 0, is_as_good=abs(at - 3) <= 1)
    for at in range(7)
]  # fmt: skip


def drawn(picture: Picture) -> ET.Element:
    return ET.fromstring(picture.svg)


def words(picture: Picture) -> str:
    return " ".join(text.text or "" for text in drawn(picture).iter(f"{SVG}text"))


def every(width: int, language: str = "nb") -> dict[str, Picture]:
    series = np.random.Generator(np.random.PCG64(1)).gamma(4, 2, (40, 56))
    panels = [fan_of("Waiting", series, "patients", np.full(56, 20.0)), fan_of("Beds", series * 3)]
    rows = (Difference("More places", -1.2, -1.6, -0.8), Difference("Other hours", -0.1, -0.4, 0.2))
    return {
        "map": flow_map(PLACES, MOVES, "The chain", language, width),
        "fans": fans(panels, START, "The next weeks", language, width),
        "differences": differences([Panel("Waiting", rows)], "Change", language, width),
        "costs": cost_curve(CURVE, "Cost", "more places", language, width),
    }


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("name", ["map", "fans", "differences", "costs"])
def test_every_drawing_is_svg_that_says_what_it_shows_and_keeps_to_its_paper(name, width):
    picture = every(width)[name]
    root = drawn(picture)
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == picture.title
    assert len(root.findtext(f"{SVG}desc") or "") > 20
    for mark in root.iter():
        for axis, most in (("x", width), ("x1", width), ("x2", width), ("cx", width), ("y", picture.height)):
            if axis in mark.attrib:
                assert -0.5 <= float(mark.attrib[axis]) <= most + 0.5, ET.tostring(mark)
        if mark.tag == f"{SVG}text" and mark.get("text-anchor") is None:
            size = float(mark.get("font-size", "12"))
            assert float(mark.attrib["x"]) + 0.85 * ink.width(mark.text or "", size) <= width + 1, mark.text


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_map_tells_who_waits_and_where_it_begins(language):
    told = words(flow_map(PLACES, MOVES, "The chain", language)).replace("\u00a0", " ")
    number = "4,0" if language == "nb" else "4.0"
    assert f"Helsehus {number}" in told
    assert ("Her begynner ventingen" if language == "nb" else "The wait begins here") in told


def test_ways_that_are_most_waited_for_have_the_colour_of_waiting():
    marks = [mark for mark in drawn(flow_map(PLACES, MOVES, "")).iter(f"{SVG}path")]
    assert sorted(mark.get("stroke") for mark in marks) == sorted([ink.HELD, ink.HELD, ink.HELD, ink.MOVES])
    thick = {float(mark.get("stroke-width", "0")) for mark in marks}
    assert max(thick) == 9.0
    assert len(thick) == 4


def test_a_place_without_limit_and_one_without_places_can_be_drawn():
    picture = flow_map(
        [Place("Tent", "slots", 0.0, 0.0, 0.0, 0.0), Place("Home", "slots", 3.0, None, 3.0, 0.0)], [], ""
    )
    assert "Tent" in words(picture)


def test_a_difference_that_cannot_be_told_from_zero_is_hollow_and_said():
    rows = (Difference("Told", -1.0, -1.5, -0.5), Difference("Untold", 0.1, -0.5, 0.7), Difference("None", 0, 0, 0))
    picture = differences([Panel("Waiting", rows)], "", "en")
    assert words(picture).count("cannot be told from 0") == 2  # one row, and the legend
    fills = [dot.get("fill") for dot in drawn(picture).iter(f"{SVG}circle")]
    assert fills == [ink.CARE, ink.WHITE, ink.CARE]
    assert "−1.0" in words(picture) or "−1.00" in words(picture)


def test_an_interval_that_is_unknown_ends_at_the_edge():
    row = Difference("One run", 1.0, float("-inf"), float("inf"))
    assert "ukjent" in words(differences([Panel("Waiting", (row,))], ""))


def test_a_fan_can_be_a_day_a_fortnight_a_year_and_have_what_came():
    for days in (1, 2, 14, 400):
        bands = np.tile(np.arange(5.0)[:, None], days)
        came = np.full(days, np.nan)
        came[0] = 2.0
        picture = fans([Fan("Waiting", bands, observed=came)], START, "")
        assert len(list(drawn(picture).iter(f"{SVG}circle"))) == 2  # the day, and the legend
        assert "det som skjedde" in words(picture)
    assert "jan." in words(fans([Fan("A year", np.zeros((5, 400)))], START, ""))


def test_the_cost_curve_names_today_and_the_cheapest():
    picture = every(WIDE)["costs"]
    assert "i dag" in words(picture)
    assert "rimeligst" in words(picture)
    with pytest.raises(ValueError, match="at least one"):
        cost_curve([], "", "")


def test_texts_cannot_break_out_of_the_drawing():
    picture = flow_map([Place("<script>&\"'", "beds", 1, 2, 1, 0)], [], "<b>")
    assert "<script>&" in words(picture)
    assert drawn(picture).find(f"{SVG}script") is None


def test_a_picture_is_saved_as_its_name_says(tmp_path):
    picture = flow_map([*PLACES, Place("看護 😀", "beds", 1, 2, 1, 0)], MOVES, "The chain")
    picture.save(tmp_path / "map.svg")
    picture.save(tmp_path / "map.png")
    assert (tmp_path / "map.svg").read_text("utf-8") == picture.svg == picture._repr_svg_()
    png = (tmp_path / "map.png").read_bytes()
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20], "big") == 2 * WIDE
    assert picture.png() == png
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []
    with pytest.raises(UnknownPicture, match=r"\.svg or \.png"):
        picture.save(tmp_path / "map.gif")


def test_axes_have_round_numbers_that_hold_everything():
    assert axes.ticks(0, 20, 4) == [0, 5, 10, 15, 20]
    for values, wanted in (([0.12, 0.31], 4), ([19.0, 52.0], 4), ([-0.3, 7.7], 6), ([1e6, 3e6], 5)):
        low, high = axes.around(values, wanted)
        assert low <= values[0] < values[1] <= high
        marks = axes.ticks(low, high, wanted)
        assert (marks[0], marks[-1]) == pytest.approx((low, high))
    assert axes.around([], 4) == (0, 1)
    assert axes.around([5.0, 5.0], 4)[1] > 5
    assert axes.around([float("inf"), 3.0, -2.0], 5, with_zero=True) == (-2, 3)
    assert axes.digits(0.05) == 2
    assert axes.digits(10) == 0


def test_colours_can_be_told_from_paper_and_from_each_other():
    def light(color: str) -> float:
        parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def contrast(one: str, other: str) -> float:
        high, low = sorted((light(one), light(other)), reverse=True)
        return (high + 0.05) / (low + 0.05)

    for color in (ink.TEXT, ink.QUIET, ink.GOOD):
        assert contrast(color, ink.WHITE) >= 4.5
        assert contrast(ink.DARK[color], ink.DARK[ink.WHITE]) >= 4.5
    for color in (ink.CARE, ink.ROOT):
        assert contrast(color, ink.WHITE) >= 3
    assert contrast(ink.CARE, ink.HELD) >= 2
    used = {color for color in vars(ink).values() if isinstance(color, str) and re.fullmatch("#[0-9a-f]{6}", color)}
    assert used == set(ink.DARK)
