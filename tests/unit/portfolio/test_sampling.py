"""Samples: the same word gives the same, and departments differ by at most one where they can."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from brobygger.portfolio.rules.sampling import draw

DEPARTMENTS = st.lists(st.sampled_from("abcdef"), max_size=3, unique=True)
CANDIDATES = st.dictionaries(st.text("klmnop", min_size=1, max_size=6), DEPARTMENTS, max_size=60)
SIZES = st.integers(1, 40)
SEEDS = st.text(min_size=1, max_size=8)


@given(CANDIDATES, SIZES, SEEDS, st.randoms(use_true_random=False))
def test_the_same_word_gives_the_same_sample_in_whatever_order_things_are_read(
    candidates: dict[str, list[str]], size: int, seed: str, dice: object
) -> None:
    pairs = list(candidates.items())
    again = [(slug, list(reversed(of))) for slug, of in pairs]
    dice.shuffle(again)  # type: ignore[attr-defined]
    first = draw(pairs, size=size, seed=seed)
    assert draw(again, size=size, seed=seed) == first
    assert len(first.drawn) == len({each.slug for each in first.drawn}) == min(size, len(pairs))
    assert first.among == len(pairs)
    assert all(each.department in candidates[each.slug] or not candidates[each.slug] for each in first.drawn)


@given(CANDIDATES, SIZES, SEEDS)
def test_departments_differ_by_at_most_one_unless_they_have_no_more(
    candidates: dict[str, list[str]], size: int, seed: str
) -> None:
    everything = draw(candidates.items(), size=max(1, len(candidates)), seed=seed)
    have = Counter(each.department for each in everything.drawn)
    drawn = Counter(each.department for each in draw(candidates.items(), size=size, seed=seed).drawn)
    most = max(drawn.values(), default=0)
    for department, there in have.items():
        assert drawn[department] >= min(there, most - 1)


def test_another_word_gives_another_sample() -> None:
    candidates = [(f"a{number}", ["x"]) for number in range(1000)]
    one, other = draw(candidates, size=12, seed="bro"), draw(candidates, size=12, seed="fjord")
    assert one.checksum != other.checksum
    assert one.checksum == "" or len(one.checksum) == 8


def test_a_sample_stays_the_same_from_one_version_of_the_product_to_the_next() -> None:
    candidates = [(f"a{number}", ["xyz"[number % 3]]) for number in range(30)]
    assert draw(candidates, size=6, seed="bro").checksum == "f3ea2e04"
