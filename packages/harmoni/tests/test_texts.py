"""What plots and reports say: the same in every language, and numbers as each writes them."""

import string

import pytest

from harmoni.texts import LANGUAGES, texts


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_language_has_every_text_with_the_same_fields():
    first, *others = (texts(language).entries for language in LANGUAGES)
    for other in others:
        assert set(other) == set(first)
        assert {name: fields(text) for name, text in other.items()} == {n: fields(t) for n, t in first.items()}
    assert all(text for language in LANGUAGES for text in texts(language).entries.values())


def test_an_unknown_language_is_refused():
    with pytest.raises(KeyError):
        texts("la")


@pytest.mark.parametrize(
    ("value", "norwegian", "english"),
    [
        (1234567.8, "1\u202f234\u202f568", "1\u202f234\u202f568"),
        (-12.34, "−12,3", "−12.3"),
        (0.123, "0,12", "0.12"),
        (-0.001, "−0,001", "−0.001"),
        (-0.0001, "0,000", "0.000"),
        (0.0, "0", "0"),
    ],
)
def test_numbers(value, norwegian, english):
    assert texts("nb").number(value) == norwegian
    assert texts("en").number(value) == english


def test_lists_shares_and_intervals():
    say = texts("nb")
    assert say.listed(["a"]) == "a"
    assert say.listed(["a", "b", "c"]) == "a, b og c"
    assert say.share(0.5) == "50\u202f%"
    assert say.interval(-1.0, 2.0) == "−1,00 til 2,00"
    assert say.interval(float("-inf"), 2.0) == "ukjent"
