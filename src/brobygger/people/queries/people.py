"""Reading people and what they are to activities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from brobygger.accounts.models import User
from brobygger.partnerships.models import Membership, Partnership
from brobygger.partnerships.rules.kinds import Role
from brobygger.people.models import Contact, HandOver, Person
from brobygger.people.rules.kinds import ContactRole, Obstacle
from brobygger.portfolio.models import Activity, UnfinishedForm
from brobygger.portfolio.rules.kinds import Standing
from brobygger.portfolio.rules.lifecycle import State

PAGE = 50
SUGGESTED = 8
DUE_AT_MOST = 200
CONTACTS_AT_MOST = 200
OVER = (State.FINISHED.value, State.STOPPED.value, State.REFUSED.value)


def people_in(partnership: Partnership) -> QuerySet[Person]:
    """The people of a partnership who are not erased."""
    return Person.objects.filter(partnership=partnership, is_erased=False)


def people_page(partnership: Partnership, text: str, number: int) -> Page[Any]:
    """One page of people by name, or of those with a text in their name; with their present contacts. Three queries."""
    return Paginator(people_found(partnership, text), PAGE).get_page(number)


def people_found(partnership: Partnership, text: str) -> QuerySet[Person]:
    """People by name, or those with a text in their name; with their present contacts as `present`."""
    found = people_in(partnership)
    for word in text.split()[:6]:
        found = found.filter(_has(word))
    present = Contact.objects.filter(end=None).select_related("activity").order_by("pk")
    found = found.select_related("organisation", "unit", "user")
    found = found.prefetch_related(Prefetch("contacts", queryset=present, to_attr="present"))
    return found.order_by("name", "pk")


def _has(word: str, field: str = "name") -> Q:
    """SQLite knows large and small letters of the Latin alphabet only; each way of writing the word is asked for."""
    ways = {word, word.lower(), word.upper(), word.capitalize()}
    found = Q()
    for way in ways:
        found |= Q(**{f"{field}__icontains": way})
    return found


def person_of(partnership: Partnership, pk: int) -> Person | None:
    """A person of a partnership, erased or not."""
    people = Person.objects.select_related("partnership", "organisation", "unit", "user")
    return people.filter(partnership=partnership, pk=pk).first()


def person_of_user(partnership: Partnership, user: User) -> Person | None:
    """The person a user is in a partnership; None when they are in touch about nothing."""
    return Person.objects.select_related("partnership", "user").filter(partnership=partnership, user=user).first()


# What a contact is shown with. Their organisation and user are wide rows, and nothing else of them is.
_CONTACT = (
    "activity_id", "role", "start", "end", "came_with_id", "made_at", "made_by",
    "person__partnership_id", "person__name", "person__email", "person__phone", "person__is_erased",
    "person__organisation__name", "person__organisation__slug", "person__unit__name", "person__unit__slug",
    "person__user__username", "person__user__email", "person__user__display_name", "person__user__is_active",
)  # fmt: skip


def contacts_on(activity: Activity) -> list[Contact]:
    """The present contacts of an activity, the responsible first. One query."""
    contacts = (
        Contact.objects.filter(activity=activity, end=None)
        .select_related("person", "person__user", "person__organisation", "person__unit")
        .only(*_CONTACT)
    )
    order = {role.value: at for at, role in enumerate(ContactRole)}
    return sorted(contacts.order_by("pk"), key=lambda contact: order.get(contact.role, len(order)))


def former_contacts_on(activity: Activity) -> int:
    """How many contacts an activity has had that it has no more."""
    return Contact.objects.filter(activity=activity, end__isnull=False).count()


def contact_of(partnership: Partnership, pk: int) -> Contact | None:
    """A contact of a partnership's activity."""
    contacts = Contact.objects.select_related("activity", "person")
    return contacts.filter(activity__partnership=partnership, pk=pk).first()


def contacts_of(person: Person) -> list[Contact]:
    """What a person is and was to activities, the present first; so many at most."""
    contacts = Contact.objects.filter(person=person).select_related("activity")
    present = list(contacts.filter(end=None).order_by("-start", "-pk")[:CONTACTS_AT_MOST])
    return present + list(contacts.filter(end__isnull=False).order_by("-end", "-pk")[:CONTACTS_AT_MOST])


def names_like(partnership: Partnership, text: str) -> list[str]:
    """Names of people and members that somebody may be writing. Two queries."""
    words = text.split()[:6]
    if not words:
        return []
    found = people_in(partnership)
    members = Membership.objects.filter(partnership=partnership, user__is_active=True)
    for word in words:
        found = found.filter(_has(word))
        members = members.filter(_has(word, "user__display_name"))
    names = {*found.order_by("name").values_list("name", flat=True)[:SUGGESTED]}
    names |= {*members.order_by("user__display_name").values_list("user__display_name", flat=True)[:SUGGESTED]}
    return sorted(names)[:SUGGESTED]


