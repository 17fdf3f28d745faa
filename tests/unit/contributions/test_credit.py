"""From what the parties say to a layer: every case of the table, and what holds for all of them."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.fixtures.strategies import answers

from brobygger.contributions.rules.agreement import agreement
from brobygger.contributions.rules.credit import (
    BAND,
    Answer,
    Credit,
    Did,
    Layer,
    Otherwise,
    Said,
    layer_of,
    newest,
    standing_of,
)

START = datetime(2026, 1, 1, tzinfo=UTC)
ALL = [Answer(did, otherwise) for did, otherwise in product(Did, Otherwise)]
I, E, S, R = Did.INITIATED, Did.ENABLED, Did.STRENGTHENED, Did.REGISTERED_ONLY  # noqa: E741
N, L, SAME, U = Otherwise.NOTHING, Otherwise.LATER_OR_SMALLER, Otherwise.SAME, Otherwise.UNKNOWN


@pytest.mark.parametrize(
    ("said", "layer"),
    [
        ([], Layer.UNKNOWN),
        ([(I, N), (E, N)], Layer.STRICT),
        ([(I, N)], Layer.DECISIVE),  # the other party has not answered
        ([(I, N), (E, L)], Layer.DECISIVE),
        ([(I, N), (S, N)], Layer.CONTRIBUTED),
        ([(S, L)], Layer.CONTRIBUTED),
        ([(I, N), (I, U)], Layer.CONTRIBUTED),  # somebody knows
        ([(I, U)], Layer.UNKNOWN),
        ([(I, U), (S, U)], Layer.UNKNOWN),
        ([(I, N), (I, SAME)], Layer.REGISTERED),  # the weaker statement decides
        ([(I, N), (R, N)], Layer.REGISTERED),
        ([(R, U)], Layer.REGISTERED),
        ([(I, U), (R, U)], Layer.REGISTERED),
    ],
)
def test_the_table(said: list[tuple[Did, Otherwise]], layer: Layer) -> None:
    assert layer_of([Answer(*each) for each in said], of=2) is layer


def test_a_weaker_answer_never_gives_more_credit() -> None:
    did, otherwise = [I, E, S, R], [N, L, SAME]
    place = {
        layer: number
        for number, layer in enumerate([Layer.STRICT, Layer.DECISIVE, Layer.CONTRIBUTED, Layer.REGISTERED])
    }
    for one, other in product(ALL, ALL):
        if U in (one.otherwise, other.otherwise):
            continue
        now = place[layer_of([one, other], of=2)]
        for weaker in did[did.index(one.did) :]:
            assert place[layer_of([Answer(weaker, one.otherwise), other], of=2)] >= now
        for weaker in otherwise[otherwise.index(one.otherwise) :]:
            assert place[layer_of([Answer(one.did, weaker), other], of=2)] >= now


def test_each_credit_holds_the_one_before_and_unknown_stands_apart() -> None:
    for narrow, wide in zip(BAND, BAND[1:], strict=False):
        assert narrow.layers < wide.layers
    assert Credit.BROAD.layers == Credit.CONTRIBUTED.layers | Credit.REGISTERED.layers | Credit.UNKNOWN.layers
    assert not Credit.UNKNOWN.layers & Credit.CONTRIBUTED.layers


_claims = st.lists(
    st.builds(
        Said,
        party=st.integers(1, 3),
        what=answers(),
        at=st.integers(0, 3).map(lambda days: START + timedelta(days)),
        number=st.integers(1, 10_000),
    ),
    unique_by=lambda claim: claim.number,
    max_size=8,
)


@given(_claims, st.randoms(use_true_random=False))
def test_the_order_of_claims_never_matters(claims: list[Said[Answer]], chance: random.Random) -> None:
    shuffled = list(claims)
    chance.shuffle(shuffled)
    assert newest(claims) == newest(shuffled)
    assert standing_of(newest(claims), [1, 2]) == standing_of(newest(shuffled), [2, 1])


@given(_claims)
def test_the_newest_of_each_party_holds_and_strangers_count_for_nothing(claims: list[Said[Answer]]) -> None:
    held = newest(claims)
    standing = standing_of(held, [1, 2])
    assert standing == standing_of({party: what for party, what in held.items() if party != 3}, [1, 2])
    assert standing.answered == len({claim.party for claim in claims} & {1, 2})
    assert not standing.differs or standing.answered == 2
    if standing.layer is Layer.STRICT:
        assert standing.answered == 2


@given(st.lists(st.tuples(answers(), answers(), st.integers(1, 9))))
def test_agreement_adds_up(pairs: list[tuple[Answer, Answer, int]]) -> None:
    found = agreement(pairs, activities=1_000, by_one=5)
    assert found.by_both == sum(count for *_, count in pairs)
    assert found.same <= min(found.same_did, found.same_otherwise)
    assert sum(found.did.values()) == sum(found.otherwise.values()) == found.by_both
    assert agreement(reversed(pairs), activities=1_000, by_one=5) == found
