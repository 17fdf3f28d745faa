"""What somebody was called on a day."""

from __future__ import annotations

from datetime import date

import pytest

from brobygger.organisations.rules.history import FormerName, existed_on, name_on

FORMER = [FormerName("Midten", "2019"), FormerName("Først", "2015-06-30"), FormerName("Ingen vet når", "")]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2000, 1, 1), "Først"),
        (date(2015, 6, 30), "Først"),
        (date(2015, 7, 1), "Midten"),
        (date(2019, 12, 31), "Midten"),
        (date(2020, 1, 1), "Nå"),
    ],
)
def test_the_name_that_held(day: date, name: str) -> None:
    """The former name that ended first of those not ended; a name nobody can date never holds."""
    assert name_on(day, "Nå", FORMER) == name


def test_a_name_with_an_unknown_end_never_holds() -> None:
    """`unknown` is no date to compare with."""
    assert name_on(date(2000, 1, 1), "Nå", [FormerName("Før", "unknown")]) == "Nå"
    assert name_on(date(2000, 1, 1), "Nå", []) == "Nå"


def test_existed_on() -> None:
    """Open ends are open."""
    assert existed_on(date(2024, 1, 1), "", "")
    assert existed_on(date(2024, 8, 31), "2019", "2024-22")
    assert not existed_on(date(2024, 9, 1), "2019", "2024-22")
    assert not existed_on(date(2018, 12, 31), "2019", "")
