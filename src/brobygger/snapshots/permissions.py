"""Who writes errata. Everyone in the partnership reads what was adopted."""

from __future__ import annotations

from brobygger.partnerships.queries import Scope
from brobygger.portfolio.permissions import may_coordinate


def may_correct(scope: Scope) -> bool:
    """Whether this member writes errata: coordinators, who bring the decision with them."""
    return may_coordinate(scope)
