"""Telling webhooks what changed: each event at least once, and in the order they happened."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.db import transaction

from brobygger.audit.rules import system
from brobygger.discussion.rules.kinds import GAVE_UP
from brobygger.webhooks.actions.manage import record
from brobygger.webhooks.actions.transport import Answer
from brobygger.webhooks.models import Delivery, Webhook
from brobygger.webhooks.queries import Batch, next_batch
from brobygger.webhooks.rules.kinds import Outcome
from brobygger.webhooks.rules.messages import SIGNATURE, body_of, signature_of
from brobygger.webhooks.rules.retries import is_given_up, wait_after

# Longer than a message can take. When whoever sends it dies, another sends it again after this.
LEASE = timedelta(seconds=60)
KEPT = 50


class Post(Protocol):
    """Carries a message to an address (`actions.transport.post`)."""

    def __call__(self, address: str, body: bytes, headers: Mapping[str, str], *, local_allowed: bool) -> Answer:
        """Send it."""


@dataclass(frozen=True)
class Courier:
    """What sending takes: who carries, the clock, and chance from 0 to 1. `activity_url` has `{slug}` and `{partnership}` in it."""

    post: Post
    clock: Callable[[], datetime]
    chance: Callable[[], float]
    activity_url: str
    local_allowed: bool


def deliver_next(*, webhook: Webhook, courier: Courier) -> bool:
    """Tell a webhook the next it is to be told. False when there was nothing, it failed, or somebody else is at it.

    Not one transaction: nothing is held while the other system answers. What was sent and not written down as received,
    because we were stopped between the two, is sent again.
    """
    now = courier.clock()
    if not _claim(webhook, now):
        return False
    # What somebody else sent meanwhile must not be sent again.
    webhook.refresh_from_db(from_queryset=Webhook.objects.select_related("partnership"))
    slug = webhook.partnership.slug
    url = courier.activity_url.replace("{partnership}", slug)
    batch = next_batch(webhook, activity_url=url)
    if batch is None or not batch.changes:
        _release(webhook, now, read_to=batch.read_to if batch else webhook.cursor)
        return False
    body = body_of(slug, batch.changes)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Brobygger",
        SIGNATURE: signature_of(webhook.secret, body, int(now.timestamp())),
    }
    answer = courier.post(webhook.address, body, headers, local_allowed=courier.local_allowed)
    _write_down(webhook, batch, answer, started=now, ended=courier.clock(), chance=courier.chance())
    return answer.outcome == Outcome.RECEIVED


def _claim(webhook: Webhook, now: datetime) -> bool:
    """Be the only one who sends to it, for as long as a message can take."""
    due = Webhook.objects.filter(pk=webhook.pk, is_on=True, next_try__lte=now)
    return due.update(next_try=now + LEASE) == 1


def _release(webhook: Webhook, now: datetime, *, read_to: int) -> None:
    Webhook.objects.filter(pk=webhook.pk).update(next_try=now, cursor=read_to)


@transaction.atomic
def _write_down(
    webhook: Webhook, batch: Batch, answer: Answer, *, started: datetime, ended: datetime, chance: float
) -> None:
    Delivery.objects.create(
        webhook=webhook,
        sent=started,
        first_event=batch.changes[0].id,
        last_event=batch.changes[-1].id,
        event_count=len(batch.changes),
        status=answer.status,
        outcome=answer.outcome.value,
        took_ms=int((ended - started) / timedelta(milliseconds=1)),
    )
    old = Delivery.objects.filter(webhook=webhook).order_by("-pk").values_list("pk", flat=True)[KEPT:]
    Delivery.objects.filter(pk__in=list(old)).delete()
    if answer.outcome == Outcome.RECEIVED:
        webhook.cursor, webhook.failures, webhook.failing_since, webhook.next_try = batch.read_to, 0, None, ended
    else:
        webhook.failures += 1
        webhook.failing_since = webhook.failing_since or started
        webhook.next_try = ended + wait_after(webhook.failures, chance)
        if is_given_up(webhook.failing_since, ended):
            webhook.is_on, webhook.gave_up = False, True
            record(GAVE_UP, webhook, by=system("brobygger deliver-webhooks"), now=ended)
    fields = ["cursor", "failures", "failing_since", "next_try"]
    if webhook.gave_up:
        fields += ["is_on", "gave_up"]
    webhook.save(update_fields=fields)
