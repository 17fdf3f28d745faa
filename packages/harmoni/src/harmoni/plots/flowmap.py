"""The map of the chain: each unit a bar, moves as lines, and where the waiting begins.

Units stand below each other in the order of the model, which is the way of most patients. Lines at the left lead
onwards, lines at the right lead back; their width is the number of patients a day.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from harmoni.plots import ink
from harmoni.plots.picture import WIDE, Canvas, Picture
from harmoni.texts import Texts, texts

_BAR, _LINE, _GAP = 14, 16, 17
_SOMEBODY = 0.05
"""Fewer patients than this on average are not drawn as waiting."""
_MANY = 0.1
"""Ways with this share of the most crowded one, or more, are drawn as crowded."""
_WIDEST, _THINNEST = 9.0, 0.8


@dataclass(frozen=True)
class Place:
    """A unit as it is on average, or now. `used` and `capacity` are places (or hours a week); None: no limit."""

    name: str
    kind: str
    used: float
    capacity: float | None
    in_care: float
    held: float
    """Patients who are ready and wait for another unit."""
    waiting_for: tuple[tuple[str, float], ...] = ()
    outside: float = 0.0
    """Patients who wait for this unit without holding a place anywhere."""
    root: float = 0.0
    """Held patients, wherever they are, whose wait began here."""


@dataclass(frozen=True)
class Move:
    """Patients a day from one place to another, by their numbers; `waiting`: those held on this way."""

    origin: int
    to: int
    per_day: float
    waiting: float = 0.0


@dataclass(frozen=True)
class _Frame:
    """Where things stand from left to right."""

    left: float
    bar: float
    right: float
    root: float
    """Room for the bars of causes; 0: they are said in words."""


def flow_map(
    places: Sequence[Place], moves: Sequence[Move], title: str, language: str = "nb", width: int = WIDE
) -> Picture:
    """Draw it. The list of places may be long; the picture grows downwards."""
    say, canvas = texts(language), Canvas(width)
    is_wide = width >= 560
    frame = _Frame(130, width - 130 - 84 - 150, 84, 150) if is_wide else _Frame(44, width - 44 - 34, 34, 0)
    words = [_lines(place, say, frame) for place in places]
    tops, y = [], 30.0 if is_wide else 6.0
    for lines in words:
        tops.append(y)
        y += 20 + _BAR + 6 + _LINE * len(lines) + _GAP
    canvas.height = y
    _draw_moves(canvas, frame, tops, moves)
    for place, top, lines in zip(places, tops, words, strict=True):
        _draw_place(canvas, frame, place, top, lines, say)
    if frame.root:
        _draw_roots(canvas, frame, places, tops, say)
    _legend(canvas, say, is_wide)
    return canvas.picture(title, _in_words(places, say))


def _lines(place: Place, say: Texts, frame: _Frame) -> list[str]:
    """What stands under the bar, in lines that have room."""
    parts = []
    if place.capacity is not None and not _fits_beside(place, say, frame):
        parts.append(_capacity(place, say))
    if place.kind == "hours":
        parts.append(say("map.hours_in_care", used=say.number(place.used, 0), patients=say.number(place.in_care, 0)))
    else:
        parts.append(say("map.in_care", patients=say.number(place.in_care, 1)))
    if place.held >= _SOMEBODY:
        # A name and its number stay together.
        targets = [
            f"{name} {say.number(held, 1)}".replace(" ", "\u00a0")
            for name, held in place.waiting_for
            if held >= _SOMEBODY
        ]
        parts.append(" ".join([say("map.held", patients=say.number(place.held, 1)), " · ".join(targets)]).strip())
    if place.outside >= _SOMEBODY:
        parts.append(say("map.outside", patients=say.number(place.outside, 1)))
    lines = [line.removesuffix(" ·") for part in parts for line in ink.wrapped(part, frame.bar)]
    return lines + _root_lines(place, say, frame)


def _capacity(place: Place, say: Texts) -> str:
    share = say.share(place.used / place.capacity) if place.capacity else "–"
    return say(f"map.of_{place.kind}", capacity=say.number(place.capacity or 0.0, 0), share=share)


def _fits_beside(place: Place, say: Texts, frame: _Frame) -> bool:
    """Whether what there is has room at the end of the name's line."""
    together = ink.width(place.name, 13, True) + ink.width(_capacity(place, say))
    return together * ink.OTHER_LETTERS + 8 <= frame.bar


def _root_lines(place: Place, say: Texts, frame: _Frame) -> list[str]:
    """The cause in words, where there is no room for bars."""
    if frame.root or place.root < _SOMEBODY:
        return []
    return ink.wrapped(say("map.root_line", patients=say.number(place.root, 1)), frame.bar - 12)


