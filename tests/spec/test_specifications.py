"""The specifications hold, and the pages they are published as are current."""

from __future__ import annotations

from types import ModuleType

import pytest
from tests.spec import approvals, counting, round_rights, units, verdicts
from tests.spec.tables import rows_of

from brobygger.results.rules.verdicts import TargetKind, Verdict, Why
from brobygger.rounds.rules.substance import ASPECTS


@pytest.mark.parametrize("case", counting.CASES, ids=lambda case: case.title)
def test_counting(case: counting.Case) -> None:
    assert counting.written(counting.counted(case)) == rows_of(case.counted)[0]


@pytest.mark.parametrize(
    ("situation", "row"),
    verdicts.cases(),
    ids=lambda value: value.title if isinstance(value, verdicts.Situation) else value[-1].split()[-1],
)
def test_verdicts(situation: verdicts.Situation, row: list[str]) -> None:
    assert verdicts.judged(situation, row) == row


def test_every_kind_of_target_every_verdict_and_every_reason_has_an_example() -> None:
    assert {version.kind for s in verdicts.SITUATIONS for version in s.versions} == set(TargetKind)
    told = {cell.split()[1] for s in verdicts.SITUATIONS for row in rows_of(s.rows) for cell in row[1:]}
    assert {text.split("/")[0] for text in told} == {verdict.value for verdict in Verdict}
    assert {text.split("/")[1] for text in told} == {why.value for why in Why}


@pytest.mark.parametrize("case", units.CASES, ids=lambda case: case.title)
def test_units(case: units.Case) -> None:
    assert units.rows(case, "reported") == rows_of(case.reported)
    assert units.rows(case, "today") == rows_of(case.today)


@pytest.mark.parametrize("case", approvals.CASES, ids=lambda case: case.title)
def test_substantive_changes(case: approvals.Case) -> None:
    assert approvals.changed(case) == case.aspects


def test_every_aspect_has_an_example() -> None:
    assert {part for case in approvals.CASES for part in case.aspects.split(", ") if part} == set(ASPECTS)


@pytest.mark.parametrize(
    "specification", [approvals, counting, round_rights, units, verdicts], ids=lambda module: module.FILE.name
)
def test_the_page_is_current(specification: ModuleType) -> None:
    assert specification.FILE.read_text(encoding="utf-8") == specification.page(), "run: python -m tests.spec"
