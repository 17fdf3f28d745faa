"""People on screen: the list, a person's page, and what is held about somebody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from brobygger.partnerships.queries import Scope
from brobygger.people.models import Contact, HandOver, Person
from brobygger.people.permissions import may_correct, may_hand_over, may_look_after, may_reach, may_see_all
from brobygger.people.presenters.labels import GROUPS, OBSTACLES, erased, held_for_label, kept, role_label, what, why
from brobygger.people.queries.held import Amount
from brobygger.people.queries.people import InTheWay
from brobygger.people.rules.held import Group
from brobygger.people.rules.kinds import Obstacle
from brobygger.portfolio.presenters.changes import when_in_words


@dataclass(frozen=True)
class RoleRow:
    """What somebody is or was to an activity."""

    title: str
    url: str
    role: str
    when: str


@dataclass(frozen=True)
class PersonRow:
    """One line of the list."""

    name: str
    url: str
    place: str
    email: str
    phone: str
    roles: Sequence[RoleRow]
    more: str


@dataclass(frozen=True)
class HandedRow:
    """One hand-over."""

    text: str
    back_url: str
    undone: str


@dataclass(frozen=True)
class PersonPage:
    """A person's page, as this member sees it. Empty addresses are what they may not do."""

    name: str
    place: str
    email: str
    phone: str
    note: str
    purpose: str
    kept: str
    kept_because: str
    present: Sequence[RoleRow]
    former: Sequence[RoleRow]
    handed: Sequence[HandedRow]
    may_reach: bool
    is_erased: bool
    edit_url: str
    erase_url: str
    hand_over_url: str
    extend_url: str
    json_url: str
    xlsx_url: str


@dataclass(frozen=True)
class HeldRow:
    """One line of what is held: what, what stands there, how many, why, how long, and what erasing does to it."""

    what: str
    value: str
    count: int
    why: str
    kept: str
    erased: str


@dataclass(frozen=True)
class HeldGroup:
    """What belongs together of it."""

    label: str
    rows: Sequence[HeldRow]


@dataclass(frozen=True)
class ObstacleRow:
    """What stands in the way of erasing, the first activities of it, and where one gives them to somebody else."""

    text: str
    activities: Sequence[RoleRow]
    url: str


def day(when: date) -> str:
    """A day as it is read."""
    return date_format(when, "j. F Y")


def place_of(person: Person) -> str:
    """Where somebody works."""
    parts = [person.unit.name if person.unit else "", person.organisation.name if person.organisation else ""]
    return ", ".join(part for part in parts if part)


def mail_of(person: Person) -> str:
    """Where mail reaches somebody: what is written down, else the user's own."""
    return person.email or (person.user.mail_address if person.user else "")


def address_of(scope: Scope, person: Person, view: str = "person") -> str:
    """One of a person's pages."""
    return reverse(f"people:{view}", kwargs={"partnership": scope.partnership.slug, "number": person.pk})


def rows(scope: Scope, people: Iterable[Person]) -> list[PersonRow]:
    """The list; three activities for each."""
    reach = may_reach(scope)
    return [
        PersonRow(
            name=person.name,
            url=address_of(scope, person),
            place=place_of(person) if reach else "",
            email=mail_of(person) if reach else "",
            phone=person.phone if reach else "",
            roles=[_role(scope, contact) for contact in person.present[:3]],  # type: ignore[attr-defined]
            more=_more(len(person.present) - 3),  # type: ignore[attr-defined]
        )
        for person in people
    ]


