"""What may follow what for one submission: a chain of steps, each from some stages to one.

Adopted is undone from the top only: adoption, then an approval, then the submission goes back. Every step is kept with its
reason, so that a return can be read for ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from brobygger.rounds.rules.kinds import Stage, Step


class Refusal(StrEnum):
    """Why a step is not taken."""

    WRONG_STAGE = "wrong_stage"
    REASON_MISSING = "reason_missing"
    NOT_A_PARTY = "not_a_party"
    APPROVED_ALREADY = "approved_already"
    NOT_APPROVED = "not_approved"
    # These are found by looking further than at the chain itself.
    INCOMPLETE = "incomplete"
    NOT_ALL_APPROVED = "not_all_approved"
    DISPUTED = "disputed"
    DECISION_MISSING = "decision_missing"
    CHANGED_MEANWHILE = "changed_meanwhile"


class StepRefused(RuntimeError):
    """The step cannot be taken; `why` says what is in the way. Nothing was changed."""

    def __init__(self, why: Refusal) -> None:
        super().__init__(why.value)
        self.why = why


FROM: Mapping[Step, frozenset[Stage]] = {
    Step.CONFIRM: frozenset({Stage.WORKING, Stage.RETURNED, Stage.SUBMITTED}),
    Step.WORK: frozenset({Stage.WORKING, Stage.RETURNED}),
    Step.SUBMIT: frozenset({Stage.WORKING, Stage.RETURNED}),
    Step.APPROVE: frozenset({Stage.SUBMITTED}),
    Step.UNDO_APPROVAL: frozenset({Stage.SUBMITTED, Stage.APPROVED}),
    Step.RETURN: frozenset({Stage.SUBMITTED}),
    Step.VOID: frozenset({Stage.SUBMITTED, Stage.APPROVED}),
    Step.ADOPT: frozenset({Stage.APPROVED}),
    Step.UNDO_ADOPTION: frozenset({Stage.ADOPTED}),
    Step.CANCEL: frozenset({Stage.WORKING, Stage.SUBMITTED, Stage.RETURNED, Stage.APPROVED}),
}
WITH_REASON = frozenset({Step.RETURN, Step.UNDO_APPROVAL, Step.UNDO_ADOPTION, Step.CANCEL})
OF_A_PARTY = frozenset({Step.APPROVE, Step.UNDO_APPROVAL, Step.RETURN})
# Nothing the project leads have said can be changed in these.
LOCKED = frozenset({Stage.SUBMITTED, Stage.APPROVED, Stage.ADOPTED, Stage.CANCELLED})


@dataclass(frozen=True)
class Taken:
    """A step somebody took. `party` is the organisation they took it for, 0 where that does not matter."""

    step: Step
    party: int = 0
    reason: str = ""


@dataclass(frozen=True)
class Chain:
    """A submission as the rules see it: its stage, whose approval it needs, whose it has, and all that was done."""

    parties: frozenset[int]
    stage: Stage = Stage.WORKING
    approved_by: frozenset[int] = frozenset()
    history: tuple[Taken, ...] = ()


def refusal_of(chain: Chain, taken: Taken) -> Refusal | None:
    """What is in the way of a step; None when nothing is."""
    if chain.stage not in FROM[taken.step]:
        return Refusal.WRONG_STAGE
    if taken.step in WITH_REASON and not taken.reason.strip():
        return Refusal.REASON_MISSING
    if taken.step in OF_A_PARTY and taken.party not in chain.parties:
        return Refusal.NOT_A_PARTY
    if taken.step is Step.APPROVE and taken.party in chain.approved_by:
        return Refusal.APPROVED_ALREADY
    if taken.step is Step.UNDO_APPROVAL and taken.party not in chain.approved_by:
        return Refusal.NOT_APPROVED
    return None


def after(chain: Chain, taken: Taken) -> Chain:
    """The submission after a step. Raises StepRefused."""
    refusal = refusal_of(chain, taken)
    if refusal is not None:
        raise StepRefused(refusal)
    approved_by = chain.approved_by
    match taken.step:
        case Step.APPROVE:
            approved_by = approved_by | {taken.party}
        case Step.UNDO_APPROVAL:
            approved_by = approved_by - {taken.party}
        case Step.SUBMIT | Step.RETURN | Step.VOID | Step.CANCEL:
            approved_by = frozenset()
    return replace(
        chain, stage=_stage(chain, taken.step, approved_by), approved_by=approved_by, history=(*chain.history, taken)
    )


def _stage(chain: Chain, step: Step, approved_by: frozenset[int]) -> Stage:
    match step:
        case Step.WORK | Step.CONFIRM:
            return chain.stage
        case Step.SUBMIT | Step.VOID | Step.UNDO_APPROVAL:
            return Stage.SUBMITTED
        case Step.APPROVE:
            return Stage.APPROVED if approved_by >= chain.parties else Stage.SUBMITTED
        case Step.RETURN:
            return Stage.RETURNED
        case Step.ADOPT:
            return Stage.ADOPTED
        case Step.UNDO_ADOPTION:
            return Stage.APPROVED
        case Step.CANCEL:
            return Stage.CANCELLED
