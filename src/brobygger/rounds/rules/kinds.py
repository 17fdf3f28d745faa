"""The words that may stand in the fields of a round."""

from __future__ import annotations

from enum import StrEnum


class RoundState(StrEnum):
    """Where a round is as a whole."""

    OPEN = "open"
    ADOPTED = "adopted"
    CANCELLED = "cancelled"


class Stage(StrEnum):
    """Where one submission is on its way."""

    WORKING = "working"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    ADOPTED = "adopted"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """What can be done to a submission. VOID is what a substantive change in the register does to it."""

    # What was changed after it was handed in can be confirmed without sending all of it back.
    CONFIRM = "confirm"
    WORK = "work"
    SUBMIT = "submit"
    APPROVE = "approve"
    UNDO_APPROVAL = "undo_approval"
    RETURN = "return"
    VOID = "void"
    ADOPT = "adopt"
    UNDO_ADOPTION = "undo_adoption"
    CANCEL = "cancel"


class Lapse(StrEnum):
    """Why something that was said no longer holds."""

    CHANGED = "changed"  # a substantive change in the register
    LEFT = "left"  # no longer of this area and year
    RETURNED = "returned"
    UNDONE = "undone"
    CANCELLED = "cancelled"


class Ending(StrEnum):
    """How a dispute was settled."""

    COUNTS = "counts"
    CORRECTED = "corrected"  # put right in the register, and counts as it stands there
    LEFT_OUT = "left_out"


class Due(StrEnum):
    """The days that are set for a round."""

    SUBMIT = "submit"
    REVIEW = "review"
    ADOPT = "adopt"