def person_page(scope: Scope, person: Person, contacts: Sequence[Contact], handed: Sequence[HandOver]) -> PersonPage:
    """Everything this member may see about somebody."""
    reach = may_reach(scope) and not person.is_erased
    looks_after, sees_all = may_look_after(scope) and not person.is_erased, may_see_all(scope, person)
    return PersonPage(
        name=person.name,
        place=place_of(person) if reach else "",
        email=mail_of(person) if reach else "",
        phone=person.phone if reach else "",
        note=person.note if reach else "",
        purpose=held_for_label(person.purpose) if reach else "",
        kept=day(person.keep_until) if reach else "",
        kept_because=person.kept_because if sees_all else "",
        present=[_role(scope, contact) for contact in contacts if contact.end is None],
        former=[_role(scope, contact) for contact in contacts if contact.end is not None],
        handed=[_handed(scope, person, each) for each in handed] if sees_all else [],
        may_reach=reach,
        is_erased=person.is_erased,
        edit_url=address_of(scope, person, "edit") if may_correct(scope, person) else "",
        erase_url=address_of(scope, person, "erase") if looks_after else "",
        hand_over_url=address_of(scope, person, "hand_over") if may_hand_over(scope, person) else "",
        extend_url=address_of(scope, person, "extend") if looks_after else "",
        json_url=address_of(scope, person, "copy_json") if sees_all and not person.is_erased else "",
        xlsx_url=address_of(scope, person, "copy_xlsx") if sees_all and not person.is_erased else "",
    )


def held_groups(amounts: Iterable[Amount]) -> list[HeldGroup]:
    """What is held about somebody, by kind. Fields that only lead to the person are told with what they lead to."""
    found: dict[Group, list[HeldRow]] = {}
    for each in amounts:
        held = each.held
        if held.name in WITH_ANOTHER:
            continue
        row = HeldRow(what(held), _value(each.value), each.count, why(held), kept(held), erased(held))
        found.setdefault(held.group, []).append(row)
    return [HeldGroup(str(GROUPS[group]), found[group]) for group in Group if group in found]


# The number beside a name says the same as the name.
WITH_ANOTHER = frozenset(
    {
        "portfolio.ChangeSet.by_user_id",
        "portfolio.Registration.user_id",
        "portfolio.Confirmation.by_user_id",
        "duplicates.Consent.by_user_id",
        "intake.Import.user_id",
        "discussion.Comment.by_user_id",
        "rounds.SubmissionEvent.by_user_id",
        "rounds.Confirmed.by_user_id",
        "rounds.Explanation.by_user_id",
        "audit.Event.by_user_id",
    }
)


def obstacle_rows(scope: Scope, person: Person | None, obstacles: Iterable[InTheWay]) -> list[ObstacleRow]:
    """What stands in the way, and what to do about it."""
    return [
        ObstacleRow(
            text=str(OBSTACLES[each.obstacle]),
            activities=[
                RoleRow(activity.title, _activity_url(scope, activity.slug), "", "") for activity in each.activities
            ],
            url=address_of(scope, person, "hand_over") if person and each.obstacle is Obstacle.RESPONSIBLE else "",
        )
        for each in obstacles
    ]


def _value(value: object) -> str:
    if isinstance(value, datetime):
        return when_in_words(value)
    return "" if value is None else str(value)


def _handed(scope: Scope, person: Person, handed: HandOver) -> HandedRow:
    named = {"date": day(handed.made_at.date())}
    if handed.giver_id == person.pk:
        text = _("Gitt videre til %(name)s %(date)s") % {**named, "name": handed.taker.name}
    else:
        text = _("Overtatt fra %(name)s %(date)s") % {**named, "name": handed.giver.name}
    back = reverse("people:hand_back", kwargs={"partnership": scope.partnership.slug, "number": handed.pk})
    undone = _("Levert tilbake %(date)s") % {"date": day(handed.undone_at.date())} if handed.undone_at else ""
    return HandedRow(text, "" if undone or handed.giver.is_erased or not may_look_after(scope) else back, undone)


def _role(scope: Scope, contact: Contact) -> RoleRow:
    if contact.end is None:
        when = _("siden %(date)s") % {"date": day(contact.start)}
    else:
        when = f"{day(contact.start)} – {day(contact.end)}"
    return RoleRow(contact.activity.title, _activity_url(scope, contact.activity.slug), role_label(contact.role), when)


def _activity_url(scope: Scope, slug: str) -> str:
    return reverse("portfolio:activity", kwargs={"partnership": scope.partnership.slug, "slug": slug})


def _more(count: int) -> str:
    return ngettext("og %(count)s til", "og %(count)s til", count) % {"count": count} if count > 0 else ""
