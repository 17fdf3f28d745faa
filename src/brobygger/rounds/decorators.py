"""Which views are for whom. What depends on the area is asked in the view, once the area is known."""

from __future__ import annotations

from brobygger.partnerships.decorators import View, only_for
from brobygger.rounds.permissions import may_open


def those_who_open(view: View) -> View:
    """For those who open, adopt and call off rounds; other members get 403, strangers 404 as everywhere."""
    return only_for(view, may_open)
