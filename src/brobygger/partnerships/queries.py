"""Reading partnerships, always through what the user is a member of."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from brobygger.accounts.models import User
from brobygger.partnerships.models import AgreementPeriod, Membership, Partnership


@dataclass(frozen=True)
class Scope:
    """One partnership as one member sees it. Every view of a partnership's data starts from this."""

    partnership: Partnership
    membership: Membership


def scope_of(user: User, slug: str) -> Scope | None:
    """The user's scope in a partnership; None for strangers and for partnerships that do not exist alike. One query."""
    membership = (
        Membership.objects.select_related("partnership", "organisation")
        .filter(user=user, partnership__slug=slug)
        .first()
    )
    return Scope(membership.partnership, membership) if membership else None


def memberships_of(user: User) -> QuerySet[Membership]:
    """The partnerships a user belongs to, by name."""
    return Membership.objects.select_related("partnership").filter(user=user).order_by("partnership__name")


def current_period(partnership: Partnership) -> AgreementPeriod | None:
    """The latest agreement period that has an indicator framework, else the latest."""
    periods = list(partnership.periods.order_by("-first_year"))
    return next((period for period in periods if period.framework_slug), periods[0] if periods else None)
