"""Reading fields: every mistake becomes a problem with its line, and reading goes on."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.intake.presenters import problem_line, problem_sentence
from brobygger.intake.rules.problems import Fault, Place, Problem
from brobygger.intake.rules.reader import Fields
from brobygger.intake.rules.yaml_lines import Node, read_yaml


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


NAMES = ("a", "b", "id")


def fields(text: str) -> Fields:
    """The fields of a YAML text; `problems` are empty at first."""
    node, problems = read_yaml(text, "x.yaml")
    assert node is not None
    return Fields(node, "x.yaml", problems, allowed=NAMES)


def faults(of: Fields) -> list[tuple[int, str, str]]:
    """What was noted: line, field, fault."""
    return [(p.place.line, p.place.field, p.fault.value) for p in of.problems]


@pytest.mark.parametrize("text", ["- a", "tekst", "~"])
def test_something_else_than_fields(text: str) -> None:
    of = fields(text)
    assert of.text("a") == ""
    assert (1, "", "wrong_type") in faults(of)


def test_an_unknown_field_is_named_with_what_is_allowed() -> None:
    of = fields("a: 1\nz: 2")
    assert faults(of) == [(2, "z", "field_unknown")]
    assert of.problems[0].facts == {"allowed": "a, b, id"}


@pytest.mark.parametrize(
    ("text", "value", "found"),
    [
        ("a: ' x '", "x", []),
        ("b: 1", "", [(1, "a", "field_missing")]),
        ("a: ''", "", [(1, "a", "field_missing")]),
        ("a: '  '", "", [(1, "a", "field_missing")]),
        ("a: ~", "", [(1, "a", "field_missing")]),
        ("a: [x]", "", [(1, "a", "wrong_type")]),
        ("a: {x: y}", "", [(1, "a", "wrong_type")]),
        ("a: 12345678901", "1234567890", [(1, "a", "too_long")]),
        ('a: "x\\0y"', "", [(1, "a", "wrong_type")]),
    ],
)
def test_text(text: str, value: str, found: list[tuple[int, str, str]]) -> None:
    of = fields(text)
    assert of.text("a", required=True, at_most=10) == value
    assert faults(of) == found


@pytest.mark.parametrize(
    ("text", "value", "fault"),
    [
        ("12", Decimal(12), None), ("-3.5", Decimal("-3.5"), None), ("'1 234,5'", Decimal("1234.5"), None),
        ("999999999999.99", Decimal("999999999999.99"), None), ("1e3", Decimal(1000), None), ("''", None, None),
        ("1000000000000", None, "not_a_number"), ("inf", None, "not_a_number"), ("nan", None, "not_a_number"),
        ("to", None, "not_a_number"), ("1.2.3", None, "not_a_number"), ("'１２'", Decimal(12), None), ("1e99999", None, "not_a_number"),
    ],
)  # fmt: skip
def test_numbers(text: str, value: Decimal | None, fault: str | None) -> None:
    of = fields(f"a: {text}")
    assert of.number("a") == value
    assert faults(of) == ([(1, "a", fault)] if fault else [])


def test_negative_numbers_where_there_are_none() -> None:
    of = fields("a: -1")
    assert of.number("a", not_negative=True) is None
    assert faults(of) == [(1, "a", "negative")]


def test_choices() -> None:
    of = fields("a: red\nb: [blue, red, blue, grønn]")
    assert of.choice("a", Colour) is Colour.RED
    assert of.choices("b", Colour) == (Colour.BLUE, Colour.RED)
    assert of.choice("id", Colour, default=Colour.BLUE) is Colour.BLUE
    assert faults(of) == [(2, "b", "not_allowed")]
    assert of.choice("id", Colour) is None
    assert fields("a: grønn").choice("a", Colour, default=Colour.RED) is Colour.RED


@pytest.mark.parametrize(("text", "value"), [("true", True), ("FALSE", False), ("''", False), ("kanskje", False)])
def test_flags(text: str, value: bool) -> None:
    assert fields(f"a: {text}").flag("a") is value


def test_lists() -> None:
    of = fields("a: [x, ' x ', y, [z], '', \"\\0\"]\nb: x")
    assert of.texts("a") == ("x", "y")
    assert of.items("b") == []
    assert list(of.each("id", NAMES)) == []
    assert faults(of) == [(1, "a", "wrong_type")] * 3 + [(2, "b", "wrong_type")]


def test_fields_inside_fields() -> None:
    of = fields("a: {b: 1, z: 2}\nb: x")
    inside = of.inside("a", NAMES)
    assert inside is not None
    assert inside.text("b") == "1"
    assert of.inside("id", NAMES) is None
    assert of.mapping("b") == {}
    assert of.mapping("id") == {}
    assert list(of.mapping("a")) == ["b", "z"]
    assert [fault[1:] for fault in faults(of)] == [("z", "field_unknown"), ("b", "wrong_type")]


def test_texts_in_three_languages() -> None:
    of = fields("a: {nb: ei, nn: ein, en: ''}\nb: likt")
    assert of.translated("b") == {"nb": "likt", "nn": "likt", "en": "likt"}
    assert of.translated("a") == {"nb": "ei", "nn": "ein", "en": ""}
    assert of.translated("id") is None
    assert of.translated("id", required=True) is None
    assert faults(of) == [(1, "a", "language_missing"), (1, "id", "field_missing")]


def test_dates_and_years() -> None:
    of = fields('a: "2024-23"\nb: unknown')
    assert (of.date("a"), of.year("a"), of.date("b"), of.year("id")) == ("2024-23", 2024, "unknown", None)
    assert faults(of) == []
    assert of.year("b") is None
    assert faults(of) == [(2, "b", "not_a_date")]
    assert fields("a: i fjor").date("a") == ""
    assert faults(fields("b: 1")) == []
    of.earlier_than("2024", "2023-12", "b")
    of.earlier_than("2024-06", "2024", "b")
    of.earlier_than("", "2024", "b")
    assert faults(of)[1:] == [(2, "b", "end_before_start")]


@given(st.text(max_size=100))
def test_an_id_is_plain_or_refused(text: str) -> None:
    of = Fields(Node({"id": Node(text, 1)}, 1), "x.yaml", [], allowed=NAMES)
    slug = of.slug()
    assert len(slug) <= 80
    assert of.problems or (slug.isascii() and slug == slug.lower() and " " not in slug)


@pytest.mark.parametrize("fault", list(Fault))
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_fault_has_a_sentence(fault: Fault, language: str) -> None:
    from django.utils.translation import override

    with override(language):
        sentence = problem_sentence(Problem(Place("x"), fault))
    assert len(sentence) > 10
    assert "%(" not in sentence


def test_a_problem_is_told_with_its_place() -> None:
    problem = Problem(Place("a.yaml", 3, "kind"), Fault.NOT_ALLOWED, {"value": "100 %", "allowed": "x"})
    assert problem_line(problem) == "a.yaml, linje 3, felt «kind»: «100 %» kan ikke brukes her. Velg en av: x."
    assert problem_line(Problem(Place("a.yaml"), Fault.FILE_EMPTY)).startswith("a.yaml: ")
