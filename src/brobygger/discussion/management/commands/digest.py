"""`brobygger digest [--dry-run]`."""

from __future__ import annotations

import smtplib
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from brobygger.discussion.actions.digests import Digest, LogIsBusy, digests, send_digest
from brobygger.discussion.presenters.digest import mail

_TRIES, _PAUSE = 20, 3


class Command(BaseCommand):
    """Mail everybody what is new to them. To be run by cron, as often as every hour."""

    help = "Send mail about what is new, to those who are due. Nothing is sent to those with nothing new."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to send at all."""
        parser.add_argument("--dry-run", action="store_true", help="say to whom and about how much, and send nothing")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        """Send them one by one; one that fails does not stop the others, and is tried again the next time."""
        if not dry_run and settings.EMAIL_BACKEND.endswith("dummy.EmailBackend"):
            raise CommandError("Set BROBYGGER_EMAIL_URL, for example smtp://user:password@mail.example.no:587.")
        now, failed = timezone.now(), 0
        for digest in self._digests():
            what = f"{digest.user.mail_address}: {sum(len(found.news) for _, found in digest.parts)} news"
            if dry_run:
                self.stdout.write(what)
                continue
            try:
                send_digest(digest=digest, send=_send, now=now)
            except (OSError, smtplib.SMTPException) as error:
                failed += 1
                self.stderr.write(f"{digest.user.mail_address}: not sent, {error}")
            else:
                self.stdout.write(what)
        if failed:
            raise CommandError(f"{failed} could not be sent; the next run tries again.")

    def _digests(self) -> list[Digest]:
        for _ in range(_TRIES):
            try:
                return list(digests(now=timezone.now()))
            except LogIsBusy:
                time.sleep(_PAUSE)
        raise CommandError("Somebody has been writing for a long time. Nothing was sent; run it again later.")


def _send(digest: Digest) -> None:
    ready = mail(digest, site=settings.SITE_URL)
    message = EmailMultiAlternatives(
        ready.subject,
        ready.text,
        to=[ready.to],
        headers={
            "List-Unsubscribe": f"<{ready.stop_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(ready.html, "text/html")
    message.send()