def _draw_place(canvas: Canvas, frame: _Frame, place: Place, top: float, lines: list[str], say: Texts) -> None:
    canvas.text(frame.left, top + 12, place.name, 13, is_bold=True)
    if place.capacity is not None and _fits_beside(place, say, frame):
        canvas.text(frame.left + frame.bar, top + 12, _capacity(place, say), color=ink.QUIET, anchor="end")
    y = top + 20
    canvas.box(frame.left, y, frame.bar, _BAR, ink.PALE, ink.LINE, 2)
    room = place.capacity if place.capacity else max(place.used, 1e-9)
    total = min(place.used / room, 1.0) * frame.bar
    patients = place.in_care + place.held
    held = total * place.held / patients if patients > 0 else 0.0
    canvas.box(frame.left, y, total - held, _BAR, ink.CARE)
    if held >= 0.5:
        canvas.box(frame.left + total - held, y, held, _BAR, ink.HELD)
    y += _BAR + 4
    root_lines = len(_root_lines(place, say, frame))
    for number, line in enumerate(lines):
        y += _LINE
        is_root = number >= len(lines) - root_lines
        if is_root and number == len(lines) - root_lines:
            canvas.box(frame.left, y - 10, 6, 10, ink.ROOT)
        canvas.text(frame.left + (12 if is_root else 0), y - 2, line, color=ink.TEXT if is_root else ink.QUIET)


def _draw_moves(canvas: Canvas, frame: _Frame, tops: list[float], moves: Sequence[Move]) -> None:
    """Lines from unit to unit; at each unit those that come lie above those that go, so that they seldom cross."""
    drawn = [move for move in moves if move.per_day > 0 and move.origin != move.to]
    most = max((move.per_day for move in drawn), default=1.0)
    span = max((abs(move.to - move.origin) for move in drawn), default=1)
    crowded = max(_SOMEBODY, _MANY * max((move.waiting for move in drawn), default=0.0))
    for is_onward in (True, False):
        side = [move for move in drawn if (move.to > move.origin) == is_onward]
        edge = frame.left - 5 if is_onward else frame.left + frame.bar + 5
        room = (frame.left if is_onward else frame.right) - 16
        for move in sorted(side, key=lambda one: one.waiting >= crowded):
            starts = sorted(
                (one for one in side if one.origin == move.origin), key=lambda one: -abs(one.to - one.origin)
            )
            ends = sorted((one for one in side if one.to == move.to), key=lambda one: abs(one.to - one.origin))
            sign = 1 if is_onward else -1
            y1 = tops[move.origin] + 27 + sign * (5 + 20 * _part(starts, move))
            y2 = tops[move.to] + 27 - sign * (3 + 20 * _part(ends, move)) * 0.8
            reach = room * (0.25 + 0.75 * abs(move.to - move.origin) / span) * 1.28
            bend = edge - reach if is_onward else edge + reach
            thick = max(_THINNEST, _WIDEST * move.per_day / most)
            color = ink.HELD if move.waiting >= crowded else ink.MOVES
            tip = edge - 6 if is_onward else edge + 6
            canvas.curve(
                f"M{edge:.1f},{y1:.1f}C{bend:.1f},{y1:.1f} {bend:.1f},{y2:.1f} {tip:.1f},{y2:.1f}", color, thick
            )
            half = 3 + thick / 2
            canvas.area([(edge, y2), (tip, y2 - half), (tip, y2 + half)], color)


def _part(ordered: list[Move], move: Move) -> float:
    return ordered.index(move) / max(len(ordered) - 1, 1)


def _draw_roots(canvas: Canvas, frame: _Frame, places: Sequence[Place], tops: list[float], say: Texts) -> None:
    """A bar for each unit: how many held patients wait because of it."""
    x = frame.left + frame.bar + frame.right + 6
    room = frame.root - 52
    most = max(max((place.root for place in places), default=0.0), _SOMEBODY)
    canvas.text(canvas.width, 12, say("map.root"), anchor="end", is_bold=True)
    for place, top in zip(places, tops, strict=True):
        length = room * place.root / most
        if place.root >= _SOMEBODY:
            canvas.box(x, top + 20, length, _BAR, ink.ROOT)
        is_shown = place.root >= _SOMEBODY
        text = say.number(place.root, 1) if is_shown else "0"
        canvas.text(x + (length + 5 if is_shown else 0), top + 31, text, color=ink.TEXT if is_shown else ink.QUIET)


def _legend(canvas: Canvas, say: Texts, is_wide: bool) -> None:
    """What the colours and the lines are."""
    entries = [
        (ink.CARE, say("map.legend_care")),
        (ink.HELD, say("map.legend_held")),
        (ink.PALE, say("map.legend_free")),
        (ink.ROOT, say("map.legend_root")),
    ]
    x, y = 0.0, canvas.height + 4
    for color, text in entries:
        if x and x + 18 + ink.width(text) > canvas.width:
            x, y = 0.0, y + 18
        canvas.box(x + 0.5, y, 11, 11, color, ink.LINE if color == ink.PALE else "none")
        canvas.text(x + 17, y + 10, text, color=ink.QUIET)
        x += 17 + ink.width(text) + 16
    y += 30
    for line in ink.wrapped(say("map.legend_moves"), canvas.width):
        canvas.text(0, y, line, color=ink.QUIET)
        y += _LINE
    canvas.height = y - 6


def _in_words(places: Sequence[Place], say: Texts) -> str:
    told = []
    for place in places:
        told.append(
            say(
                "map.told", name=place.name, care=say.number(place.in_care, 1), held=say.number(place.held, 1),
                root=say.number(place.root, 1),
            )
        )  # fmt: skip
    return " ".join(told)
