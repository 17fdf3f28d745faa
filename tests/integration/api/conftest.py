"""Programs that act for the cast."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.conftest import Cast

from brobygger.accounts.models import User
from brobygger.api.actions.tokens import make_token
from brobygger.api.permissions import scopes_held
from brobygger.api.rules.tokens import ApiScope
from brobygger.partnerships.models import Membership
from brobygger.partnerships.queries import Scope

ROOT = "/api/v1/partnerships/trd3"


def token_for(user: User, *scopes: ApiScope) -> str:
    """A new token of the only partnership of a user, for some scopes or all that the user holds."""
    membership = Membership.objects.select_related("partnership", "user").get(user=user)
    scope = Scope(membership.partnership, membership)
    today = timezone.localdate()
    _, secret = make_token(
        scope=scope,
        name="Prøveprogram",
        scopes=scopes or scopes_held(scope),
        expires=today + timedelta(days=30),
        today=today,
        by=user.as_actor,
        now=timezone.now(),
    )
    return secret


@dataclass
class Program:
    """Sends requests as one member; addresses below the partnership are enough."""

    secret: str
    client: Client = field(default_factory=Client)

    def send(self, method: str, place: str, body: Any = None, **headers: str) -> Any:
        """Send JSON. `if_match="…"` is the header If-Match."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.secret:
            named.setdefault("Authorization", f"Bearer {self.secret}")
        sent = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        address = place if place.startswith(("/api/", "http")) else f"{ROOT}{place}"
        return self.client.generic(method, address, headers=named, **sent)

    def get(self, place: str, **headers: str) -> Any:
        """Read."""
        return self.send("GET", place, **headers)

    def post(self, place: str, body: Any = None, **headers: str) -> Any:
        """Make something, or do something."""
        return self.send("POST", place, body, **headers)

    def upload(self, file: io.BytesIO, *, name: str = "r.xlsx", source: str = "Regneark", **headers: str) -> Any:
        """Send a file that is to be imported."""
        named = {each.replace("_", "-"): value for each, value in headers.items()}
        named.setdefault("Authorization", f"Bearer {self.secret}")
        data = {"file": SimpleUploadedFile(name, file.getvalue()), "source": source}
        return self.client.post(f"{ROOT}/imports", data, headers=named)


@pytest.fixture
def program_of(cast: Cast) -> Callable[..., Program]:
    """A program that acts for a member with some scopes, or all the member holds; None is nobody."""

    def made(user: User | None, *scopes: ApiScope) -> Program:
        return Program(token_for(user, *scopes) if user else "")

    return made


@pytest.fixture
def lead(program_of: Callable[..., Program], cast: Cast) -> Program:
    """A program of the project lead."""
    return program_of(cast.lead)
