"""The words that may stand in the fields of suggestions."""

from __future__ import annotations

from enum import StrEnum


class FormKind(StrEnum):
    """Who a form is for."""

    PUBLIC = "public"
    PARTNER = "partner"  # whoever has its secret link


class Answer(StrEnum):
    """What became of a suggestion."""

    WAITING = "waiting"
    TAKEN = "taken"  # somebody registers it, or has
    KNOWN = "known"  # it was registered already
    DECLINED = "declined"


class Refusal(StrEnum):
    """Why something was not received. What was written is always shown again."""

    TRAP = "trap"  # the field nobody sees was filled in
    TOO_FAST = "too_fast"
    TOO_OLD = "too_old"
    FORGED = "forged"  # the stamp is not ours, or of another form
    SENT_BEFORE = "sent_before"
    TOO_MANY_LINKS = "too_many_links"
    TOO_OFTEN = "too_often"  # from this address today
    FULL = "full"  # so many wait already, or have come today


SUGGESTION, FORM_LINK = "suggestion", "form_link"
