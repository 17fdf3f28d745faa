"""Writing partnerships."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify

from brobygger.accounts.models import User
from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.organisations.models import Directory, Organisation
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
from brobygger.partnerships.rules.drafts import PartnershipDraft
from brobygger.partnerships.rules.kinds import BodyKind, Role


class PartnershipTaken(ValueError):
    """A partnership of that slug exists."""


@transaction.atomic
def establish_partnership(*, draft: PartnershipDraft, directory: Directory, by: Actor, now: datetime) -> Partnership:
    """A new partnership with its periods, areas, bodies, seats and decisions. Raises PartnershipTaken.

    The parties of the draft must be in the directory.
    """
    if Partnership.objects.filter(slug=draft.slug).exists():
        raise PartnershipTaken(draft.slug)
    partnership = Partnership.objects.create(
        slug=draft.slug, name=draft.name, description=draft.description, directory=directory, source=draft.source
    )
    for partner in draft.partners:
        Partner.objects.create(
            partnership=partnership,
            organisation_id=partner.party.organisation_id,
            side=partner.side.value,
            source=partner.source,
        )
    for period in draft.periods:
        AgreementPeriod.objects.create(
            partnership=partnership,
            slug=period.slug,
            name=period.name,
            first_year=period.first_year,
            last_year=period.last_year,
            framework_slug=period.framework,
            source=period.source,
        )
    areas = {
        area.slug: FocusArea.objects.create(
            partnership=partnership,
            slug=area.slug,
            name=area.name,
            definition=area.definition,
            value=dict(area.value),
            start=area.start,
            end=area.end,
            source=area.source,
        )
        for area in draft.focus_areas
    }
    bodies = _bodies(partnership, draft, areas)
    for decision in draft.decisions:
        Decision.objects.create(
            partnership=partnership,
            slug=decision.slug,
            body=bodies.get(decision.body),
            date=decision.date,
            title=decision.title,
            text=decision.text,
            source=decision.source,
        )
    audit.record(
        verb="loaded",
        subject_type="partnership",
        subjects=[(partnership.pk, {"name": partnership.name})],
        by=by,
        now=now,
        partnership_id=partnership.pk,
    )
    return partnership


def _bodies(partnership: Partnership, draft: PartnershipDraft, areas: dict[str, FocusArea]) -> dict[str, Body]:
    bodies: dict[str, Body] = {}
    for body in draft.bodies:
        bodies[body.slug] = Body.objects.create(
            partnership=partnership,
            slug=body.slug,
            kind=body.kind.value,
            name=body.name,
            focus_area=areas.get(body.focus_area),
            start=body.start,
            end=body.end,
            source=body.source,
        )
        for seat in body.seats:
            made = Seat.objects.create(
                body=bodies[body.slug],
                slug=seat.slug,
                office=seat.office,
                organisation_id=seat.party.organisation_id if seat.party else None,
                unit_id=seat.party.unit_id if seat.party else None,
                position=seat.position.value,
                status=seat.status.value,
                start=seat.start,
                end=seat.end,
                source=seat.source,
            )
            made.focus_areas.set([areas[slug] for slug in seat.focus_areas])
    return bodies


@transaction.atomic
def record_decision(
    *, partnership: Partnership, title: str, date: str, text: str, source: str, by: Actor, now: datetime
) -> Decision:
    """Write down what the steering group decided, where the partnership has one. `date` is a partial date."""
    slug = base = slugify(title)[:70] or "vedtak"
    taken = set(Decision.objects.filter(partnership=partnership, slug__startswith=base).values_list("slug", flat=True))
    number = 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    group = partnership.bodies.filter(kind=BodyKind.STEERING_GROUP.value).order_by("pk").last()
    decision = Decision.objects.create(
        partnership=partnership, slug=slug, body=group, date=date, title=title, text=text, source=source
    )
    audit.record(
        verb="registered",
        subject_type="decision",
        subjects=[(decision.pk, {"title": title})],
        by=by,
        now=now,
        partnership_id=partnership.pk,
    )
    return decision


@transaction.atomic
def admit(
    *,
    user: User,
    partnership: Partnership,
    role: Role,
    organisation: Organisation | None,
    by: Actor,
    now: datetime,
    focus_areas: Iterable[FocusArea] = (),
) -> Membership:
    """Give a user a role in a partnership. One role each; admitting again changes nothing."""
    membership, is_new = Membership.objects.get_or_create(
        user=user,
        partnership=partnership,
        defaults={"role": role.value, "organisation": organisation, "created_at": now, "created_by": by.label},
    )
    if is_new:
        membership.focus_areas.set(focus_areas)
        audit.record(
            verb="registered",
            subject_type="membership",
            subjects=[(membership.pk, {"role": role.value})],
            by=by,
            now=now,
            partnership_id=partnership.pk,
        )
    return membership
