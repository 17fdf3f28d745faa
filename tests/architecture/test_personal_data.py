"""Personal data stand in one register (docs/adr/0012): a field that looks like some is declared there."""

from __future__ import annotations

import re

from django.apps import apps
from django.db import models

from brobygger.accounts.models import User
from brobygger.people.models import Person
from brobygger.people.rules.held import HELD, NOT_ABOUT_PEOPLE, Erasing

LOOKS_PERSONAL = re.compile(
    r"(^|_)(name|e?mail|email|phone|mobile|sender|username|first_name|last_name|label|persona)($|_)|_by$|^by_|^user_id$|^user$"
)
TEXTS = (models.CharField, models.TextField)
NUMBERS = (models.IntegerField, models.BigIntegerField, models.PositiveIntegerField)
DECLARED = {held.name for held in HELD}


def fields() -> list[tuple[str, models.Field]]:
    return [
        (f"{model._meta.app_label}.{model.__name__}.{field.name}", field)
        for model in apps.get_models()
        if model.__module__.startswith("brobygger.")
        for field in model._meta.concrete_fields
    ]


def is_personal(field: models.Field) -> bool:
    """Whether a field looks as if it told of a human: an address, a name, who did something, or the user it leads to."""
    if isinstance(field, models.ForeignKey):
        return field.related_model in (User, Person)
    if isinstance(field, models.EmailField):
        return True
    if isinstance(field, TEXTS):
        return bool(LOOKS_PERSONAL.search(field.name))
    return isinstance(field, NUMBERS) and bool(re.search(r"(^|_)(user|person)_id$|^by_user", field.name))


def test_what_looks_like_personal_data_is_declared() -> None:
    missing = [name for name, field in fields() if is_personal(field) and name not in DECLARED | NOT_ABOUT_PEOPLE]
    assert missing == [], "declare these in src/brobygger/people/rules/held.py, or say there that they tell of no human"


def test_the_search_finds_what_is_known_to_be_personal() -> None:
    found = {name for name, field in fields() if is_personal(field)}
    assert {
        "accounts.User.email",
        "accounts.User.display_name",
        "portfolio.Activity.registered_by",
        "audit.Event.by_label",
        "audit.Event.by_user_id",
        "discussion.Follow.user",
        "people.Person.phone",
        "people.Contact.person",
    } <= found


def test_every_declared_field_exists_and_can_be_found_and_erased() -> None:
    for held in HELD:
        model = apps.get_model(held.model)
        field = model._meta.get_field(held.field)
        columns = [each for each in (held.user, held.person, held.mail, held.partnership, held.at, *held.told) if each]
        # Building the query fails when one of them leads nowhere.
        str(model._base_manager.values_list(*columns).query) if columns else None
        if held.erased is Erasing.DETACHED:
            assert field.null or isinstance(field, NUMBERS), held.name
        if held.erased is Erasing.EMPTIED:
            assert field.null or isinstance(field, TEXTS), held.name
        if not (held.user or held.person) and not held.is_secret:
            assert held.at, f"{held.name}: when? Two of one name are told apart by it."


def test_nothing_is_declared_twice_or_both_ways() -> None:
    names = [held.name for held in HELD]
    assert len(names) == len(set(names))
    known = {name for name, _field in fields()}
    assert known >= NOT_ABOUT_PEOPLE
    assert not set(names) & NOT_ABOUT_PEOPLE
