"""Who may do what to the register. Everyone in the partnership may read all of it."""

from __future__ import annotations

from brobygger.partnerships.queries import Scope
from brobygger.partnerships.rules.kinds import Role

WRITERS = frozenset({Role.PROJECT_LEAD, Role.COORDINATOR})


def may_write(scope: Scope) -> bool:
    """Whether this member registers and corrects activities: project leads and coordinators, of either side."""
    return scope.membership.role in WRITERS


def may_coordinate(scope: Scope) -> bool:
    """Whether this member answers for the whole register: decides on merges, proposals and what others have thrown."""
    return scope.membership.role == Role.COORDINATOR
