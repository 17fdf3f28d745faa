"""An activity's life: milestones in, state and dates out (R10, R13).

Nobody sets a state. It is the state of the last thing that happened, so a state and a date cannot contradict each other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from brobygger.dates.rules import UNKNOWN, PartialDate


class MilestoneKind(StrEnum):
    """In the order of a life; a later one overrides an earlier one of the same or unknown date."""

    IDEA = "idea"
    IN_PREPARATION = "in_preparation"
    SENT = "sent"
    GRANTED = "granted"
    REFUSED = "refused"
    STARTED = "started"
    TESTED = "tested"
    HELD = "held"
    ADOPTED = "adopted"
    FINISHED = "finished"
    STOPPED = "stopped"
    CONTINUED = "continued"


class State(StrEnum):
    """Where an activity is in its life."""

    UNSTATED = "unstated"
    PLANNED = "planned"
    IDEA = "idea"
    IN_PREPARATION = "in_preparation"
    SENT = "sent"
    GRANTED = "granted"
    REFUSED = "refused"
    ACTIVE = "active"
    FINISHED = "finished"
    STOPPED = "stopped"
    CONTINUED = "continued"


STATE_AFTER = {
    MilestoneKind.IDEA: State.IDEA,
    MilestoneKind.IN_PREPARATION: State.IN_PREPARATION,
    MilestoneKind.SENT: State.SENT,
    MilestoneKind.GRANTED: State.GRANTED,
    MilestoneKind.REFUSED: State.REFUSED,
    MilestoneKind.STARTED: State.ACTIVE,
    MilestoneKind.TESTED: State.ACTIVE,
    MilestoneKind.HELD: State.FINISHED,
    MilestoneKind.ADOPTED: State.FINISHED,
    MilestoneKind.FINISHED: State.FINISHED,
    MilestoneKind.STOPPED: State.STOPPED,
    MilestoneKind.CONTINUED: State.CONTINUED,
}
GOES_ON = frozenset({State.ACTIVE, State.CONTINUED})
_ORDER = {kind: position for position, kind in enumerate(MilestoneKind)}
_STARTS = (MilestoneKind.STARTED, MilestoneKind.HELD, MilestoneKind.TESTED, MilestoneKind.ADOPTED, MilestoneKind.SENT)
_ENDS = (MilestoneKind.FINISHED, MilestoneKind.STOPPED, MilestoneKind.HELD)


@dataclass(frozen=True)
class MilestoneFact:
    """One dated fact. `date` is a partial date; `quantity` what was counted then (attendance, participants)."""

    kind: MilestoneKind
    date: str = UNKNOWN
    planned: bool = False
    quantity: Decimal | None = None
    note: str = ""
    source: str = ""

    @property
    def when(self) -> PartialDate:
        """The date as a value."""
        return PartialDate(self.date)


@dataclass(frozen=True)
class Life:
    """What follows from the milestones. `start` and `end` are partial dates, empty when nothing tells them."""

    state: State
    start: str
    end: str
    start_date: date | None
    end_date: date | None


def life_of(milestones: Iterable[MilestoneFact]) -> Life:
    """State, start and end of an activity.

    The state is that of the last milestone that happened: by life order, except that a known later date wins over an
    earlier one (an application sent again after a refusal is sent). Without any it is `planned` when something is
    planned, else `unstated`. Where nothing has started or ended yet, what is planned is told as start and end.
    """
    facts = list(milestones)
    happened = [fact for fact in facts if not fact.planned]
    if happened:
        # First the dates, then the order of a life: compared in pairs, three facts could each come after another.
        last = [fact for fact in happened if not any(fact.when.surely_before(other.when) for other in happened)]
        state = STATE_AFTER[max(last, key=lambda fact: _ORDER[fact.kind]).kind]
    else:
        state = State.PLANNED if facts else State.UNSTATED
    planned = [fact for fact in facts if fact.planned]
    start = _first_known(happened, _STARTS, earliest=True) or _first_known(planned, _STARTS, earliest=True)
    end = _first_known(happened, _ENDS, earliest=False) or _first_known(planned, _ENDS, earliest=False)
    return Life(
        state,
        start,
        end,
        PartialDate(start).earliest if start else None,
        PartialDate(end).latest if end else None,
    )


def _first_known(facts: list[MilestoneFact], kinds: tuple[MilestoneKind, ...], *, earliest: bool) -> str:
    """The date of the first kind that has a known date; the earliest or latest of that kind, told as exactly as it is."""
    for kind in kinds:
        dates = [fact.when for fact in facts if fact.kind is kind and fact.when.year is not None]
        if dates:
            return (
                min(dates, key=lambda when: (when.earliest or date.max, when.latest or date.max, when.text))
                if earliest
                else max(dates, key=lambda when: (when.latest or date.min, when.earliest or date.min, when.text))
            ).text
    return ""


def years_of(milestones: Iterable[MilestoneFact], life: Life, *, horizon_year: int) -> list[int]:
    """The calendar years an activity belongs to: of each milestone, and all between start and end.

    What goes on without a known end is taken to go on until `horizon_year` (the last year of the agreement).
    """
    years = {fact.when.year for fact in milestones if fact.when.year is not None}
    if life.start_date:
        last = life.end_date.year if life.end_date else (horizon_year if life.state in GOES_ON else None)
        if last is not None:
            years |= set(range(life.start_date.year, min(last, life.start_date.year + 100) + 1))
    return sorted(year for year in years if year is not None)
