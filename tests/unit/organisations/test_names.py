"""One organisation, many spellings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.organisations.rules.names import (
    NameBook,
    NameShared,
    NameUnknown,
    Party,
    fold,
    looks_like_abbreviation,
)

HIF, KOMMUNE = Party(1), Party(2)
HIF_ISS, KOMMUNE_ISS, HIF_OTHER_ISS = Party(1, 10), Party(2, 20), Party(1, 11)


def book(*names: tuple[str, Party]) -> NameBook:
    """A name book with these names."""
    made = NameBook()
    for name, party in names:
        made.add(name, party)
    return made


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet=st.characters(categories=["L", "M", "Zs", "Pd"])))
def test_folding_foreign_letters_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fjordby Kommune", "  fjordby   kommune "),
        ("Høyskolen – avdeling A", "høyskolen-avdeling a"),
        ("Café", "CAFE"),
        ("A\u030angstro\u0308m", "Ångström"),
        ("SØR-ØST", "sør—øst"),
        ("Straße", "STRASSE"),
    ],
)
def test_the_same_name(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("Ås", "As"), ("Ør", "Or"), ("Ære", "Are"), ("가", "각"), ("A-B", "AB")])
def test_different_names(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text().filter(fold), st.integers(1, 9))
def test_a_name_leads_to_its_party(name: str, organisation: int) -> None:
    assert book((name, Party(organisation))).find(f"  {name} ") == Party(organisation)


@given(st.text())
def test_an_unknown_name_is_unknown(name: str) -> None:
    with pytest.raises(NameUnknown):
        NameBook().find(name)


def test_a_name_two_share_must_say_which() -> None:
    names = book(("HIF", HIF), ("FK", KOMMUNE), ("ISS", HIF_ISS), ("ISS", KOMMUNE_ISS))
    with pytest.raises(NameShared) as refused:
        names.find("iss")
    assert refused.value.candidates == ["FK / iss", "HIF / iss"]
    assert {names.find(candidate) for candidate in refused.value.candidates} == {HIF_ISS, KOMMUNE_ISS}
    assert names.shared() == {"iss": [HIF_ISS, KOMMUNE_ISS]}


def test_every_way_to_say_which_leads_to_one_party() -> None:
    names = book(
        ("hif", HIF), ("fk", KOMMUNE), ("a", HIF_ISS), ("b", HIF_OTHER_ISS), ("c", KOMMUNE_ISS),
        ("X", HIF), ("X", HIF_ISS), ("X", HIF_OTHER_ISS), ("X", KOMMUNE_ISS), ("X", KOMMUNE),
    )  # fmt: skip
    with pytest.raises(NameShared) as refused:
        names.find("X")
    assert {names.find(candidate) for candidate in refused.value.candidates} == {
        HIF, KOMMUNE, HIF_ISS, HIF_OTHER_ISS, KOMMUNE_ISS,
    }  # fmt: skip


def test_an_organisation_without_a_name_of_its_own_is_told_by_its_unit() -> None:
    names = book(("a", HIF_ISS), ("c", KOMMUNE_ISS), ("X", HIF_ISS), ("X", KOMMUNE_ISS))
    with pytest.raises(NameShared) as refused:
        names.find("X")
    assert refused.value.candidates == ["a", "c"]


def test_a_name_that_holds_the_slash() -> None:
    names = book(("Nord / Sør", HIF), ("Øst / Vest", HIF_ISS), ("Øst / Vest", KOMMUNE_ISS), ("FK", KOMMUNE))
    assert names.find("nord / sør") == HIF
    assert names.find("Nord / Sør / Øst / Vest") == HIF_ISS
    with pytest.raises(NameUnknown):
        names.find("Sør / Øst / Vest")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("NTNU", True), ("4F", True), ("ØÆÅ", True), ("Ø", False), ("Ntnu", False), ("ABCDEFGHI", False)],
)
def test_what_looks_like_an_abbreviation(text: str, expected: bool) -> None:
    assert looks_like_abbreviation(text) is expected
