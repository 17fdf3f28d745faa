"""Who decides on suggestions."""

from __future__ import annotations

from brobygger.partnerships.queries import Scope
from brobygger.portfolio.permissions import may_coordinate, may_write


def may_decide(scope: Scope) -> bool:
    """Whether this member opens forms and decides what becomes of what is sent: coordinators."""
    return may_coordinate(scope)


def may_read_origin(scope: Scope) -> bool:
    """Whether this member sees on an activity what it was suggested as: those who write in the register."""
    return may_write(scope)
