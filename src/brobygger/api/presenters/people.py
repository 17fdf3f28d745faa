"""People and what is theirs as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from brobygger.partnerships.queries import Scope
from brobygger.people.models import Contact, HandOver, Person
from brobygger.people.permissions import may_reach, may_see_all
from brobygger.people.presenters.person import mail_of
from brobygger.people.queries.people import InTheWay

SHOWN = 3


def person_row(person: Person, present: Sequence[Contact], *, reach: bool) -> dict[str, Any]:
    """Somebody in the list."""
    return {
        "id": person.pk,
        "name": person.name,
        **_reached(person, reach=reach),
        "roles": [role_as_json(contact) for contact in present[:SHOWN]],
        "role_count": len(present),
    }


def person_as_json(
    scope: Scope, person: Person, contacts: Iterable[Contact], handed: Iterable[HandOver]
) -> dict[str, Any]:
    """Everything this member may see about somebody."""
    reach, sees_all = may_reach(scope) and not person.is_erased, may_see_all(scope, person)
    return {
        "id": person.pk,
        "name": person.name,
        "is_user": person.user_id is not None,
        "is_erased": person.is_erased,
        **_reached(person, reach=reach),
        "note": person.note if reach else "",
        "purpose": person.purpose if reach else "",
        "keep_until": person.keep_until if reach else None,
        "kept_because": person.kept_because if sees_all else "",
        "roles": [role_as_json(contact) for contact in contacts],
        "hand_overs": [hand_over_as_json(each) for each in handed] if sees_all else [],
    }


def role_as_json(contact: Contact) -> dict[str, Any]:
    """What somebody is or was to an activity."""
    return {
        "id": contact.pk,
        "activity": contact.activity.slug,
        "title": contact.activity.title,
        "role": contact.role,
        "start": contact.start,
        "end": contact.end,
    }


def contact_as_json(contact: Contact) -> dict[str, Any]:
    """Who is in touch about an activity."""
    return {
        "id": contact.pk,
        "person": contact.person_id,
        "name": contact.person.name,
        "role": contact.role,
        "start": contact.start,
        "end": contact.end,
    }


def hand_over_as_json(handed: HandOver) -> dict[str, Any]:
    """One hand-over."""
    return {
        "id": handed.pk,
        "giver": handed.giver_id,
        "taker": handed.taker_id,
        "made_at": handed.made_at,
        "made_by": handed.made_by,
        "undone_at": handed.undone_at,
        "undone_by": handed.undone_by,
    }


def obstacle_as_json(obstacle: InTheWay) -> dict[str, Any]:
    """What stands in the way of erasing somebody."""
    return {
        "obstacle": obstacle.obstacle.value,
        "count": obstacle.count,
        "activities": [activity.slug for activity in obstacle.activities],
    }


def _reached(person: Person, *, reach: bool) -> dict[str, Any]:
    return {
        "organisation": person.organisation.slug if reach and person.organisation else None,
        "unit": person.unit.slug if reach and person.unit else None,
        "email": mail_of(person) if reach else "",
        "phone": person.phone if reach else "",
    }
