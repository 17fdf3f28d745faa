"""The same model, the same draws, the same rules as the compiled engine, one thing after another."""

import heapq
import math

from harmoni.draws import philox
from harmoni.engine import columns as c
from harmoni.engine.program import CENSUS_KEY, key_of
from harmoni.model import calendar
from harmoni.model.parts import HOURS, OUTSIDE, Present, Route
from harmoni.reference.causes import Causes
from harmoni.reference.people import Patient, Place
from harmoni.reference.rings import Rings
from harmoni.ticks import TICKS_PER_DAY, TICKS_PER_HOUR, from_days


class Reference(Rings, Causes):
    """One replication. `run()` once, then read `log`, `spells`, `fees`, `waits`, `causes`."""

    # --- the run -----------------------------------------------------------------------------------------------

    def run(self) -> "Reference":
        self._begin()
        for time, what, number, value in self._pages():
            while self.plans and self.plans[0][0] < time:
                self.now, sequence, happen = heapq.heappop(self.plans)
                self._settle(happen(sequence))
            self.now = time
            self._settle(self._turn_page(what, number, value))
        self._end()
        return self

    def _pages(self) -> list[tuple[int, int, int, int]]:
        pages = [(day * TICKS_PER_DAY, c.ENDS_DAY, 0, 0) for day in range(1, self.days + 1)]
        for place in self.places:
            steps = calendar.capacity_steps(self.model, place.unit)
            pages += [(time, c.SETS_CAPACITY, place.number, value) for time, value in steps]
            opens = calendar.intake_steps(self.model, place.unit)
            pages += [(time, c.SETS_OPEN, place.number, value) for time, value in opens]
        return sorted(pages)

    def _turn_page(self, what: int, number: int, value: int) -> Place | None:
        place = self.places[number]
        if what == c.ENDS_DAY:
            if self.now // TICKS_PER_DAY - 1 >= self.counted_from:
                self.count_causes()
            return None
        if what == c.SETS_OPEN:
            place.is_open = bool(value)
            self.write(c.LOG_OPEN, None, number, value)
        else:
            place.capacity = value
            self.write(c.LOG_CAPACITY, None, number, value)
        self.look_at(place)
        return place

    def _settle(self, held_in: Place | None) -> None:
        """Everyone who can move moves; then rings that would last forever are resolved."""
        self._fill()
        while held_in and self.is_stuck(held_in):
            self.turn_ring(held_in)
            self._fill()

    def _fill(self) -> None:
        while self.changed:
            place = self.changed.popleft()
            while place.is_open:
                patient = place.first_in_line()
                if patient is None:
                    break
                self.admit(patient, place)

    # --- beginning and end -------------------------------------------------------------------------------------

    def _begin(self) -> None:
        if self.model.begins_with_census:
            rows = sorted(enumerate(self.model.census), key=lambda row: (bool(row[1].waiting_for), _minus_wait(row[1])))
            for number, row in rows:
                self._be_present(number, row)
        for number, group in enumerate(self.model.groups):
            highest = float(self.rates[number].max(initial=0.0))
            layer = 0
            while highest > 0 and (layer == 0 or 2.0 ** (layer - 1) < highest):
                self._plan_arrival(number, key_of(f"group {group.id}"), layer, 0)
                layer += 1

    def _be_present(self, number: int, row: Present) -> None:
        group = next(place for place, group in enumerate(self.model.groups) if group.id == row.group)
        patient = Patient(self.serials, group, CENSUS_KEY, 0, number)
        self.serials += 1
        place = self.places[self.place[row.unit]] if row.unit else None
        wanted = self.places[self.place[row.waiting_for]] if row.waiting_for else None
        patient.unit = place.number if place else None
        self.write(c.LOG_PRESENT, patient, patient.unit, wanted.number if wanted else None)
        if place:
            place.patients.append(patient)
        elapsed = from_days(row.days)
        here, there = (Route("", "", stay_factor=s, hours_factor=h) for s, h in self.model.factors_of(row))
        patient.factors = here
        if wanted is None:
            assert place is not None
            self._begin_stay(patient, place, self._past(row), elapsed)
            place.used += patient.load
            return
        patient.step, patient.doing, patient.to, patient.since = 1, "waiting", wanted.number, -elapsed
        patient.ready_at = patient.joined = -from_days(row.waited_days)
        patient.priority = self.model.groups[group].priority
        if place:
            needs = [need for need in self._needs(patient, place) if need[0] <= elapsed]
            patient.load = needs[-1][1] if needs else self._needs(patient, place)[0][1]
            place.used += patient.load
            if place.unit.has_fee and wanted.unit.pays_fee:
                patient.fee_from, patient.fee_unit = 0, wanted.number
        patient.factors = there
        patient.need = self._needs(patient, wanted)[0][1]
        wanted.line.append(patient)

    def _past(self, row: Present) -> float:
        stay = self.model.stay_of(row.unit, row.group)
        assert stay is not None
        import numpy as np

        return min(float(stay.hazard(np.array([row.days / row.stay_factor]))[0]), 700.0) if row.days > 0 else 0.0

    def _end(self) -> None:
        for place in self.places:
            for patient in place.patients:
                self.remember(patient)
                self.settle_fee(patient, self.days)
            for patient in place.line:
                if patient.unit is None:
                    self.spells.add(("outside", place.number), patient.joined, self.now)

    # --- arriving ----------------------------------------------------------------------------------------------

    def _plan_arrival(self, group: int, key: int, layer: int, number: int) -> None:
        """The next point of a layer that lies below the rate."""
        low, height = (0.0, 1.0) if layer == 0 else (2.0 ** (layer - 1), 2.0 ** (layer - 1))
        at = self.now
        while True:
            gap, up = philox.pair((number, key, 0, philox.ARRIVAL | layer << philox.PURPOSE_BITS), self.key)
            at += whole(-math.log(1.0 - gap) / height)
            if at >= self.days * TICKS_PER_DAY:
                return
            day, rest = divmod(at, TICKS_PER_DAY)
            if low + up * height < self.rates[group, day, rest // TICKS_PER_HOUR]:
                break
            number += 1

        def arrive(_: int) -> None:
            self._arrive(Patient(self.serials, group, key, layer, number))
            self._plan_arrival(group, key, layer, number + 1)

        self.plan(at, arrive)

    def _arrive(self, patient: Patient) -> None:
        self.serials += 1
        patient.ready_at = self.now
        to = self._choose(patient, OUTSIDE, int(self.draw(patient, philox.STAY_AND_ROUTE)[1] * c.DRAWS))
        self.write(c.LOG_ARRIVES, patient, to, None)
        if isinstance(to, str):
            self._go(patient, to)
            return
        place = self.places[to]
        outside = sum(1 for other in place.line if other.unit is None)
        goes_in = place.is_open and not place.line and patient.need <= place.free
        if place.unit.waiting_room is not None and outside >= place.unit.waiting_room and not goes_in:
            self.write(c.LOG_TURNED_AWAY, patient, to, None)
            self.turned_away[to, self.now // TICKS_PER_DAY] += 1
            return
        self._ask(patient)

    # --- choosing ----------------------------------------------------------------------------------------------

    def _choose(self, patient: Patient, origin: str, luck: int) -> int | str:
        group = self.model.groups[patient.group]
        routes = self.model.routes_of(origin, group.id)
        up_to = 0.0
        for route in routes:
            up_to += route.probability
            if luck < round(up_to * c.DRAWS):
                break
        patient.route, patient.factors, patient.took_alternative = route, None, False
        patient.priority = group.priority if route.priority is None else route.priority
        patient.to = self.place.get(route.to, route.to)
        if isinstance(patient.to, str):
            return patient.to
        wanted = self.places[patient.to]
        patient.need = self._needs(patient, wanted)[0][1]
        if route.rule == "if_full" and (wanted.line or patient.need > wanted.free):
            if self.draw(patient, philox.SUBSTITUTION)[0] < route.share:
                self._take_alternative(patient)
        elif route.rule == "shortest":
            other = self.places[self.place[route.alternative]]
            patient.factors = route
            need_there = self._needs(patient, other)[0][1]
            patient.factors = None
            if _crowding(other, need_there) < _crowding(wanted, patient.need):
                self._take_alternative(patient)
        return patient.to

    def _take_alternative(self, patient: Patient) -> None:
        assert patient.route is not None
        patient.factors, patient.took_alternative = patient.route, True
        patient.to = self.place.get(patient.route.alternative, patient.route.alternative)
        if isinstance(patient.to, int):
            patient.need = self._needs(patient, self.places[patient.to])[0][1]

    def _needs(self, patient: Patient, place: Place) -> list[tuple[int, int]]:
        """(Moment of the stay, load) with the factor of the way the patient takes."""
        group = self.model.groups[patient.group].id
        needs = self.model.needs_of(place.unit.id, group) if place.unit.kind == HOURS else ()
        factor = patient.factors.hours_factor if patient.factors else 1.0
        rows = [(from_days(need.from_day), calendar.load(place.unit, need.hours)) for need in needs] or [(0, 1)]
        return [(at, math.ceil(load * factor)) for at, load in rows]

    # --- staying -----------------------------------------------------------------------------------------------

    def _begin_stay(self, patient: Patient, place: Place, past: float, elapsed: int) -> None:
        patient.step += 1
        patient.doing, patient.since = "in care", self.now - elapsed
        luck, route_luck = self.draw(patient, philox.STAY_AND_ROUTE)
        patient.route_luck = int(route_luck * c.DRAWS)
        stay = self.model.stay_of(place.unit.id, self.model.groups[patient.group].id)
        assert stay is not None
        days = self.length(stay, past - math.log(1.0 - luck))
        if patient.factors:
            days *= patient.factors.stay_factor
        self.plan(self.now + max(1, whole(days) - elapsed), lambda _: self._be_ready(patient))
        needs = self._needs(patient, place)
        while len(needs) > 1 and needs[1][0] <= elapsed:
            needs.pop(0)
        patient.load = needs[0][1]
        patient.needs_left = needs[1:]
        patient.factors = None
        self.begin_load(patient)
        self._plan_need(patient)

    def _plan_need(self, patient: Patient) -> None:
        patient.next_need = None
        if patient.needs_left:
            patient.next_need = self.plan(
                patient.since + patient.needs_left[0][0], lambda sequence: self._need_less(patient, sequence)
            )

    def _need_less(self, patient: Patient, sequence: int) -> None:
        if patient.next_need != sequence:
            return
        assert patient.unit is not None
        place = self.places[patient.unit]
        self.remember_load(patient)
        _, load = patient.needs_left.pop(0)
        place.used += load - patient.load
        patient.load = load
        self.write(c.LOG_NEEDS, patient, patient.unit, load)
        self._plan_need(patient)
        self.look_at(place)

    # --- moving ------------------------------------------------------------------------------------------------

    def admit(self, patient: Patient, place: Place) -> None:
        place.line.remove(patient)
        if patient.unit is None:
            self.spells.add(("outside", place.number), patient.joined, self.now)
        else:
            self._give_back(patient)
        day = self.now // TICKS_PER_DAY
        self.admitted[place.number, day] += 1
        if day >= self.counted_from:
            self.waits[place.number, patient.unit is not None].append(self.now - patient.ready_at)
        self.write(c.LOG_ADMITTED, patient, place.number, patient.unit)
        patient.unit, patient.patience = place.number, None
        place.patients.append(patient)
        self._begin_stay(patient, place, 0.0, 0)
        place.used += patient.load

    def _give_back(self, patient: Patient) -> None:
        """The place a patient held is free."""
        assert patient.unit is not None
        place = self.places[patient.unit]
        self.remember(patient)
        self.settle_fee(patient, self.now // TICKS_PER_DAY)
        place.patients.remove(patient)
        place.used -= patient.load
        patient.next_need = None
        self.look_at(place)

    def _be_ready(self, patient: Patient) -> Place | None:
        assert patient.unit is not None
        place = self.places[patient.unit]
        to = self._choose(patient, place.unit.id, patient.route_luck)
        self.write(c.LOG_READY, patient, place.number, to)
        if isinstance(to, str):
            self._give_back(patient)
            self._go(patient, to)
            return None
        if to == place.number:
            self._stay_on(patient, place)
            return None
        self.remember(patient)
        patient.doing, patient.ready_at = "held", self.now
        answered = self.now
        if place.unit.has_fee and self.places[to].unit.pays_fee:
            answered = self._notify(patient, place, self.places[to])
        if answered == self.now:
            self._ask(patient)
        else:
            patient.doing = "unanswered"
            self.write(c.LOG_ASKS, patient, to, place.number)
            self.plan(answered, lambda _: self._be_answered(patient))
        return place

    def _notify(self, patient: Patient, place: Place, wanted: Place) -> int:
        """When the municipality has answered; the fee runs from when the patient is ready and it was told."""
        luck_notice, luck_answer = self.draw(patient, philox.NOTICE_AND_ANSWER)
        told = patient.since
        if place.unit.notice:
            told += whole(self.length(place.unit.notice, -math.log(1.0 - luck_notice)))
        patient.fee_from, patient.fee_unit = max(self.now, told), wanted.number
        if wanted.unit.answer:
            told += whole(self.length(wanted.unit.answer, -math.log(1.0 - luck_answer)))
        return max(self.now, told)

    def _be_answered(self, patient: Patient) -> Place:
        assert patient.unit is not None
        self._ask(patient)
        return self.places[patient.unit]

    def _stay_on(self, patient: Patient, place: Place) -> None:
        self.remember(patient)
        self.admitted[place.number, self.now // TICKS_PER_DAY] += 1
        place.used -= patient.load
        self.write(c.LOG_ADMITTED, patient, place.number, place.number)
        self._begin_stay(patient, place, 0.0, 0)
        place.used += patient.load
        self.look_at(place)

    def _ask(self, patient: Patient) -> None:
        assert isinstance(patient.to, int)
        wanted, route = self.places[patient.to], patient.route
        patient.doing, patient.joined = "waiting", self.now
        wanted.line.append(patient)
        self.write(c.LOG_WAITS, patient, wanted.number, patient.unit)
        if route and route.rule == "after_days" and not patient.took_alternative:
            at = max(self.now + 1, patient.ready_at + from_days(route.days))
            patient.patience = self.plan(at, lambda sequence: self._give_up(patient, sequence))
        self.look_at(wanted)

    def _give_up(self, patient: Patient, sequence: int) -> Place | None:
        if patient.patience != sequence:
            return None
        assert isinstance(patient.to, int)
        before = self.places[patient.to]
        patient.patience = None
        before.line.remove(patient)
        self.look_at(before)
        if patient.unit is None:
            self.spells.add(("outside", before.number), patient.joined, self.now)
        else:
            self.remember(patient, only_wait=True)
        self._take_alternative(patient)
        self.write(c.LOG_CHANGES, patient, before.number, patient.to)
        if isinstance(patient.to, str):
            if patient.unit is not None:
                self._give_back(patient)
            self._go(patient, patient.to)
            return None
        self._ask(patient)
        return None if patient.unit is None else self.places[patient.unit]

    def _go(self, patient: Patient, to: str) -> None:
        self.write(c.LOG_LEAVES if to == "leaves" else c.LOG_DIES, patient, patient.unit, None)


def whole(days: float) -> int:
    """Days in ticks, to the nearest."""
    return math.floor(days * TICKS_PER_DAY + 0.5)


def _minus_wait(row: Present) -> float:
    return -row.waited_days if row.waiting_for else 0.0


def _crowding(place: Place, need: int) -> float:
    if place.capacity == 0:
        return math.inf
    return (place.used + (len(place.line) + 1) * need) / place.capacity
