"""One change, made to one draft."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.organisations.rules.names import Party
from brobygger.portfolio.rules.bulk import BulkChange, Doing
from brobygger.portfolio.rules.drafts import ActivityDraft, ParticipantDraft
from brobygger.portfolio.rules.kinds import Kind, ParticipantRole, Purpose
from brobygger.portfolio.rules.lifecycle import MilestoneFact, MilestoneKind

DRAFT = ActivityDraft("a", Kind.DISSEMINATION, "A", form="talk", focus_area_ids=(2, 5), purposes=(Purpose.RESEARCH,))
CHANGES = [
    BulkChange(Doing.ADD_AREA, area_id=3),
    BulkChange(Doing.REMOVE_AREA, area_id=5),
    BulkChange(Doing.ADD_PURPOSE, purpose=Purpose.EDUCATION),
    BulkChange(Doing.REMOVE_PURPOSE, purpose=Purpose.RESEARCH),
    BulkChange(Doing.ADD_MILESTONE, milestone=MilestoneFact(MilestoneKind.HELD, "2024")),
    BulkChange(Doing.ADD_PARTICIPANT, participant=ParticipantDraft(Party(1), ParticipantRole.LEAD)),
    BulkChange(Doing.ADD_PLAN, plan="Planen"),
    BulkChange(Doing.CHANGE_KIND, kind=Kind.EVENT),
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.doing.value)
def test_a_change_is_made_once(change: BulkChange) -> None:
    once = change.made_to(DRAFT)
    assert once != DRAFT
    assert change.made_to(once) == once


@pytest.mark.parametrize("doing", [Doing.CONFIRM, Doing.REMOVE])
def test_what_leaves_the_content_leaves_it(doing: Doing) -> None:
    assert BulkChange(doing).made_to(DRAFT) == DRAFT


def test_the_form_goes_with_dissemination() -> None:
    assert BulkChange(Doing.CHANGE_KIND, kind=Kind.EVENT).made_to(DRAFT).form == ""
    assert BulkChange(Doing.CHANGE_KIND, kind=Kind.DISSEMINATION).made_to(DRAFT) is DRAFT


@given(st.sets(st.integers(1, 9)), st.integers(1, 9))
def test_adding_an_area_and_taking_it_out_gives_the_others(areas: set[int], area: int) -> None:
    draft = ActivityDraft("a", Kind.PHD, "A", focus_area_ids=tuple(sorted(areas)))
    added = BulkChange(Doing.ADD_AREA, area_id=area).made_to(draft)
    assert set(added.focus_area_ids) == areas | {area}
    assert set(BulkChange(Doing.REMOVE_AREA, area_id=area).made_to(added).focus_area_ids) == areas - {area}
