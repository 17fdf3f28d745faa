"""What the parts of learning share: the log, what is found, and what is left out."""

from collections.abc import Callable
from dataclasses import dataclass, field

from harmoni.learning import cells, fits
from harmoni.learning.events import Log
from harmoni.model.parts import Model, Route, Stay
from harmoni.texts import say


@dataclass(frozen=True)
class Number:
    """A number that was learned, with the interval that 95 of 100 would lie in."""

    what: str
    """`arrivals`, `route`, `stay`, `notice`, `answer` or `built`."""
    unit: str
    group: str
    detail: str
    value: float
    low: float
    high: float
    about: int
    """Roughly how many rows of the log it rests on: rounded, as exact totals would say more."""
    distance: float = 0.0
    """Of a stay: how far the curve lies from what was seen."""


@dataclass
class Work:
    log: Log
    base: Model | None
    smallest: int
    shortest: float
    numbers: list[Number] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    spare_routes: dict[str, Callable[[], tuple[Route, ...]]] = field(default_factory=dict)
    spare_stays: dict[str, Callable[[], tuple[Stay, ...]]] = field(default_factory=dict)
    """For groups that were never seen in a unit but may come there: the row of all others together."""

    def few(self, what: str) -> None:
        self.left_out.append(say("{what}: fewer than {smallest} patients.", what=what, smallest=self.smallest))

    def about(self, count: float) -> int:
        return cells.about(count, self.smallest)


def span(work: Work, start: float, end: float | None) -> tuple[float, float, bool]:
    return max(0.0, work.log.begins - start), (work.log.ends if end is None else end) - start, end is not None


def number_of(work: Work, what: str, unit: str, group: str, one: fits.Fit) -> Number:
    about = work.about(one.events)
    return Number(what, unit, group, one.family, one.mean, one.low, one.high, about, one.distance)
