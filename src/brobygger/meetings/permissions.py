"""Who may do what with meetings. Everyone in the partnership may read all of it."""

from __future__ import annotations

from brobygger.partnerships.queries import Scope
from brobygger.portfolio.permissions import may_coordinate


def may_prepare(scope: Scope) -> bool:
    """Whether this member plans meetings, adds cases and writes down what was decided: coordinators of either side."""
    return may_coordinate(scope)
