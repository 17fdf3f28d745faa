"""What the slow engine knows: the model, the moment, the plans, and what it remembers."""

import heapq
from collections import defaultdict, deque
from collections.abc import Callable

from harmoni.distributions import Distribution
from harmoni.draws import philox, tables
from harmoni.engine import columns as c
from harmoni.model import calendar
from harmoni.model.parts import Model
from harmoni.reference.people import Patient, Place, Spells
from harmoni.ticks import TICKS_PER_DAY

LogLine = tuple[int, int, int, int, int, int]


class Records:
    """The beginning of `harmoni.reference.engine.Reference`: everything but what happens."""

    def __init__(self, model: Model, seed: int, replication: int) -> None:
        self.model, self.key = model, (seed, replication)
        self.days = len(calendar.dates(model))
        self.counted_from = calendar.days_before_start(model)
        self.place = {unit.id: number for number, unit in enumerate(model.units)}
        first = calendar.dates(model)[0]
        self.places = [
            Place(unit, number, calendar.capacity_on(model, unit, first)) for number, unit in enumerate(model.units)
        ]
        self.rates = calendar.arrival_rates(model)
        self._tables: dict[Distribution, tables.Table] = {}
        self.now = 0
        self.sequence = 0
        self.serials = 0
        self.plans: list[tuple[int, int, Callable[[int], Place | None]]] = []
        self.changed: deque[Place] = deque()
        self.log: list[LogLine] = []
        self.spells = Spells()
        self.fees: list[tuple[int, int, int, int]] = []
        self.waits: dict[tuple[int, bool], list[int]] = defaultdict(list)
        self.admitted: dict[tuple[int, int], int] = defaultdict(int)
        self.turned_away: dict[tuple[int, int], int] = defaultdict(int)
        self.causes: dict[tuple[int, int, int], float] = defaultdict(float)
        self.rings = 0
        # Since when a patient has done the same, and had the same load; from the first moment for those present.
        self.doing_since: dict[Patient, int] = {}
        self.load_since: dict[Patient, int] = {}

    def draw(self, patient: Patient, purpose: int) -> tuple[float, float]:
        fourth = purpose | patient.layer << philox.PURPOSE_BITS
        return philox.pair((patient.number, patient.key, patient.step, fourth), self.key)

    def length(self, distribution: Distribution, hazard: float) -> float:
        if distribution not in self._tables:
            self._tables[distribution] = tables.tabulate(distribution)
        return tables.length_at(self._tables[distribution], hazard)

    def plan(self, time: int, what: Callable[[int], Place | None]) -> int:
        self.sequence += 1
        heapq.heappush(self.plans, (time, self.sequence, what))
        return self.sequence

    def write(self, what: int, patient: Patient | None, unit: int | str | None, other: int | str | None) -> None:
        """A line of the log; units by number, and the compiled engine's numbers for the rest."""
        special: dict[int | str | None, int] = {None: c.LOG_NONE, "leaves": c.LOG_HOME, "dies": c.LOG_DEATH}
        first, second = (special[p] if p is None or isinstance(p, str) else p for p in (unit, other))
        who, group = (patient.serial, patient.group) if patient else (c.LOG_NONE, c.LOG_NONE)
        self.log.append((self.now, what, who, group, first, second))

    def look_at(self, place: Place) -> None:
        """It may be able to take somebody in."""
        if place not in self.changed:
            self.changed.append(place)

    def begin_load(self, patient: Patient) -> None:
        self.load_since[patient] = self.doing_since[patient] = self.now

    def remember_load(self, patient: Patient) -> None:
        self.spells.add(("used", patient.unit), self.load_since.get(patient, 0), self.now, patient.load)
        self.load_since[patient] = self.now

    def remember(self, patient: Patient, only_wait: bool = False) -> None:
        """What the patient did until now: in care, or held and waiting for a unit."""
        start = self.doing_since.get(patient, 0)
        if patient.doing == "in care":
            self.spells.add(("cared", patient.unit), start, self.now)
        else:
            self.spells.add(("held", patient.unit), start, self.now)
            self.spells.add(("pair", patient.unit, patient.to), start, self.now)
        self.doing_since[patient] = self.now
        if not only_wait:
            self.remember_load(patient)

    def settle_fee(self, patient: Patient, day: int) -> None:
        if patient.fee_from is not None:
            assert patient.fee_unit is not None
            assert patient.unit is not None
            first = patient.fee_from // TICKS_PER_DAY
            if day > first:
                self.fees.append((patient.fee_unit, patient.unit, first, day))
            patient.fee_from = None
