"""A framework is written as a file and read again: exactly the same, and written the same way every time."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.contributions.rules.credit import BAND
from brobygger.intake.dataset.context import Context
from brobygger.intake.rules.yaml_lines import read_yaml
from brobygger.portfolio.rules.kinds import Kind, Purpose
from brobygger.portfolio.rules.lifecycle import MilestoneKind
from brobygger.results.dataset import framework_in
from brobygger.results.rules.additions import additions
from brobygger.results.rules.counting import Measure, TimeRule, Unique
from brobygger.results.rules.drafts import DefinitionDraft, FrameworkDraft, GoalAreaDraft, IndicatorDraft, TargetDraft
from brobygger.results.rules.framework_file import framework_text
from brobygger.results.rules.verdicts import TargetKind

PARTIES = ("ntnu", "trondheim-kommune")
DECISIONS = ("vedtak-1", "vedtak-2")
# Whatever somebody may write, trimmed at both ends as every text is; no halves of characters and no NUL.
WORDS = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), min_size=1, max_size=40)
PLAIN = WORDS.map(str.strip).filter(bool)
TRICKY = st.sampled_from(
    ["null", "~", "2024-10", "NO", "#x", "a: b", "- a", "'", '"', "12", "æ\nø", "a\r\nb", "x\u2028y", "!t", "&a", "*a"]
)
TEXT = st.fixed_dictionaries(dict.fromkeys(("nb", "nn", "en"), PLAIN | TRICKY))
MAYBE = st.none() | TEXT
YEARS = st.integers(1990, 2090)
NUMBER = st.decimals(0, 999_999, places=2).map(
    lambda n: n.quantize(Decimal(1)) if n == n.to_integral() else n.normalize()
)
SOURCE = st.just("") | PLAIN | TRICKY
MILESTONE = st.sampled_from(list(MilestoneKind)).map(str)
CODE = st.from_regex(r"\A[a-z0-9][a-z0-9-]{0,20}\Z").filter(lambda code: code not in {"nytt", "kvalitet", "rammeverk"})


@st.composite
def rules(draw: Any) -> dict[str, Any]:
    some = {
        "kinds": draw(st.lists(st.sampled_from(list(Kind)).map(str), min_size=1, max_size=4, unique=True)),
        "purposes": draw(st.lists(st.sampled_from(list(Purpose)).map(str), max_size=3, unique=True)),
        "milestone": draw(MILESTONE),
        "year_from": draw(MILESTONE),
        "unique": draw(st.sampled_from(list(Unique)).map(str)),
        "time": draw(st.sampled_from(list(TimeRule)).map(str)),
        "measure": draw(st.sampled_from(list(Measure)).map(str)),
        "pending": draw(st.just("") | MILESTONE),
    }
    credit = draw(st.sampled_from([str(each) for each in BAND]))
    return some if credit == "broad" else some | {"credit": credit}


@st.composite
def definitions(draw: Any, version: int) -> DefinitionDraft:
    return DefinitionDraft(
        version, draw(YEARS), draw(TEXT), draw(TEXT), draw(st.none() | rules()), draw(MAYBE), draw(SOURCE)
    )


@st.composite
def targets(draw: Any, version: int) -> TargetDraft:
    kind = draw(st.sampled_from(list(TargetKind)))
    has_value = kind in {TargetKind.YEARLY, TargetKind.PERIOD_TOTAL}
    has_baseline = draw(st.booleans())
    codes = draw(st.lists(CODE, min_size=kind is TargetKind.QUALITATIVE, max_size=3, unique=True))
    return TargetDraft(
        version=version,
        valid_from=draw(YEARS),
        kind=kind,
        value=draw(NUMBER) if has_value else draw(st.none() | NUMBER),
        baseline_year=draw(YEARS) if has_baseline else None,
        baseline_value=draw(NUMBER) if has_baseline else None,
        baseline_source=draw(SOURCE) if has_baseline else "",
        due_years=tuple(draw(st.lists(YEARS, max_size=3, unique=True))),
        criteria=tuple({"code": f"k{n}-{code}"[:30], "text": draw(TEXT)} for n, code in enumerate(codes)),
        owner=draw(MAYBE),
        method=draw(MAYBE),
        mandate=draw(MAYBE),
        exception=draw(MAYBE),
        decision=draw(st.sampled_from(["", *DECISIONS])),
        reason=draw(MAYBE),
        source=draw(SOURCE),
    )


@st.composite
def frameworks(draw: Any) -> FrameworkDraft:
    areas = []
    for a in range(draw(st.integers(0, 2))):
        indicators = tuple(
            IndicatorDraft(
                f"i{a}{n}-{draw(CODE)}"[:60],
                draw(PLAIN),
                draw(TEXT),
                draw(st.sampled_from(["up", "down"])),
                tuple(draw(definitions(version)) for version in range(1, draw(st.integers(2, 3)))),
                tuple(draw(targets(version)) for version in range(1, draw(st.integers(2, 3)))),
                draw(SOURCE),
            )
            for n in range(draw(st.integers(0, 2)))
        )
        expected = {
            party: draw(st.lists(TEXT, min_size=1, max_size=2)) for party in draw(st.sets(st.sampled_from(PARTIES)))
        }
        areas.append(GoalAreaDraft(f"a{a}", draw(TEXT), draw(TEXT), expected, indicators, draw(SOURCE)))
    years = tuple(sorted(draw(st.sets(YEARS, min_size=1, max_size=4))))
    return FrameworkDraft(draw(CODE), draw(TEXT), years, tuple(areas), draw(SOURCE))


def read(text: str) -> FrameworkDraft:
    context = Context(Path(), Path())
    context.known |= {"party": set(PARTIES), "decision": set(DECISIONS)}
    root, problems = read_yaml(text, "f.yaml")
    assert problems == []
    assert root is not None
    draft = framework_in(context, root, "f.yaml", "")
    assert context.problems == []
    assert draft is not None
    return draft


@given(frameworks())
def test_what_is_written_reads_to_the_same_and_is_written_the_same_way(draft: FrameworkDraft) -> None:
    text = framework_text(draft)
    again = read(text)
    assert again == draft
    assert framework_text(again) == text
    found, objections = additions(draft, again)
    assert found.are_none
    assert objections == []


@pytest.mark.parametrize("name", ["trd3-2022-2025"])
def test_a_file_by_hand_keeps_all_it_says(name: str) -> None:
    root = Path(__file__).resolve().parents[3] / "frameworks" / f"{name}.yaml"
    context = Context(Path(), Path())
    by_hand = root.read_text(encoding="utf-8")
    node, _ = read_yaml(by_hand, "f.yaml")
    assert node is not None
    context.known |= {"party": {"ntnu", "trondheim-kommune"}, "decision": set()}
    first = framework_in(context, node, "f.yaml", name)
    assert first is not None
    # Decisions stand in the data set; here none is known, and all else must be right.
    assert {problem.place.field for problem in context.problems} <= {"decision"}
    assert read(framework_text(first)) == first
