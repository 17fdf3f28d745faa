"""What may be wrong with an activity as somebody writes it down."""

from __future__ import annotations

import pytest
from hypothesis import given
from tests.fixtures.strategies import portfolios

from brobygger.portfolio.rules.drafts import ActivityDraft, DraftFault, RelationDraft, circles, faults_of
from brobygger.portfolio.rules.kinds import IdScheme, Kind, RelationKind
from brobygger.portfolio.rules.lifecycle import MilestoneFact, MilestoneKind

STARTED, FINISHED, STOPPED = MilestoneKind.STARTED, MilestoneKind.FINISHED, MilestoneKind.STOPPED
PART_OF, LED_TO = RelationKind.PART_OF, RelationKind.LED_TO


def draft(**fields: object) -> ActivityDraft:
    """A draft nothing is wrong with, but for these fields."""
    return ActivityDraft(**{"slug": "a", "kind": Kind.PHD, "title": "Noe"} | fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fields", "fault", "field"),
    [
        ({"title": " \u00a0 "}, DraftFault.TITLE_MISSING, "title"),
        ({"title": "x" * 501}, DraftFault.TITLE_TOO_LONG, "title"),
        ({"relations": (RelationDraft(PART_OF, "a"),)}, DraftFault.RELATES_TO_ITSELF, "relations"),
        ({"relations": (RelationDraft(PART_OF, "b"), RelationDraft(PART_OF, "b"))}, DraftFault.SAID_TWICE, "relations"),
        ({"external_ids": ((IdScheme.NFR, "1"), (IdScheme.NFR, "1"))}, DraftFault.SAID_TWICE, "external_ids"),
        (
            {"milestones": (MilestoneFact(STARTED, "2024"), MilestoneFact(FINISHED, "2023-12"))},
            DraftFault.END_BEFORE_START,
            "milestones",
        ),
        (
            {"milestones": (MilestoneFact(STOPPED, "2023"), MilestoneFact(STARTED, "2024"), MilestoneFact(FINISHED, "2025"))},
            DraftFault.END_BEFORE_START,
            "milestones",
        ),
    ],
)  # fmt: skip
def test_each_fault_is_found_alone(fields: dict[str, object], fault: DraftFault, field: str) -> None:
    assert faults_of(draft(**fields)) == [(fault, field)]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"title": "x" * 500},
        {"relations": (RelationDraft(PART_OF, "b"), RelationDraft(LED_TO, "b"))},
        {"external_ids": ((IdScheme.NFR, "1"), (IdScheme.DOI, "1"))},
        {"milestones": (MilestoneFact(STARTED, "2024-06"), MilestoneFact(FINISHED, "2024"))},
        {"milestones": (MilestoneFact(STARTED, "unknown"), MilestoneFact(FINISHED, "1990"))},
        {
            "milestones": (
                MilestoneFact(STARTED, "2020"),
                MilestoneFact(FINISHED, "2021"),
                MilestoneFact(STARTED, "2023"),
            )
        },
    ],
)
def test_nothing_is_wrong(fields: dict[str, object]) -> None:
    assert faults_of(draft(**fields)) == []


@given(portfolios())
def test_random_drafts_are_faultless(drafts: list[ActivityDraft]) -> None:
    assert [fault for each in drafts for fault in faults_of(each)] == []


def test_a_circle_of_parts_is_found_however_long() -> None:
    def part(to: str) -> RelationDraft:
        return RelationDraft(RelationKind.PART_OF, to)

    assert circles([("a", part("b")), ("b", part("a"))]) == ["a"]
    assert circles([("a", part("b")), ("b", part("c")), ("c", part("b"))]) == ["b"]
    assert circles([("a", part("c")), ("b", part("c")), ("c", part("d"))]) == []
    assert (
        circles([("a", RelationDraft(RelationKind.LED_TO, "b")), ("b", RelationDraft(RelationKind.LED_TO, "a"))]) == []
    )
