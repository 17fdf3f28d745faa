"""Who answers doubts."""

from __future__ import annotations

from brobygger.partnerships.queries import Scope
from brobygger.portfolio.permissions import may_write


def may_answer(scope: Scope) -> bool:
    """Whether this member says something to a doubt: coordinators and project leads, who know what lies behind."""
    return may_write(scope)
