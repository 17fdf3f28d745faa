"""Who manages webhooks."""

from __future__ import annotations

from brobygger.partnerships.queries import Scope
from brobygger.portfolio.permissions import may_coordinate


def may_manage_webhooks(scope: Scope) -> bool:
    """Whether this member decides which systems are told of changes: coordinators."""
    return may_coordinate(scope)
