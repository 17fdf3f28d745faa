"""What a message says, and the signature that shows that it is ours."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

SIGNATURE = "Brobygger-Signature"
# A copy of an old message is not believed for longer than this.
BELIEVED_SECONDS = 300


@dataclass(frozen=True)
class Told:
    """One change as it is told. `slug` and `url` are empty when the activity is no longer there.

    No person is named: neither who did it, nor what it says. Whoever wants to know reads the activity, with access of
    their own.
    """

    id: int
    verb: str
    at: datetime
    activity_id: int
    slug: str
    url: str
    version: int | None
    fields: Sequence[str]


def body_of(partnership: str, changes: Sequence[Told]) -> bytes:
    """A message about some changes, oldest first, as JSON."""
    return json.dumps(
        {"partnership": partnership, "events": [_event(each) for each in changes]},
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()


def _event(told: Told) -> Mapping[str, Any]:
    event: dict[str, Any] = {
        "id": told.id,
        "verb": told.verb,
        "at": told.at.isoformat(),
        "subject": {"type": "activity", "id": told.activity_id, "slug": told.slug},
        "url": told.url,
    }
    if told.version is not None:
        event["version"] = told.version
    if told.fields:
        event["fields"] = list(told.fields)
    return event


def signature_of(secret: str, body: bytes, sent: int) -> str:
    """The value of the header `Brobygger-Signature`: `t=…,v1=…`, HMAC-SHA256 over the time, a full stop and the body."""
    digest = hmac.new(secret.encode(), str(sent).encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={sent},v1={digest}"


def is_ours(secret: str, body: bytes, signature: str, *, now: int) -> bool:
    """What a receiver checks: that the signature is right, and that the message is not an old one sent again."""
    parts = dict(part.split("=", 1) for part in signature.split(",") if "=" in part)
    sent = parts.get("t", "")
    if not (sent.isascii() and sent.isdigit()) or abs(now - int(sent)) > BELIEVED_SECONDS:
        return False
    return hmac.compare_digest(signature_of(secret, body, int(sent)).encode(), signature.encode())
