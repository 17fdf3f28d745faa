"""Who may speak for a party. Everyone in the partnership may read what the parties say."""

from __future__ import annotations

from brobygger.organisations.models import Organisation
from brobygger.partnerships.queries import Scope
from brobygger.portfolio.permissions import may_write


def party_of(scope: Scope) -> Organisation | None:
    """The party this member may speak for: project leads and coordinators for the partner they are there for.

    One query, remembered with the scope.
    """
    organisation = scope.membership.organisation
    if organisation is None or not may_write(scope) or organisation.pk not in scope.partner_ids:
        return None
    return organisation


def may_claim(scope: Scope) -> bool:
    """Whether this member speaks for one of the parties."""
    return party_of(scope) is not None
