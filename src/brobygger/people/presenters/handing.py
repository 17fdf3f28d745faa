"""The page on which things are handed over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from brobygger.accounts.models import User
from brobygger.designsystem.rules.sent import ID_DIGITS, number_in
from brobygger.people.models import Contact, Person
from brobygger.people.presenters.labels import role_label
from brobygger.people.rules.handing import Given, Part

CONTACTS = "contacts"


@dataclass(frozen=True)
class Box:
    """One thing to tick off."""

    value: int
    label: str
    note: str
    is_ticked: bool


@dataclass(frozen=True)
class BoxGroup:
    """Things of one kind."""

    name: str
    title: str
    boxes: Sequence[Box]


@dataclass(frozen=True)
class Choice:
    """Somebody who can take over."""

    value: int
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class HandOverPage:
    """Everything somebody has; all is ticked until somebody chooses."""

    name: str
    groups: Sequence[BoxGroup]
    takers: Sequence[Choice]
    unfinished: int


def hand_over_page(
    giver: Person,
    contacts: Sequence[Contact],
    parts: Sequence[Part],
    members: Sequence[User],
    tried: MultiValueDict[str, str] | None,
    *,
    unfinished: int,
) -> HandOverPage:
    """What there is to give, as it was tried or with everything ticked."""

    def ticked(name: str, number: int) -> bool:
        return tried is None or str(number) in tried.getlist(name)

    groups = [
        BoxGroup(
            CONTACTS,
            _("Roller i aktiviteter"),
            [Box(each.pk, each.activity.title, role_label(each.role), ticked(CONTACTS, each.pk)) for each in contacts],
        )
    ]
    for part in parts if giver.user_id else ():
        things = part.things(giver.partnership_id, user=giver.user_id or 0)
        boxes = [Box(each.number, each.label, "", ticked(part.name, each.number)) for each in things]
        groups.append(BoxGroup(part.name, part.title(), boxes))
    chosen = tried.get("mottaker", "") if tried else ""
    takers = [Choice(each.pk, each.display_name, str(each.pk) == chosen) for each in members]
    return HandOverPage(giver.name, [group for group in groups if group.boxes], takers, unfinished)


def chosen_of(data: MultiValueDict[str, str], parts: Sequence[Part]) -> tuple[list[int], list[Given]]:
    """What was ticked: contacts, and the rest by what it is. What is no number is left out."""
    return _numbers(data, CONTACTS), [Given(part.name, _numbers(data, part.name)) for part in parts]


def _numbers(data: MultiValueDict[str, str], name: str) -> list[int]:
    numbers = [number_in(text, None, digits=ID_DIGITS) for text in data.getlist(name)]
    return [number for number in numbers if number is not None]
