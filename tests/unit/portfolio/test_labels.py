"""Every code has a label, and relations read right from both sides."""

from __future__ import annotations

import pytest

from brobygger.portfolio.presenters import labels
from brobygger.portfolio.rules.facets import Dimension
from brobygger.portfolio.rules.kinds import (
    Certainty,
    Form,
    FundingKind,
    IdScheme,
    Kind,
    ParticipantRole,
    Purpose,
    RelationKind,
)
from brobygger.portfolio.rules.lifecycle import MilestoneKind, State


@pytest.mark.parametrize(
    ("codes", "label"),
    [
        (Kind, labels.kind_label),
        (Form, labels.form_label),
        (State, labels.state_label),
        (MilestoneKind, labels.milestone_label),
        (Purpose, labels.purpose_label),
        (ParticipantRole, labels.role_label),
        (FundingKind, labels.funding_kind_label),
        (Certainty, labels.certainty_label),
        (IdScheme, labels.scheme_label),
        (RelationKind, labels.relation_label),
        (Dimension, labels.dimension_label),
    ],
)
def test_every_code_has_a_label(codes, label) -> None:  # type: ignore[no-untyped-def]
    for code in codes:
        assert label(code.value)[0].isupper()
        assert label(code.value) != code.value


def test_every_kind_says_what_one_unit_is_and_stands_in_one_group() -> None:
    assert all(labels.kind_help(kind).endswith(".") for kind in Kind)
    grouped = [kind for _, kinds in labels.KIND_GROUPS for kind in kinds]
    assert sorted(grouped) == sorted(Kind)


def test_a_relation_reads_differently_from_the_other_side() -> None:
    assert labels.relation_label("part_of") == "Del av"
    assert labels.relation_label("part_of", reverse=True) == "Har del"
    for kind in RelationKind:
        assert labels.relation_label(kind) != labels.relation_label(kind, reverse=True)


def test_a_code_nobody_knows_is_shown_as_it_is() -> None:
    assert labels.kind_label("hovercraft") == "hovercraft"
    assert labels.kind_help("hovercraft") == ""
    assert labels.state_color("hovercraft") == "neutral"


def test_every_state_has_a_colour_of_the_design_system() -> None:
    assert {labels.state_color(state) for state in State} <= {"neutral", "info", "success", "warning", "danger"}
