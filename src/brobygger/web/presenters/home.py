"""The home page: the partnerships somebody belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from brobygger.partnerships.models import Membership
from brobygger.partnerships.presenters import role_label


@dataclass(frozen=True)
class PartnershipCard:
    """One partnership as the home page shows it."""

    name: str
    description: str
    role: str
    organisation: str
    url: str


def partnership_cards(memberships: Iterable[Membership]) -> list[PartnershipCard]:
    """A card for each membership, in the order given."""
    return [
        PartnershipCard(
            name=membership.partnership.name,
            description=membership.partnership.description,
            role=role_label(membership.role),
            organisation=membership.organisation.name if membership.organisation else "",
            url=reverse("overview:show", kwargs={"partnership": membership.partnership.slug}),
        )
        for membership in memberships
    ]
