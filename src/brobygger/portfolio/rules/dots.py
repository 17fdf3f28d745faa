"""Places as dots on a small map without tiles: where each is drawn, how big, and which have room for their name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import cos, radians, sqrt

from brobygger.portfolio.rules.gazetteer import Place

WIDTH = 640
SMALLEST, LARGEST = 5.0, 26.0
_LETTER, _LINE = 6.6, 14.0
_MARGIN = 12


@dataclass(frozen=True)
class Window:
    """The part of the world a map shows, in degrees."""

    south: float
    north: float
    west: float
    east: float

    def holds(self, place: Place) -> bool:
        """Whether a place lies in it."""
        return self.south <= place.latitude <= self.north and self.west <= place.longitude <= self.east

    @property
    def height(self) -> int:
        """How high the drawing is when distances are true in its middle."""
        across = (self.east - self.west) * cos(radians((self.south + self.north) / 2))
        return round(WIDTH * (self.north - self.south) / across)


REGION = Window(62.93, 63.85, 9.5, 11.9)
TOWN = Window(63.325, 63.465, 10.27, 10.58)


@dataclass(frozen=True)
class Dot:
    """A place as it is drawn. The name stands beside it when `is_named`, else only where it is pointed at."""

    name: str
    count: int
    x: float
    y: float
    radius: float
    is_named: bool
    name_x: float
    anchor: str


def dots_of(places: Mapping[str, Place], counts: Mapping[str, int], window: Window) -> list[Dot]:
    """The dots of those places that lie in a window, the largest first, so that small ones lie on top.

    The area of a dot is as the count. The most frequent places get their name, as long as names do not cover each other.
    """
    there = [(name, count) for name, count in counts.items() if count and name in places and window.holds(places[name])]
    there.sort(key=lambda pair: (-pair[1], pair[0]))
    most = there[0][1] if there else 1
    drawn = []
    for name, count in there:
        x, y = _at(places[name], window)
        drawn.append((name, count, x, y, round(max(SMALLEST, LARGEST * sqrt(count / most)), 1)))
    # Names cover neither dots nor each other.
    taken = [(x - radius, y - radius, x + radius, y + radius) for _, _, x, y, radius in drawn]
    dots = []
    for name, count, x, y, radius in drawn:
        width = len(name) * _LETTER
        name_x, anchor, is_named = x, "start", False
        for at, side, left in (
            (x + radius + 4, "start", x + radius + 4),
            (x - radius - 4, "end", x - radius - 4 - width),
        ):
            box = (left, y - _LINE / 2, left + width, y + _LINE / 2)
            if _is_free(box, taken, window):
                taken.append(box)
                name_x, anchor, is_named = round(at, 1), side, True
                break
        dots.append(Dot(name, count, x, y, radius, is_named, name_x, anchor))
    return dots


def _at(place: Place, window: Window) -> tuple[float, float]:
    x = (place.longitude - window.west) / (window.east - window.west) * (WIDTH - 2 * _MARGIN) + _MARGIN
    y = (window.north - place.latitude) / (window.north - window.south) * (window.height - 2 * _MARGIN) + _MARGIN
    return round(x, 1), round(y, 1)


def _is_free(
    box: tuple[float, float, float, float], taken: Iterable[tuple[float, float, float, float]], window: Window
) -> bool:
    left, top, right, bottom = box
    if left < 0 or right > WIDTH or top < 0 or bottom > window.height:
        return False
    return all(
        right < its_left or left > its_right or bottom < its_top or top > its_bottom
        for its_left, its_top, its_right, its_bottom in taken
    )
