"""Who may do what in a discussion. Everyone in the partnership may read all of it, and follow what they like."""

from __future__ import annotations

from brobygger.discussion.models import Comment
from brobygger.partnerships.queries import Scope
from brobygger.partnerships.rules.kinds import Role
from brobygger.portfolio.permissions import may_coordinate


def may_comment(scope: Scope) -> bool:
    """Whether this member takes part in discussions: everyone but observers."""
    return scope.membership.role != Role.OBSERVER


def may_reword(scope: Scope, comment: Comment) -> bool:
    """Whether this member may change or delete a comment: one's own, while it is shown."""
    return may_comment(scope) and comment.by_user_id == scope.membership.user_id and not comment.gone


def may_hide(scope: Scope) -> bool:
    """Whether this member may hide what others have written, and show it again: coordinators."""
    return may_coordinate(scope)
