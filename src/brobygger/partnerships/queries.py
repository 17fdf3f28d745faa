"""Reading partnerships, always through what the user is a member of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Prefetch, QuerySet

from brobygger.accounts.models import User
from brobygger.organisations.models import Organisation, Unit
from brobygger.organisations.queries import lineage_of
from brobygger.organisations.rules.heirs import Lineage
from brobygger.partnerships.models import (
    AgreementPeriod,
    Body,
    Decision,
    FocusArea,
    Membership,
    Partner,
    Partnership,
    Seat,
)


@dataclass(frozen=True)
class Scope:
    """One partnership as one member sees it. Every view of a partnership's data starts from this."""

    partnership: Partnership
    membership: Membership

    @cached_property
    def partner_ids(self) -> list[int]:
        """The organisations that own the partnership, university first. Apps below this one ask for them here."""
        partners = self.partnership.partners.values_list("side", "organisation_id")
        return [organisation_id for _, organisation_id in sorted(partners, reverse=True)]


def scope_of(user: User, slug: str) -> Scope | None:
    """The user's scope in a partnership; None for strangers and for partnerships that do not exist alike. One query."""
    membership = (
        Membership.objects.select_related("partnership", "organisation")
        .filter(user=user, partnership__slug=slug)
        .first()
    )
    return Scope(membership.partnership, membership) if membership else None


def partnership_named(slug: str) -> Partnership | None:
    """A partnership by slug, for commands run by whoever runs the machine; views go through `scope_of`."""
    return Partnership.objects.filter(slug=slug).first()


def memberships_of(user: User) -> QuerySet[Membership]:
    """The partnerships a user belongs to, by name."""
    return (
        Membership.objects.select_related("partnership", "organisation").filter(user=user).order_by("partnership__name")
    )


def partner_organisations(partnership: Partnership) -> list[Organisation]:
    """The organisations that own the partnership, the municipality first. One query."""
    return [
        partner.organisation for partner in partnership.partners.select_related("organisation").order_by("side", "pk")
    ]


def current_period(partnership: Partnership) -> AgreementPeriod | None:
    """The latest agreement period that has an indicator framework, else the latest."""
    periods = list(partnership.periods.order_by("-first_year"))
    return next((period for period in periods if period.framework_slug), periods[0] if periods else None)


@dataclass(frozen=True)
class StandingStructure:
    """What a partnership is apart from its activities."""

    partners: Sequence[Partner]
    periods: Sequence[AgreementPeriod]
    focus_areas: Sequence[FocusArea]
    bodies: Sequence[Body]
    decisions: Sequence[Decision]

    @property
    def organisation_slugs(self) -> set[str]:
        """Every organisation that is named somewhere in it."""
        return (
            {partner.organisation.slug for partner in self.partners}
            | {slug for area in self.focus_areas for slug in area.value}
            | {seat.organisation.slug for body in self.bodies for seat in body.seats.all() if seat.organisation}
        )


def standing_structure(partnership: Partnership) -> StandingStructure:
    """Partners, periods, areas, bodies with their seats, and decisions, in the order they were registered.

    Seven queries.
    """
    seats = Seat.objects.select_related("organisation", "unit").prefetch_related("focus_areas").order_by("pk")
    return StandingStructure(
        partners=list(partnership.partners.select_related("organisation").order_by("-side")),
        periods=list(partnership.periods.order_by("-first_year", "-last_year", "pk")),
        focus_areas=list(partnership.focus_areas.order_by("pk")),
        bodies=list(partnership.bodies.prefetch_related(Prefetch("seats", queryset=seats)).order_by("pk")),
        decisions=list(partnership.decisions.select_related("body").order_by("pk")),
    )


def units_after(structure: StandingStructure, directory_id: int, *, today: date) -> dict[int, list[str]]:
    """What the units of seats became that are no more: the names of those after them (nobody: none), by unit.

    No query while all of them are there; four else.
    """
    seated = {seat.unit for body in structure.bodies for seat in body.seats.all() if seat.unit}
    if not any(unit.valid_to for unit in seated):
        return {}
    lineage = lineage_of(directory_id, today=today)
    after = {unit.pk: _after(lineage, unit.pk) for unit in seated if lineage.units[unit.pk].is_gone}
    names = dict(Unit.objects.filter(pk__in={pk for heirs in after.values() for pk in heirs}).values_list("pk", "name"))
    return {pk: [names[heir] for heir in heirs] for pk, heirs in after.items()}


def _after(lineage: Lineage, unit_id: int) -> list[int]:
    one = lineage.today_of(unit_id)
    if one != unit_id:
        return [one]
    return list(dict.fromkeys(lineage.today_of(heir) for heir in lineage.heirs.get(unit_id, ())))
