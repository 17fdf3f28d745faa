"""Which known names are like a name somebody has written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from brobygger.organisations.rules.likeness import most_alike
from brobygger.organisations.rules.names import Party, fold

KNOWN = {
    fold(name): Party(number)
    for number, name in enumerate(
        (
            "SINTEF Digital",
            "SINTEF",
            "Institutt for samfunnsmedisin og sykepleie",
            "Institutt for psykologi",
            "Helse og velferd",
            "Oppvekst og utdanning",
            "Sør-Trøndelag fylkeskommune",
            "Trøndelag fylkeskommune",
        )
    )
}


def best(name: str) -> str:
    found = most_alike(name, KNOWN)
    return found[0][1] if found else ""


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("Sintef digtal", "sintef digital"),
        ("Inst. for samfunnsmedisin og sykepleie", "institutt for samfunnsmedisin og sykepleie"),
        ("Trøndelag fylke", "trøndelag fylkeskommune"),
        ("helse & velferd", "helse og velferd"),
        ("Sintef AS", "sintef"),
    ],
)
def test_a_slip_or_a_word_more_is_alike(written: str, means: str) -> None:
    assert best(written) == means


@pytest.mark.parametrize("written", ["Nidaros domkirkes restaureringsarbeider", "Kystverket", "", "æ"])
def test_what_nobody_is_called_is_like_nobody(written: str) -> None:
    assert best(written) == ""


@given(st.text(max_size=60))
def test_no_more_than_three_and_each_once(text: str) -> None:
    parties = [party for party, _ in most_alike(text, KNOWN)]
    assert len(parties) <= 3
    assert len(set(parties)) == len(parties)


@given(st.sampled_from(sorted(KNOWN)))
def test_a_name_is_most_like_itself(name: str) -> None:
    assert most_alike(name.upper(), KNOWN)[0] == (KNOWN[name], name)
