"""What is held about people is told in words."""

from __future__ import annotations

import pytest

from brobygger.people.presenters.labels import what
from brobygger.people.presenters.person import WITH_ANOTHER
from brobygger.people.rules.held import HELD, Held

SHOWN = [held for held in HELD if not held.is_secret and held.name not in WITH_ANOTHER]


@pytest.mark.parametrize("held", SHOWN, ids=lambda held: held.name)
def test_everything_that_is_held_has_a_name_people_understand(held: Held) -> None:
    assert what(held) != held.name
