"""YAML in which every value knows its line."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from brobygger.intake.rules.problems import Fault
from brobygger.intake.rules.yaml_lines import DEPTH, Node, read_yaml

texts = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30)
values = st.recursive(
    st.one_of(st.none(), texts),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=4)),
    max_leaves=15,
)


def plain(node: Node | None) -> object:
    """A node without its lines."""
    if node is None or node.value is None or isinstance(node.value, str):
        return node.value if node else None
    if isinstance(node.value, list):
        return [plain(child) for child in node.value]
    return {key: plain(child) for key, child in node.value.items()}


def without_nothing(value: object) -> object:
    """What a reader makes of a value: an empty plain text is nothing."""
    if isinstance(value, list):
        return [without_nothing(each) for each in value]
    if isinstance(value, dict):
        return {key: without_nothing(each) for key, each in value.items()}
    return value


@given(values, st.booleans())
def test_what_is_written_is_read(value: object, flow: bool) -> None:
    text = yaml.safe_dump(value, allow_unicode=True, default_flow_style=flow, default_style='"' if value else None)
    node, problems = read_yaml(text, "x.yaml")
    assert problems == []
    # Written with quotation marks, «null» is a text.
    expected = {None: "null"}.get(value) if value is None and '"' in text else value  # type: ignore[call-overload]
    assert _with_null_texts(without_nothing(expected)) == _with_null_texts(plain(node))


def _with_null_texts(value: object) -> object:
    if isinstance(value, list):
        return [_with_null_texts(each) for each in value]
    if isinstance(value, dict):
        return {key: _with_null_texts(each) for key, each in value.items()}
    return None if value == "null" else value


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    node, problems = read_yaml(text, "x.yaml")
    assert node is not None or problems
    assert all(problem.place.file == "x.yaml" for problem in problems)


@given(st.text(alphabet="[]{}&*!:,-?#|> '\"ab\n", max_size=60))
def test_any_jumble_of_signs_is_read_or_refused(text: str) -> None:
    node, problems = read_yaml(text, "x.yaml")
    assert node is not None or problems


def test_scalars_stay_the_text_somebody_wrote() -> None:
    node, _ = read_yaml("[2024-10, NO, 1e3, 0x1F, yes, ~, '', 'null', null, 012, 2024-01-01, !!int 7]", "x.yaml")
    assert plain(node) == [
        "2024-10", "NO", "1e3", "0x1F", "yes", None, "", "null", None, "012", "2024-01-01", "7",
    ]  # fmt: skip


def test_a_field_stands_where_its_name_does() -> None:
    node, _ = read_yaml("a: 1\nb:\n\n  - c: |\n      x\n    d:\n      e: 2\n", "x.yaml")
    assert isinstance(node.value, dict)
    assert [node.value[key].line for key in "ab"] == [1, 2]
    (item,) = node.value["b"].value
    assert item.line == 4
    assert {key: child.line for key, child in item.value.items()} == {"c": 4, "d": 6}


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a: b: c", 1, "mapping values are not allowed in this context"),
        ("x: 1\n- y", 2, "did not find expected key"),
        ("--- a\n--- b\n", 2, "more than one document"),
        ("&a [*a]", 1, "contains itself"),
        ("a: &x {b: *x}", 1, "contains itself"),
        ("\n\n- *nobody", 3, "unknown anchor"),
        ("[" * (DEPTH + 2), 1, "nested too deeply"),
        ("{a: " * (DEPTH + 2), 1, "nested too deeply"),
        ("- " * (DEPTH + 2) + "x", 1, "nested too deeply"),
        ("a: &a [" + "x," * 500 + "]\nb: [" + "*a," * 30 + "]", 2, "too many repetitions by anchors"),
    ],
)
def test_what_cannot_be_read(text: str, line: int, what: str) -> None:
    node, (problem,) = read_yaml(text, "x.yaml")
    assert node is None
    assert (problem.fault, problem.place.line, problem.facts["what"]) == (Fault.NOT_YAML, line, what)


def test_anchors_stand_for_what_they_name() -> None:
    node, problems = read_yaml("a: &x {n: 1}\nb: *x\nc: [*x, *x]\n*x : d", "x.yaml")
    assert problems == []
    assert plain(node) == {"a": {"n": "1"}, "b": {"n": "1"}, "c": [{"n": "1"}] * 2, "?": "d"}


def test_the_deepest_that_is_allowed() -> None:
    node, problems = read_yaml("[" * DEPTH + "x" + "]" * DEPTH, "x.yaml")
    assert (node is not None, problems) == (True, [])


def test_a_field_told_twice_and_a_text_of_nothing() -> None:
    _, (problem,) = read_yaml("a: 1\nb: 2\na: 3", "x.yaml")
    assert (problem.fault, problem.place.line, problem.place.field) == (Fault.FIELD_TWICE, 3, "a")
    for text in ("", "# bare en merknad\n", "\n\n"):
        assert read_yaml(text, "x.yaml") == (None, read_yaml("", "x.yaml")[1])
        assert read_yaml(text, "x.yaml")[1][0].fault is Fault.FILE_EMPTY
