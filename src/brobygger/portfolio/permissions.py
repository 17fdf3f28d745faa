"""Who may do what to the register. Everyone in the partnership may read all of it."""

from __future__ import annotations

from brobygger.partnerships.queries import Scope
from brobygger.partnerships.rules.kinds import Role
from brobygger.portfolio.models import ChangeSet, SavedView

WRITERS = frozenset({Role.PROJECT_LEAD, Role.COORDINATOR})


def may_write(scope: Scope) -> bool:
    """Whether this member registers and corrects activities: project leads and coordinators, of either side."""
    return scope.membership.role in WRITERS


def may_coordinate(scope: Scope) -> bool:
    """Whether this member answers for the whole register: decides on merges, proposals and what others have thrown."""
    return scope.membership.role == Role.COORDINATOR


def may_undo(scope: Scope, change_set: ChangeSet) -> bool:
    """Whether this member may undo an operation on many activities: one's own; a coordinator any."""
    return may_coordinate(scope) or (may_write(scope) and change_set.by_user_id == scope.membership.user_id)


def may_change_view(scope: Scope, view: SavedView) -> bool:
    """Whether this member may rename a saved view, share it or stop sharing it: one's own."""
    return view.user_id == scope.membership.user_id


def may_remove_view(scope: Scope, view: SavedView) -> bool:
    """Whether this member may delete a saved view: one's own; coordinators also what others share."""
    return may_change_view(scope, view) or (view.is_shared and may_coordinate(scope))
