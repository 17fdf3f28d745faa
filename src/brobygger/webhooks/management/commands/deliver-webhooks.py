"""`brobygger deliver-webhooks`."""

from __future__ import annotations

import random
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.urls import reverse
from django.utils import timezone

from brobygger.webhooks.actions.deliver import Courier, deliver_next
from brobygger.webhooks.actions.transport import post
from brobygger.webhooks.queries import due_webhooks

# One that has much to be told leaves room for the others; the next run goes on.
_MESSAGES_AT_MOST = 50
_ANY = "x"


class Command(BaseCommand):
    """Tell webhooks what changed. To be run by cron, as often as every minute; several at once do no harm."""

    help = "Tell webhooks what has changed since they were last told. Prints one line for each that was told something."

    def handle(self, **options: Any) -> None:
        """One pass over all that are due."""
        address = reverse("portfolio:activity", kwargs={"partnership": _ANY, "slug": _ANY})
        courier = Courier(
            post=post,
            clock=timezone.now,
            chance=random.random,
            activity_url=settings.SITE_URL
            + address.replace(f"/{_ANY}/", "/{partnership}/", 1).replace(f"/{_ANY}/", "/{slug}/"),
            local_allowed=bool(settings.DEMO or settings.DEBUG),
        )
        for webhook in due_webhooks(timezone.now()):
            messages = 0
            while messages < _MESSAGES_AT_MOST and deliver_next(webhook=webhook, courier=courier):
                messages += 1
            if messages or webhook.failures:
                self.stdout.write(
                    f"{webhook.partnership.slug} {webhook.address}: {messages} received, {webhook.failures} failures"
                )
