"""Adding webhooks, turning them on and off, and giving them new secrets."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from brobygger.audit import actions as audit
from brobygger.audit.rules import Actor
from brobygger.discussion.queries.log import latest_event
from brobygger.discussion.rules.kinds import WEBHOOK
from brobygger.partnerships.models import Partnership
from brobygger.webhooks.models import Webhook
from brobygger.webhooks.rules.addresses import target_of

WEBHOOKS_AT_MOST = 5


class TooMany(ValueError):
    """A partnership has so many webhooks already."""


@transaction.atomic
def add_webhook(*, partnership: Partnership, address: str, local_allowed: bool, by: Actor, now: datetime) -> Webhook:
    """Tell an address of every change from now on. Raises AddressRefused, TooMany.

    The secret of the new webhook is shown to whoever added it, and to nobody after that.
    """
    target_of(address, local_allowed=local_allowed)
    if Webhook.objects.filter(partnership=partnership).count() >= WEBHOOKS_AT_MOST:
        raise TooMany
    webhook = Webhook.objects.create(
        partnership=partnership,
        address=address,
        secret=_new_secret(),
        cursor=latest_event(partnership.pk),
        made_at=now,
        made_by=by.label,
        next_try=now,
    )
    record("registered", webhook, by=by, now=now)
    return webhook


@transaction.atomic
def turn(*, webhook: Webhook, is_on: bool, by: Actor, now: datetime) -> None:
    """Turn a webhook on or off. It goes on where it stopped: what happened while it was off is told too."""
    webhook.is_on, webhook.gave_up = is_on, False
    webhook.failures, webhook.failing_since, webhook.next_try = 0, None, now
    webhook.save(update_fields=["is_on", "gave_up", "failures", "failing_since", "next_try"])
    record("turned_on" if is_on else "turned_off", webhook, by=by, now=now)


@transaction.atomic
def renew_secret(*, webhook: Webhook, by: Actor, now: datetime) -> str:
    """A new secret, which signs every message from now on. It is shown once."""
    webhook.secret = _new_secret()
    webhook.save(update_fields=["secret"])
    record("renewed", webhook, by=by, now=now)
    return webhook.secret


@transaction.atomic
def remove_webhook(*, webhook: Webhook, by: Actor, now: datetime) -> None:
    """Tell an address nothing more, and forget what it was told."""
    record("removed", webhook, by=by, now=now)
    webhook.delete()


def record(verb: str, webhook: Webhook, *, by: Actor, now: datetime) -> None:
    """Write down what was done to a webhook."""
    audit.record(
        verb=verb,
        subject_type=WEBHOOK,
        subjects=[(webhook.pk, {"about": webhook.address})],
        by=by,
        now=now,
        partnership_id=webhook.partnership_id,
    )


def _new_secret() -> str:
    return f"bro_{secrets.token_urlsafe(32)}"
