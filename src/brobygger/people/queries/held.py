"""Finding what is held about somebody, through the register in `rules.held`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.apps import apps
from django.db.models import CharField, Model, Q, QuerySet, TextField

from brobygger.accounts.models import User
from brobygger.audit.models import Event
from brobygger.partnerships.models import Membership, Partnership
from brobygger.people.models import Person
from brobygger.people.rules.held import HELD, Group, Held

# So many rows of each kind are told in a copy; who has done more gets the latest.
ROWS_AT_MOST = 20_000


@dataclass(frozen=True)
class Human:
    """Somebody as the register of personal data looks for them, in one partnership; without one, everywhere.

    `labels` are the names they have acted under. `is_whole`: the account belongs to this partnership alone, so that what
    is held outside it counts too. `shares_name`: others have acted under the same name.
    """

    partnership: Partnership | None
    person: Person | None
    user: User | None
    labels: Sequence[str]
    is_whole: bool
    shares_name: bool

    @property
    def addresses(self) -> set[str]:
        """Where mail reaches them, as they wrote it and in small letters."""
        found = (self.person.email if self.person else "", self.user.mail_address if self.user else "")
        return {each for address in found if address for each in (address, address.lower())}


def human_of_user(partnership: Partnership, user: User) -> Human:
    """A user, with the person they are in a partnership. Five queries."""
    person = Person.objects.filter(partnership=partnership, user=user).first()
    elsewhere = Membership.objects.filter(user=user).exclude(partnership=partnership)
    return replace(human_everywhere(user), partnership=partnership, person=person, is_whole=not elsewhere.exists())


def human_everywhere(user: User) -> Human:
    """A user in all partnerships at once, without the people they are there. Three queries."""
    labels = {
        user.display_name,
        *Event.objects.filter(by_user_id=user.pk).values_list("by_label", flat=True).distinct(),
    }
    others = User.objects.filter(display_name__in=labels).exclude(pk=user.pk)
    acted = Event.objects.filter(by_label__in=labels, by_user_id__isnull=False).exclude(by_user_id=user.pk)
    return Human(None, None, user, sorted(labels), is_whole=True, shares_name=others.exists() or acted.exists())


def human_of_person(person: Person) -> Human:
    """A person, with the user they are when they can sign in."""
    if person.user is not None:
        return human_of_user(person.partnership, person.user)
    return Human(person.partnership, person, None, [person.name], is_whole=False, shares_name=False)


def model_of(held: Held) -> type[Model]:
    """The table it stands in."""
    return apps.get_model(held.model)


def rows_of(held: Held, human: Human) -> QuerySet[Any]:
    """The rows of a table in which a field holds something about somebody."""
    rows = model_of(held)._base_manager.filter(**dict(held.only))
    within = Q(**{held.partnership: human.partnership.pk}) if held.partnership and human.partnership else Q()
    if held.person:
        if human.person is None:
            return rows.none()
        return rows.filter(within, **{held.person: human.person.pk})
    if held.mail:
        theirs = Q(**{f"{held.mail}__in": human.addresses})
        if human.user and not human.shares_name:
            theirs |= Q(**{f"{held.field}__in": human.labels})
        return rows.filter(within, theirs)
    if human.user is None or held.is_secret:
        return rows.none()
    if not human.is_whole:
        if not held.partnership:
            return rows.none() if held.user != "id" else rows.filter(pk=human.user.pk)
        rows = rows.filter(within)
    if held.user:
        return rows.filter(**{held.user: human.user.pk})
    named = rows.filter(**{f"{held.field}__in": human.labels})
    if not human.shares_name:
        return named
    # Two of one name: only where the log says that it was this one.
    return named.filter(**{f"{held.at}__in": Event.objects.filter(by_user_id=human.user.pk).values("at")})


@dataclass(frozen=True)
class Copy:
    """One row of a copy: where it stands, when, what, and what else is told."""

    held: Held
    at: object
    value: object
    told: Sequence[tuple[str, object]]


def copies_of(human: Human) -> Iterator[Copy]:
    """Everything that is held about somebody. One query for each field of the register."""
    for held in HELD:
        if held.is_secret:
            continue
        columns = ["pk", held.at or "pk", held.field, *held.told]
        for row in rows_of(held, human).order_by("-pk").values_list(*columns)[:ROWS_AT_MOST]:
            if row[2] not in (None, ""):
                yield Copy(held, row[1] if held.at else None, row[2], list(zip(held.told, row[3:], strict=True)))


@dataclass(frozen=True)
class Amount:
    """How many rows of one field hold something about somebody; what stands there when it is one, short and theirs."""

    held: Held
    count: int
    value: object


def how_much(human: Human) -> list[Amount]:
    """What is held about somebody, field by field; those with nothing left out. Two queries for each at most."""
    found = []
    for held in HELD:
        if held.is_secret:
            continue
        field = model_of(held)._meta.get_field(held.field)
        rows = rows_of(held, human).exclude(**{f"{held.field}__isnull": True})
        if isinstance(field, CharField | TextField):
            rows = rows.exclude(**{held.field: ""})
        count = rows.count()
        if count:
            shown = held.told[0] if held.told and held.group is Group.CONTACT else held.field
            is_shown = count == 1 and held.group in (Group.ACCOUNT, Group.CONTACT)
            found.append(Amount(held, count, rows.values_list(shown, flat=True)[0] if is_shown else None))
    return found
