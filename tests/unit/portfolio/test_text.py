"""Norwegian text as it is searched and sorted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.portfolio.rules.text import plain, query_stems, sort_key, splits, stem, stems, words


@given(st.text())
def test_plain_twice_changes_nothing_more(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(st.text())
def test_words_are_short_and_plain(text: str) -> None:
    for word in words(text):
        assert 0 < len(word) <= 40
        assert set(word) <= set("abcdefghijklmnopqrstuvwxyzæøå0123456789")


@given(st.text())
def test_a_sort_key_is_ascii_and_never_empty(text: str) -> None:
    key = sort_key(text)
    assert 0 < len(key) <= 120
    assert key.isascii()
    assert sort_key(text) == sort_key(text.upper()) or text.upper().lower() != text.lower()


def test_titles_sort_as_norwegian_does() -> None:
    titles = ["2024", "«Abc»", "abd", "Ål", "Ærlig", "Øl", "zebra", "école", "f", "--", "Äpple", "Aas"]
    assert sorted(titles, key=sort_key) == [
        "2024", "Aas", "«Abc»", "abd", "école", "f", "zebra", "Äpple", "Ærlig", "Øl", "Ål", "--",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("kommune", "kommunens"), ("kommune", "kommunene"), ("prosjekt", "prosjekter"), ("forskning", "forskningen"),
        ("Søknad", "SØKNADER"), ("sykehjem", "sykehjemmet"), ("idé", "ide"),
    ],
)  # fmt: skip
def test_inflections_share_a_stem_or_begin_with_it(one: str, other: str) -> None:
    (first,), (second,) = stems(one), stems(other)
    assert second.startswith(first)


def test_stop_words_are_left_out_unless_they_are_all_there_is() -> None:
    assert stems("det og en til") == []
    assert query_stems("det og det") == ["det", "og"]
    assert query_stems("søvn og barn") == ["søvn", "barn"]
    assert query_stems("?!") == []
    assert len(query_stems(" ".join(f"ord{n}" for n in range(30)))) == 8


def test_a_word_with_digits_is_its_own_stem() -> None:
    assert stem("fh3010") == "fh3010"
    assert stems("H2020-prosjektet") == ["h2020", "prosjekt"]


@pytest.mark.parametrize(
    ("compound", "pair"),
    [
        ("søvnbehandling", ("søvn", "behandling")),
        ("barnehagebarn", ("barnehag", "barn")),
        ("forskningssamarbeid", ("forskning", "samarbeid")),
        ("kommunehelse", ("kommun", "helse")),
    ],
)
def test_a_compound_splits_into_its_parts(compound: str, pair: tuple[str, str]) -> None:
    assert pair in list(splits(compound))


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzæøå", max_size=40))
def test_parts_are_real_parts(compound: str) -> None:
    found = list(splits(compound))
    assert all(compound.endswith(head) and len(head) >= 4 for _, head in found)
    assert len(found) <= 3 * len(compound)


@pytest.mark.parametrize(
    "forms",
    [
        "sykehjem sykehjemmet sykehjemmene",
        "helsesykepleier helsesykepleiere helsesykepleierne",
        "forsker forskere forskerne",
        "program programmet",
        "barnehage barnehagen barnehager",
        "kommune kommunen kommunens",
        "ph.d. Ph.D. phd",
    ],
)
def test_forms_of_one_word_have_one_stem(forms: str) -> None:
    assert len({tuple(stems(form)) for form in forms.split()}) == 1
