"""The words that may stand in the fields of a delivery."""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """How a message fared."""

    RECEIVED = "received"
    REFUSED = "refused"  # an answer, but not one between 200 and 299
    NO_ANSWER = "no_answer"  # no connection, or nothing within the time
    NOT_ALLOWED = "not_allowed"  # the name leads to a machine that must not be reached from here
