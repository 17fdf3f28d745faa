"""Who decides about pairs. Everyone in the partnership may read them."""

from __future__ import annotations

from collections.abc import Collection

from brobygger.partnerships.queries import Scope
from brobygger.portfolio.permissions import may_write


def may_decide(scope: Scope) -> bool:
    """Whether this member says that two entries are related or different: whoever writes in the register."""
    return may_write(scope)


def may_say_yes(scope: Scope, owners: Collection[int]) -> bool:
    """Whether this member's yes to a merge counts: they write in the register, for a side that owns one of the entries."""
    return may_write(scope) and (not owners or scope.membership.organisation_id in owners)