def people_called(partnership: Partnership, name: str) -> list[Person]:
    """Those who are called exactly that, however it is capitalised."""
    wanted = " ".join(name.split()).casefold()
    first = wanted.split()[0] if wanted else ""
    if not first:
        return []
    return [each for each in people_in(partnership).filter(_has(first)) if each.name.casefold() == wanted]


def member_called(partnership: Partnership, name: str) -> User | None:
    """The one active member who is called exactly that; None when nobody is, or several are."""
    wanted = " ".join(name.split())
    members = Membership.objects.filter(partnership=partnership, user__is_active=True, user__display_name=wanted)
    found = list(members.select_related("user")[:2])
    return found[0].user if len(found) == 1 else None


def other_members(partnership: Partnership, user: User | None) -> list[User]:
    """Active members one can hand over to, by name."""
    members = Membership.objects.filter(partnership=partnership, user__is_active=True).select_related("user")
    return [
        each.user for each in members.order_by("user__display_name", "user_id") if user is None or each.user != user
    ]


@dataclass(frozen=True)
class InTheWay:
    """What stands in the way of erasing somebody: why, how many, and the first of them."""

    obstacle: Obstacle
    count: int
    activities: Sequence[Activity]


def obstacles_of(partnership: Partnership, person: Person | None, user: User | None) -> list[InTheWay]:
    """What stands in the way of erasing a person or member. Three queries at most."""
    found: list[InTheWay] = []
    if person is not None:
        alone = _answers_for(person)
        count = alone.count()
        if count:
            found.append(InTheWay(Obstacle.RESPONSIBLE, count, list(alone.order_by("-pk")[:10])))
    if user is not None:
        coordinators = Membership.objects.filter(
            partnership=partnership, role=Role.COORDINATOR.value, user__is_active=True
        )
        others = coordinators.exclude(user=user)
        if coordinators.filter(user=user).exists() and not others.exists():
            found.append(InTheWay(Obstacle.ONLY_COORDINATOR, 1, []))
    return found


def _answers_for(person: Person) -> QuerySet[Activity]:
    """The activities that go on, that a person answers for and nobody else does."""
    responsible = Contact.objects.filter(activity_id=OuterRef("pk"), role=ContactRole.RESPONSIBLE.value, end=None)
    return Activity.objects.filter(
        Exists(responsible.filter(person=person)), ~Exists(responsible.exclude(person=person)),
        partnership_id=person.partnership_id,
    ).exclude(state__in=OVER)  # fmt: skip


def due(partnership: Partnership | None, until: date) -> QuerySet[Person]:
    """Those who are kept no longer than until a day, and are in touch about nothing that goes on, and no members."""
    busy = Contact.objects.filter(person_id=OuterRef("pk"), end=None, activity__standing=Standing.REGISTERED.value)
    members = Membership.objects.filter(user_id=OuterRef("user_id"), partnership_id=OuterRef("partnership_id"))
    people = Person.objects.filter(is_erased=False, keep_until__lt=until)
    if partnership is not None:
        people = people.filter(partnership=partnership)
    people = people.filter(~Exists(busy.exclude(activity__state__in=OVER)), ~Exists(members))
    return people.select_related("partnership", "user", "organisation").order_by("keep_until", "pk")


def hand_over_of(partnership: Partnership, pk: int) -> HandOver | None:
    """One hand-over of a partnership."""
    return (
        HandOver.objects.select_related("giver", "giver__user", "taker", "taker__user")
        .filter(partnership=partnership, pk=pk)
        .first()
    )


def hand_overs_of(person: Person) -> list[HandOver]:
    """What a person has given and been given, latest first."""
    theirs = HandOver.objects.filter(Q(giver=person) | Q(taker=person)).select_related("giver", "taker")
    return list(theirs.order_by("-pk")[:20])


def held_by(person: Person) -> list[Contact]:
    """The present contacts of a person with activities of the register, to be handed over."""
    contacts = Contact.objects.filter(person=person, end=None, activity__standing=Standing.REGISTERED.value)
    return list(contacts.select_related("activity").order_by("role", "pk"))


def unfinished_count(partnership: Partnership, user: User | None) -> int:
    """How many unfinished forms a user has. What is in them is theirs alone."""
    return UnfinishedForm.objects.filter(partnership=partnership, user=user).count() if user else 0
