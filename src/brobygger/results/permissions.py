"""Who edits indicators. Everyone in the partnership reads every version."""

from __future__ import annotations

from brobygger.partnerships.queries import Scope
from brobygger.portfolio.permissions import may_coordinate


def may_edit(scope: Scope) -> bool:
    """Whether this member adds indicators and versions: coordinators, of any partner."""
    return may_coordinate(scope)
