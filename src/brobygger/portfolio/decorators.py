"""Which views are for whom."""

from __future__ import annotations

from brobygger.partnerships.decorators import View, only_for
from brobygger.portfolio.permissions import may_coordinate, may_write


def writers_only(view: View) -> View:
    """For those who may write in the register; other members get 403, strangers 404 as everywhere."""
    return only_for(view, may_write)


def coordinators_only(view: View) -> View:
    """For coordinators; other members get 403."""
    return only_for(view, may_coordinate)
