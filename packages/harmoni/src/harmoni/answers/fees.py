"""The Norwegian rule on who pays for patients who are ready to leave, and prices by date.

Helse- og omsorgstjenesteloven § 11-4 with its regulation: the municipality pays for each day from and including the one
on which the patient is declared ready, when it was told (§§ 8-10) and says no or does not answer, to the day before the
patient moves. The price of a day changes with the years and is data (prices.csv).
"""

import datetime as dt

from harmoni.model.parts import Model


def fee_days(ready: dt.datetime, told: dt.datetime, moved: dt.datetime) -> list[dt.date]:
    """The days for which a fee is due: none when the patient moves on the day of being ready.

    The rule itself, for single patients; the engines apply the same to theirs. `told` is the notice: a duty to pay
    cannot begin before it. What the municipality answers needs no date of its own: until the move it has said no, or
    nothing.
    """
    first = max(ready, told).date()
    return [first + dt.timedelta(days=day) for day in range((moved.date() - first).days)]


def price_on(model: Model, what: str, unit: str, date: dt.date) -> float:
    """NOK on a date; the price of the unit itself before the general one; 0 when none is written."""
    for name in (unit, ""):
        for price in model.prices:
            is_before, is_over = price.start and price.start > date, price.end and date > price.end
            if (price.what, price.unit) == (what, name) and not is_before and not is_over:
                return price.nok
    return 0.0
