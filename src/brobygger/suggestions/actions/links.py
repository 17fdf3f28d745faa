"""Opening forms to those outside, and closing them."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.organisations.models import Organisation
from brobygger.partnerships.models import Partnership
from brobygger.suggestions.models import FormLink
from brobygger.suggestions.rules.kinds import FORM_LINK, FormKind
from brobygger.suggestions.rules.limits import LINKS_TO_PARTNERS, token_hash


class TooManyLinks(ValueError):
    """A partnership has so many links already."""


@transaction.atomic
def open_public_form(*, partnership: Partnership, by: Actor, now: datetime) -> FormLink:
    """Open the form for everybody. From now on anybody can learn that the partnership exists."""
    link, is_new = FormLink.objects.get_or_create(
        partnership=partnership, kind=FormKind.PUBLIC.value, defaults={"made_at": now, "made_by": by.label}
    )
    if is_new:
        record("registered", link, by=by, now=now)
    else:
        turn(link=link, is_on=True, by=by, now=now)
    return link


@transaction.atomic
def give_link(
    *, partnership: Partnership, organisation: Organisation, by: Actor, now: datetime
) -> tuple[FormLink, str]:
    """A secret link for an organisation, and the token in it, which is shown once. Raises TooManyLinks."""
    if FormLink.objects.filter(partnership=partnership, kind=FormKind.PARTNER.value).count() >= LINKS_TO_PARTNERS:
        raise TooManyLinks
    token = secrets.token_urlsafe(24)
    link = FormLink.objects.create(
        partnership=partnership,
        kind=FormKind.PARTNER.value,
        organisation=organisation,
        token_hash=token_hash(token),
        made_at=now,
        made_by=by.label,
    )
    record("registered", link, by=by, now=now)
    return link, token


@transaction.atomic
def renew_link(*, link: FormLink, by: Actor, now: datetime) -> str:
    """A new token; the old link leads nowhere from now on."""
    token = secrets.token_urlsafe(24)
    link.token_hash = token_hash(token)
    link.save(update_fields=["token_hash"])
    record("renewed", link, by=by, now=now)
    return token


@transaction.atomic
def turn(*, link: FormLink, is_on: bool, by: Actor, now: datetime) -> None:
    """Turn a form on or off. What was sent stays."""
    if FormLink.objects.filter(pk=link.pk, is_on=not is_on).update(is_on=is_on):
        record("turned_on" if is_on else "turned_off", link, by=by, now=now)
    link.is_on = is_on


def record(verb: str, link: FormLink, *, by: Actor, now: datetime) -> None:
    """Write down what was done to a form."""
    audit.record(
        verb=verb,
        subject_type=FORM_LINK,
        subjects=[(link.pk, {"kind": link.kind, "organisation": link.organisation_id})],
        by=by,
        now=now,
        partnership_id=link.partnership_id,
    )
