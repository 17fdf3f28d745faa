"""What can go wrong, as RFC 9457 tells it: a kind of problem has a code, a status and a title of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Fault(StrEnum):
    """Kinds of problems. The code is the end of the problem's `type`."""

    BROKEN_REQUEST = "broken-request"
    NOT_SIGNED_IN = "not-signed-in"
    NOT_ALLOWED = "not-allowed"
    NOT_FOUND = "not-found"
    METHOD_NOT_ALLOWED = "method-not-allowed"
    NOT_ACCEPTABLE = "not-acceptable"
    CONFLICT = "conflict"
    STANDS_IN_THE_WAY = "stands-in-the-way"
    UNDER_WAY = "under-way"
    CHANGED_MEANWHILE = "changed-meanwhile"
    TOO_LARGE = "too-large"
    MEDIA_TYPE = "unsupported-media-type"
    INVALID = "invalid"
    KEY_USED = "idempotency-key-used"
    VERSION_NEEDED = "version-needed"
    TOO_MANY = "too-many-requests"
    OURS = "server-error"


_SAYS: Mapping[Fault, tuple[int, str]] = {
    Fault.BROKEN_REQUEST: (400, "The request cannot be read"),
    Fault.NOT_SIGNED_IN: (401, "A valid access token is needed"),
    Fault.NOT_ALLOWED: (403, "The token or its owner may not do this"),
    Fault.NOT_FOUND: (404, "There is nothing here"),
    Fault.METHOD_NOT_ALLOWED: (405, "This cannot be done here"),
    Fault.NOT_ACCEPTABLE: (406, "There is no answer in that form"),
    Fault.CONFLICT: (409, "It does not fit what is registered"),
    Fault.STANDS_IN_THE_WAY: (409, "Something has been changed since"),
    Fault.UNDER_WAY: (409, "The same request is being carried out"),
    Fault.CHANGED_MEANWHILE: (412, "Somebody has changed it since you read it"),
    Fault.TOO_LARGE: (413, "The request is too large"),
    Fault.MEDIA_TYPE: (415, "The request must be JSON"),
    Fault.INVALID: (422, "Something in the request is wrong"),
    Fault.KEY_USED: (422, "The idempotency key was used for something else"),
    Fault.VERSION_NEEDED: (428, "Say which version you have read"),
    Fault.TOO_MANY: (429, "Too many changes at once"),
    Fault.OURS: (500, "Something went wrong with us"),
}


@dataclass(frozen=True)
class FieldFault:
    """What is wrong with one field. `field` is where it stands (`milestones.2.date`), `code` is for programs."""

    field: str
    code: str
    detail: str


class Refusal(Exception):
    """The request is not carried out."""

    def __init__(
        self,
        fault: Fault,
        detail: str = "",
        *,
        errors: Sequence[FieldFault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(fault, detail)
        self.problem = Problem(fault, detail, tuple(errors), dict(headers or {}))


@dataclass(frozen=True)
class Problem:
    """One thing that went wrong, ready to be told."""

    fault: Fault
    detail: str = ""
    errors: Sequence[FieldFault] = ()
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        """The HTTP status."""
        return _SAYS[self.fault][0]

    @property
    def title(self) -> str:
        """What is wrong in general, the same every time."""
        return _SAYS[self.fault][1]

    def as_json(self) -> dict[str, object]:
        """The members of the problem object."""
        told: dict[str, object] = {
            "type": f"/api/#{self.fault.value}",
            "title": self.title,
            "status": self.status,
        }
        if self.detail:
            told["detail"] = self.detail
        if self.errors:
            told["errors"] = [{"field": e.field, "code": e.code, "detail": e.detail} for e in self.errors]
        return told
