"""Whether a run that is to be steady is steady.

Two questions to the replications themselves, both about those in a unit and its line, week by week from the first
simulated day. How many days must be thrown away? MSER-5 (White 1997) throws away as many as make the mean of the rest
most precise. And does the last year still differ from the one before, replication by replication? A line can grow for
years where held patients fill the beds, though there would be places enough without any wait.
"""

from dataclasses import dataclass

import numpy as np

from harmoni.model.parts import STEADY
from harmoni.model.problems import Problem
from harmoni.statistics.intervals import Summary, summarise, warm_up
from harmoni.statistics.study import Study
from harmoni.texts import say

WEEK, YEAR_WEEKS = 7, 52
FEWEST = 20
LEVEL = 0.99
SHARE_THAT_MATTERS = 0.02


@dataclass(frozen=True)
class Settling:
    """One unit."""

    unit: str
    needed: int
    """Days after which it is steady, by MSER-5."""
    given: int
    is_found: bool
    """False where half of the days were not enough: then `needed` is only where the rule stopped."""
    bias: Summary | None
    """Patients more, or fewer, in days that count but should not, than in those after; None without such days."""
    level: float
    """Patients in the unit and its line in the last year."""
    drift: Summary | None
    """The last year less the one before; None where fewer than three are simulated, for the first only fills the
    beds; two where those who are there today fill them."""

    @property
    def is_too_short(self) -> bool:
        """The warm-up: what it leaves in is no chance, and enough to matter."""
        return self.is_found and self._matters(self.bias)

    @property
    def is_drifting(self) -> bool:
        """More, or fewer, from year to year: no chance, and enough to matter."""
        return self._matters(self.drift)

    def _matters(self, change: Summary | None) -> bool:
        return change is not None and change.direction != 0 and abs(change.mean) > SHARE_THAT_MATTERS * self.level


def settling(study: Study) -> list[Settling]:
    """Each unit of a study."""
    weeks = np.array([run.weeks for run in study.runs], dtype=np.float64)
    mean, given = weeks.mean(axis=0), study.model.horizon.warm_up_days
    found = []
    for number, unit in enumerate(study.model.units):
        # A weekday is no trend: the batches of the rule are whole weeks.
        needed = warm_up(mean[:, number], batch=1) * WEEK
        is_found = needed < (len(mean) // 2 - 1) * WEEK
        kept, steady = weeks[:, given // WEEK : needed // WEEK, number], weeks[:, needed // WEEK :, number]
        bias = summarise(kept.mean(axis=1) - steady.mean(axis=1), LEVEL) if kept.shape[1] else None
        last = weeks[:, -YEAR_WEEKS:, number].mean(axis=1)
        drift = None
        if weeks.shape[1] >= (2 if study.model.begins_with_census else 3) * YEAR_WEEKS:
            before = weeks[:, -2 * YEAR_WEEKS : -YEAR_WEEKS, number].mean(axis=1)
            drift = summarise(last - before, LEVEL)
        found.append(Settling(unit.id, needed, given, is_found, bias, float(last.mean()), drift))
    return found


def warnings(study: Study) -> list[Problem]:
    """What should be known of the steady state; nothing for a run that is not to be steady, or is too small to say."""
    if study.model.horizon.begin != STEADY or len(study.runs) < FEWEST:
        return []
    found = []
    for row in settling(study):
        if row.is_drifting and row.drift is not None:
            less, more = row.level - row.drift.mean, row.level
            message = say(
                "It is not steady: {less:.0f} patients in it and its line in one year, {more:.0f} in the next. Give more days of warm-up; if it goes on, those who are held fill it, and there is no steady state: ask for the short term.",
                less=less,
                more=more,
            )
        elif row.is_too_short:
            message = say(
                "It is steady after {needed} days (MSER-5), and {given} are thrown away. Give more.",
                needed=row.needed,
                given=row.given,
            )
        else:
            continue
        found.append(Problem("model.toml", say("unit {id}", id=row.unit), "run.warm_up_days", message, is_warning=True))
    return found
