"""What a model is made of: frozen values, as the files say them. `harmoni.model.check` says what is wrong with them."""

import datetime as dt
from dataclasses import dataclass, field

from harmoni.distributions import Distribution

OUTSIDE = "outside"
LEAVES = "leaves"
DIES = "dies"
EVERYONE = "*"

BEDS, SLOTS, HOURS = "beds", "slots", "hours"
STRICT, AGEING = "strict", "ageing"
PROBABILITY, IF_FULL, AFTER_DAYS, SHORTEST = "probability", "if_full", "after_days", "shortest"
EMPTY, STEADY, CENSUS = "empty", "steady", "census"

ALL_DAYS = frozenset(range(7))
HOLIDAY = 7
LOWEST_PRIORITY = 8


@dataclass(frozen=True, slots=True)
class Period:
    """A row of a capacity calendar: from–to (both days included, open ends allowed), on some weekdays.

    `days` holds weekdays, Monday 0; `HOLIDAY` stands for the dates in the model's list of holidays, which are not
    counted as their weekday where some row of the same unit names holidays.
    """

    places: float
    start: dt.date | None = None
    end: dt.date | None = None
    days: frozenset[int] = ALL_DAYS | {HOLIDAY}


@dataclass(frozen=True, slots=True)
class Intake:
    """When a unit takes in patients: weekdays, hours of the day, and whether on holidays."""

    days: frozenset[int] = ALL_DAYS
    from_hour: float = 0.0
    to_hour: float = 24.0
    on_holidays: bool = True

    @property
    def is_always(self) -> bool:
        return self.days == ALL_DAYS and self.from_hour == 0.0 and self.to_hour == 24.0 and self.on_holidays


@dataclass(frozen=True, slots=True)
class Unit:
    """Beds, slots or hours a week that patients hold.

    `built` is what exists (None: without limit), `staffed` how much of it is manned when; outside the rows all of it is.
    `waiting_room` limits how many may wait for it from outside; further ones are turned away.
    `order` strict: a lower priority number always goes first. Ageing: a step of priority is worth `head_start_days`
    of waiting, so that nobody waits forever.
    `pass_over`: when the first in line needs more hours than are free, the next that fits may go first.
    `has_fee`: the municipality pays for patients who are ready here and wait for a unit with `pays_fee`.
    `notice`: from admission until the municipality is told; `answer`: from notice until it answers (both where `has_fee`
    and `pays_fee` meet; None: at once).
    """

    id: str
    built: float | None
    name: str = ""
    kind: str = BEDS
    owner: str = ""
    staffed: tuple[Period, ...] = ()
    intake: Intake = Intake()
    waiting_room: int | None = None
    order: str = STRICT
    head_start_days: float = 0.0
    pass_over: bool = False
    has_fee: bool = False
    pays_fee: bool = False
    notice: Distribution | None = None
    answer: Distribution | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Patients who are alike in what they need. Priority 1 goes before 2."""

    id: str
    name: str = ""
    priority: int = 1


@dataclass(frozen=True, slots=True)
class Route:
    """Where patients of a group go from a unit (or from outside), with what probability.

    Rules, each with an `alternative`: `if_full` takes it at once, for a share of patients, when there is no free place
    or somebody already waits; `after_days` takes it after so many days of waiting; `shortest` takes it when fewer wait
    there in relation to places. Who takes the alternative stays `stay_factor` as long and needs `hours_factor` as many
    hours. `priority` replaces the group's.
    """

    origin: str
    to: str
    group: str = EVERYONE
    probability: float = 1.0
    rule: str = PROBABILITY
    alternative: str = ""
    days: float = 0.0
    share: float = 1.0
    stay_factor: float = 1.0
    hours_factor: float = 1.0
    priority: int | None = None


@dataclass(frozen=True, slots=True)
class Stay:
    """The clinical need for a unit, in days: until ready, without the wait that follows."""

    unit: str
    group: str
    distribution: Distribution


@dataclass(frozen=True, slots=True)
class Need:
    """Hours a week that a patient needs from a unit counted in hours, from a day of the stay on; falling over time."""

    unit: str
    group: str
    from_day: float
    hours: float


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Patients a day of a group, on dates, weekdays and hours of the day."""

    group: str
    per_day: float
    start: dt.date | None = None
    end: dt.date | None = None
    days: frozenset[int] = ALL_DAYS | {HOLIDAY}
    from_hour: int = 0
    to_hour: int = 24


