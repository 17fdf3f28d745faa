"""Erasing somebody, and calling them something else, everywhere at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Model, Q

from brobygger.accounts.models import User
from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.partnerships.models import Partnership
from brobygger.people.actions.people import record
from brobygger.people.models import Contact, Person
from brobygger.people.queries.held import Human, human_everywhere, human_of_person, model_of, rows_of
from brobygger.people.queries.people import InTheWay, obstacles_of
from brobygger.people.rules.held import HELD, Erasing, Held
from brobygger.people.rules.kinds import ERASED_NAME, PERSON
from brobygger.portfolio.actions.lock import lock

# What is said of somebody by others and not by number: the texts of comments.
_MENTION_TEXTS = (("discussion.Comment", "mentions__user"), ("discussion.Wording", "comment__mentions__user"))


class StandsInTheWay(RuntimeError):
    """Something would be left without anybody who answers for it; `obstacles` says what."""

    def __init__(self, obstacles: Sequence[InTheWay]) -> None:
        super().__init__([each.obstacle.value for each in obstacles])
        self.obstacles = obstacles


class NameTakenByAnother(ValueError):
    """Somebody else who can sign in is called that."""


@transaction.atomic
def erase(*, partnership: Partnership, human: Human, by: Actor, now: datetime) -> None:
    """Erase everything that is held about somebody in a partnership, and their account when it is the only one.

    What they did is kept and counted as before, done by «Slettet person». Raises StandsInTheWay, and then nothing is done.
    """
    lock(partnership)
    obstacles = obstacles_of(partnership, human.person, human.user)
    if obstacles:
        raise StandsInTheWay(obstacles)
    if human.person:
        Contact.objects.filter(person=human.person, end=None).update(end=now.date())
    if human.user and human.is_whole:
        _end_sessions(human.user)
    _rewrite(human, ERASED_NAME)
    # First where a name is all that tells, while the log still says who did it; the log last.
    for held in sorted(HELD, key=lambda held: (bool(held.user or held.person), held.erased is Erasing.DETACHED)):
        if held.model == "sessions.Session" or (held.model == "accounts.User" and not human.is_whole):
            continue
        _erase_one(held, human)
    if human.person:
        Person.objects.filter(pk=human.person.pk).update(is_erased=True)
    if human.user and human.is_whole:
        _close_account(human.user)
    themselves = by.user_id is not None and human.user is not None and by.user_id == human.user.pk
    audit.record(
        verb="erased",
        subject_type=PERSON,
        subjects=[(human.person.pk if human.person else 0, {})],
        by=Actor(ERASED_NAME) if themselves else by,
        now=now,
        partnership_id=partnership.pk,
    )


@transaction.atomic
def erase_person(*, person: Person, by: Actor, now: datetime) -> None:
    """Erase a person, whether they can sign in or not. Raises StandsInTheWay."""
    erase(partnership=person.partnership, human=human_of_person(person), by=by, now=now)


@transaction.atomic
def rename_user(*, user: User, name: str, email: str, by: Actor, now: datetime) -> bool:
    """Correct what a user is called, everywhere their name stands, and where mail reaches them. False: nothing changed.

    Raises NameTakenByAnother: two of one name could not be told apart.
    """
    if name != user.display_name and User.objects.filter(display_name__iexact=name).exclude(pk=user.pk).exists():
        raise NameTakenByAnother(name)
    renamed, readdressed = name != user.display_name, email != user.email
    if renamed:
        for person in Person.objects.filter(user=user).select_related("partnership"):
            lock(person.partnership)
        _rename_everywhere(user, name)
        Person.objects.filter(user=user).update(name=name)
    if readdressed:
        User.objects.filter(pk=user.pk).update(email=email)
    for person in Person.objects.filter(user=user) if renamed or readdressed else ():
        fields = [field for field, changed in (("name", renamed), ("email", readdressed)) if changed]
        record("corrected", person, by=Actor(name, by.user_id), now=now, told={"fields": fields})
    return renamed or readdressed


def _rename_everywhere(user: User, name: str) -> None:
    human = human_everywhere(user)
    for held in HELD:
        if held.erased is Erasing.RENAMED and not held.person and held.name != "accounts.User.username":
            rows_of(held, human).update(**{held.field: name})
    _rewrite(human, name)


def _erase_one(held: Held, human: Human) -> None:
    rows = rows_of(held, human)
    field = model_of(held)._meta.get_field(held.field)
    if held.erased is Erasing.DELETED:
        for row in rows:
            row.delete()
    elif held.erased is Erasing.RENAMED and held.name != "accounts.User.username":
        rows.update(**{held.field: ERASED_NAME})
    elif held.erased in (Erasing.EMPTIED, Erasing.DETACHED) and not held.is_secret:
        nothing: object = None if field.null else 0 if held.erased is Erasing.DETACHED else ""  # type: ignore[union-attr]
        rows.update(**{held.field: nothing})


def _close_account(user: User) -> None:
    closed = User.objects.get(pk=user.pk)
    closed.username, closed.is_active = f"slettet-{user.pk}", False
    closed.set_unusable_password()
    closed.save(update_fields=["username", "is_active", "password"])
    # Who is a person in a partnership they have left is that still, but cannot sign in.
    Person.objects.filter(user=user).update(user=None)


def _end_sessions(user: User) -> None:
    for session in Session.objects.iterator(chunk_size=500):
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()


def _rewrite(human: Human, name: str) -> None:
    """Take somebody's names out of the texts of comments: those that mention them, and, unless others share it, all."""
    if human.user is None:
        return
    names = [each for each in human.labels if each.strip()]
    pattern = re.compile("|".join(r"\s+".join(map(re.escape, each.split())) for each in names), re.IGNORECASE)
    for model_name, mentioned in _MENTION_TEXTS:
        if not apps.is_installed(f"brobygger.{model_name.split('.')[0]}"):
            continue
        model: type[Model] = apps.get_model(model_name)
        way = next(held.partnership for held in HELD if held.model == model_name)
        found = Q(**{mentioned: human.user})
        if not human.shares_name:
            for each in names:
                # The last word of the name is enough to find it by, however it was spaced.
                found |= Q(text__icontains=each.split()[-1])
        rows = model._base_manager.filter(found).distinct()
        if not human.is_whole and human.partnership:
            rows = rows.filter(**{way: human.partnership.pk})
        for row in rows.only("pk", "text"):
            text = pattern.sub(lambda _: name, row.text)  # type: ignore[attr-defined]
            if text != row.text:  # type: ignore[attr-defined]
                model._base_manager.filter(pk=row.pk).update(text=text)
