"""The chain of steps: whatever is done, in whatever order, by whomever."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.rounds.rules.kinds import Stage, Step
from brobygger.rounds.rules.workflow import LOCKED, Chain, Refusal, StepRefused, Taken, after, refusal_of

UNI, TOWN, OTHER = 1, 2, 3
START = Chain(frozenset({UNI, TOWN}))

steps = st.builds(
    Taken,
    st.sampled_from(Step),
    st.sampled_from([UNI, TOWN, OTHER]),
    st.sampled_from(["", " ", "Tallet er feil", "Vi må se på dette igjen"]),
)
histories = st.lists(steps, max_size=40)


def played(taken: list[Taken]) -> list[Chain]:
    """Every chain on the way; what is refused changes nothing."""
    chains = [START]
    for each in taken:
        try:
            chains.append(after(chains[-1], each))
        except StepRefused:
            chains.append(chains[-1])
    return chains


@given(histories)
def test_approved_means_that_every_party_approves_and_nothing_else_does(taken: list[Taken]) -> None:
    for chain in played(taken):
        assert chain.approved_by <= chain.parties
        if chain.stage in {Stage.APPROVED, Stage.ADOPTED}:
            assert chain.approved_by == chain.parties
        if chain.stage in {Stage.WORKING, Stage.RETURNED, Stage.CANCELLED}:
            assert not chain.approved_by
        if chain.stage is Stage.SUBMITTED:
            assert chain.approved_by != chain.parties


@given(histories)
def test_nothing_leads_from_adopted_but_undoing_it_from_the_top(taken: list[Taken]) -> None:
    chains = played(taken)
    for before, now in zip(chains, chains[1:], strict=False):
        if before.stage is Stage.ADOPTED and now != before:
            assert now.stage is Stage.APPROVED
            assert now.history[-1].step is Step.UNDO_ADOPTION
        if before.stage is Stage.APPROVED and now.stage is not Stage.APPROVED:
            assert now.history[-1].step in {Step.ADOPT, Step.UNDO_APPROVAL, Step.VOID, Step.CANCEL}
        if before.stage is Stage.CANCELLED:
            assert now == before


@given(histories)
def test_what_was_done_is_kept_for_ever_and_a_return_with_its_reason(taken: list[Taken]) -> None:
    chains = played(taken)
    for before, now in zip(chains, chains[1:], strict=False):
        assert now.history[: len(before.history)] == before.history
        assert (now.history == before.history) == (now is before)
    for each in chains[-1].history:
        if each.step in {Step.RETURN, Step.UNDO_APPROVAL, Step.UNDO_ADOPTION, Step.CANCEL}:
            assert each.reason.strip()


@given(histories)
def test_a_lock_holds(taken: list[Taken]) -> None:
    """What the leads said cannot be worked on while it is with others."""
    for chain in played(taken):
        if chain.stage in LOCKED:
            for step in (Step.WORK, Step.SUBMIT):
                assert refusal_of(chain, Taken(step, UNI)) is Refusal.WRONG_STAGE


@given(histories, st.sampled_from([UNI, TOWN]))
def test_one_party_alone_never_gets_it_approved(taken: list[Taken], alone: int) -> None:
    other = UNI if alone == TOWN else TOWN
    without = [each for each in taken if not (each.step is Step.APPROVE and each.party == other)]
    assert all(chain.stage not in {Stage.APPROVED, Stage.ADOPTED} for chain in played(without))


@given(histories)
def test_a_substantive_change_leaves_no_approval_but_an_adopted_year_alone(taken: list[Taken]) -> None:
    for chain in played(taken):
        change = Taken(Step.VOID)
        if chain.stage in {Stage.SUBMITTED, Stage.APPROVED}:
            assert after(chain, change).approved_by == frozenset()
            assert after(chain, change).stage is Stage.SUBMITTED
        else:
            assert refusal_of(chain, change) is Refusal.WRONG_STAGE


@pytest.mark.parametrize(
    ("done", "next_", "why"),
    [
        ([], Taken(Step.APPROVE, UNI), Refusal.WRONG_STAGE),
        ([Taken(Step.SUBMIT)], Taken(Step.RETURN, UNI), Refusal.REASON_MISSING),
        ([Taken(Step.SUBMIT)], Taken(Step.APPROVE, OTHER), Refusal.NOT_A_PARTY),
        ([Taken(Step.SUBMIT), Taken(Step.APPROVE, UNI)], Taken(Step.APPROVE, UNI), Refusal.APPROVED_ALREADY),
        ([Taken(Step.SUBMIT), Taken(Step.APPROVE, UNI)], Taken(Step.UNDO_APPROVAL, TOWN, "x"), Refusal.NOT_APPROVED),
        ([Taken(Step.SUBMIT), Taken(Step.APPROVE, UNI)], Taken(Step.ADOPT), Refusal.WRONG_STAGE),
        (
            [Taken(Step.SUBMIT), Taken(Step.APPROVE, UNI), Taken(Step.APPROVE, TOWN)],
            Taken(Step.RETURN, UNI, "x"),
            Refusal.WRONG_STAGE,
        ),
    ],
)
def test_why_a_step_is_refused(done: list[Taken], next_: Taken, why: Refusal) -> None:
    chain = played(done)[-1]
    with pytest.raises(StepRefused) as refused:
        after(chain, next_)
    assert refused.value.why is why


def test_the_whole_way_and_back_again() -> None:
    way = [
        Taken(Step.SUBMIT),
        Taken(Step.RETURN, TOWN, "Antallet stemmer ikke"),
        Taken(Step.SUBMIT),
        Taken(Step.APPROVE, UNI),
        Taken(Step.APPROVE, TOWN),
        Taken(Step.ADOPT),
        Taken(Step.UNDO_ADOPTION, 0, "Feil i vedtaket"),
        Taken(Step.UNDO_APPROVAL, UNI, "Vi så det for sent"),
        Taken(Step.RETURN, UNI, "Rett dette"),
    ]
    S = Stage
    assert [chain.stage for chain in played(way)] == [
        S.WORKING, S.SUBMITTED, S.RETURNED, S.SUBMITTED, S.SUBMITTED, S.APPROVED, S.ADOPTED, S.APPROVED, S.SUBMITTED,
        S.RETURNED,
    ]  # fmt: skip
