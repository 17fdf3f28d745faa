"""Who may do what, in which stage: the permission matrix, from which the page in docs/reference is written.

What somebody may follows from what they are to the submission; whether it can be done now follows from its stage. The first is
answered with 403, the second with an explanation.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from brobygger.rounds.rules.kinds import Stage, Step
from brobygger.rounds.rules.workflow import FROM


class Part(StrEnum):
    """What somebody is to a submission."""

    AREA_LEAD = "area_lead"
    OTHER_LEAD = "other_lead"
    COORDINATOR = "coordinator"
    # A coordinator, where nobody leads the area: does what a lead would have done.
    STAND_IN = "stand_in"
    STEERING_MEMBER = "steering_member"
    OBSERVER = "observer"
    OUTSIDER = "outsider"


class Doing(StrEnum):
    """What one can do in a round."""

    SEE = "see"
    OPEN = "open"
    CONFIRM = "confirm"
    WORK = "work"
    SUBMIT = "submit"
    APPROVE = "approve"
    UNDO_APPROVAL = "undo_approval"
    RETURN = "return"
    DISPUTE = "dispute"
    SETTLE = "settle"
    ADOPT = "adopt"
    UNDO_ADOPTION = "undo_adoption"
    CANCEL = "cancel"


MEMBERS = frozenset(Part) - {Part.OUTSIDER}
_LEADING = frozenset({Part.AREA_LEAD, Part.STAND_IN})
_COORDINATING = frozenset({Part.COORDINATOR, Part.STAND_IN})
_SPEAKING = frozenset({Part.AREA_LEAD, Part.OTHER_LEAD, *_COORDINATING})

WHO: Mapping[Doing, frozenset[Part]] = {
    Doing.SEE: MEMBERS,
    Doing.OPEN: _COORDINATING,
    Doing.CONFIRM: _LEADING,
    Doing.WORK: _LEADING,
    Doing.SUBMIT: _LEADING,
    Doing.APPROVE: _COORDINATING,
    Doing.UNDO_APPROVAL: _COORDINATING,
    Doing.RETURN: _COORDINATING,
    Doing.DISPUTE: _SPEAKING,
    Doing.SETTLE: _COORDINATING,
    Doing.ADOPT: _COORDINATING,
    Doing.UNDO_ADOPTION: _COORDINATING,
    Doing.CANCEL: _COORDINATING,
}
_NOT_OVER = frozenset({Stage.WORKING, Stage.SUBMITTED, Stage.RETURNED, Stage.APPROVED})
# In which stages; what is a step of the chain is asked of the chain.
WHEN: Mapping[Doing, frozenset[Stage]] = {
    Doing.SEE: frozenset(Stage),
    Doing.OPEN: frozenset(Stage),
    Doing.DISPUTE: _NOT_OVER,
    Doing.SETTLE: _NOT_OVER,
    **{Doing(step.value): FROM[step] for step in Step if step is not Step.VOID},
}


def may(part: Part, doing: Doing) -> bool:
    """Whether somebody may do a thing at all."""
    return part in WHO[doing]


def can(part: Part, doing: Doing, stage: Stage) -> bool:
    """Whether they can do it now."""
    return may(part, doing) and stage in WHEN[doing]
