"""`brobygger admit --partnership trd3 --username … --name … --role coordinator`."""

from __future__ import annotations

import getpass
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from brobygger.accounts.actions import create_user
from brobygger.accounts.queries import user_named
from brobygger.audit.rules import system
from brobygger.partnerships.actions import admit
from brobygger.partnerships.queries import partner_organisations, partnership_named
from brobygger.partnerships.rules.kinds import Role


class Command(BaseCommand):
    """Give somebody access to a partnership; nobody can sign themselves up."""

    help = "Give somebody a role in a partnership. A new user gets a password, asked for or read from standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who, where, as what."""
        parser.add_argument("--partnership", required=True, help="slug of the partnership, for example trd3")
        parser.add_argument("--username", required=True, help="what the person signs in with")
        parser.add_argument("--name", required=True, help="what others see")
        parser.add_argument("--role", required=True, choices=[role.value for role in Role])
        parser.add_argument("--organisation", default="", help="slug of the partner the person works for")
        parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")

    def handle(
        self,
        *,
        partnership: str,
        username: str,
        name: str,
        role: str,
        organisation: str,
        password_stdin: bool,
        **options: Any,
    ) -> None:
        """Make the user when there is none of that name, and admit them."""
        found = partnership_named(partnership)
        if found is None:
            raise CommandError(f"There is no partnership «{partnership}».")
        partners = {partner.slug: partner for partner in partner_organisations(found)}
        if organisation and organisation not in partners:
            raise CommandError(f"«{organisation}» is no partner. Choose one of: {', '.join(partners)}.")
        password = None if user_named(username) else self._password(ask=not password_stdin)
        by, now = system("brobygger admit"), timezone.now()
        with transaction.atomic():
            user = create_user(username=username, display_name=name, password=password, by=by, now=now)
            membership = admit(
                user=user,
                partnership=found,
                role=Role(role),
                organisation=partners.get(organisation),
                by=by,
                now=now,
            )
        self.stdout.write(f"{user.username}: {membership.role} in {found.slug}")

    def _password(self, *, ask: bool) -> str:
        password = getpass.getpass("Password: ") if ask else input()
        if ask and getpass.getpass("Again: ") != password:
            raise CommandError("The two passwords differ. Nothing was changed.")
        try:
            validate_password(password)
        except ValidationError as weak:
            raise CommandError(" ".join(weak.messages)) from weak
        return password