@dataclass(frozen=True, slots=True)
class Present:
    """A row of the census: a patient in a unit or waiting outside for one, when the run starts.

    Who came there (or is to come, where the hours are) by the alternative way of a route has its factors.
    """

    unit: str
    group: str
    days: float = 0.0
    waiting_for: str = ""
    waited_days: float = 0.0
    stay_factor: float = 1.0
    hours_factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Price:
    """NOK from one date to another. What: `fee_day` (municipality to hospital), `place_day`, `blocked_day`."""

    what: str
    nok: float
    start: dt.date | None = None
    end: dt.date | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Horizon:
    """What is simulated: from a date, for so many days, starting empty, in steady state (after a warm-up) or from the
    census."""

    start: dt.date = dt.date(2026, 1, 5)
    days: int = 365
    begin: str = EMPTY
    warm_up_days: int = 0


@dataclass(frozen=True, slots=True)
class Model:
    """A chain of units and the patients who move through it."""

    units: tuple[Unit, ...]
    groups: tuple[Group, ...]
    routes: tuple[Route, ...]
    stays: tuple[Stay, ...]
    arrivals: tuple[Arrivals, ...]
    needs: tuple[Need, ...] = ()
    census: tuple[Present, ...] = ()
    prices: tuple[Price, ...] = ()
    holidays: frozenset[dt.date] = frozenset()
    horizon: Horizon = field(default_factory=Horizon)
    title: str = ""

    def unit(self, name: str) -> Unit:
        return next(unit for unit in self.units if unit.id == name)

    def routes_of(self, origin: str, group: str) -> tuple[Route, ...]:
        """The routes for a group: its own rows if there are any, else those for everyone."""
        own = tuple(route for route in self.routes if route.origin == origin and route.group == group)
        return own or tuple(route for route in self.routes if route.origin == origin and route.group == EVERYONE)

    def stay_of(self, unit: str, group: str) -> Distribution | None:
        """The stay of a group in a unit: its own row, else the one for everyone."""
        found = {stay.group: stay.distribution for stay in self.stays if stay.unit == unit}
        return found.get(group, found.get(EVERYONE))

    def needs_of(self, unit: str, group: str) -> tuple[Need, ...]:
        """Hours a week by day of the stay, in order; the group's own rows if there are any."""
        own = [need for need in self.needs if need.unit == unit and need.group == group]
        rows = own or [need for need in self.needs if need.unit == unit and need.group == EVERYONE]
        return tuple(sorted(rows, key=lambda need: need.from_day))

    def factors_of(self, row: Present) -> tuple[tuple[float, float], tuple[float, float]]:
        """Of somebody in the census: factors of stay and hours where they are, and in the unit they wait for.

        Hours are those of the one of both that counts hours; where both do, of the one they are in.
        """
        usual, hours = (1.0, 1.0), {unit.id for unit in self.units if unit.kind == HOURS}
        if not row.waiting_for:
            return (row.stay_factor, row.hours_factor if row.unit in hours else 1.0), usual
        if row.unit in hours:
            return (row.stay_factor, row.hours_factor), usual
        return usual, (row.stay_factor, row.hours_factor if row.waiting_for in hours else 1.0)

    @property
    def begins_with_census(self) -> bool:
        """Those who are there today are the first: also of a run that is to be steady, which they fill sooner."""
        return self.horizon.begin == CENSUS or (self.horizon.begin == STEADY and bool(self.census))
