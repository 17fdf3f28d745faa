"""The generator gives the answers its authors published, compiled and readable alike."""

import numpy as np
import pytest

from harmoni.draws import philox
from harmoni.engine import random as compiled

# "kat_vectors" of the authors' Random123 library, philox4x32 with 10 rounds: counter, key, answer.
PUBLISHED = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize(("counter", "key", "answer"), PUBLISHED)
def test_readable_generator_gives_the_published_answers(counter, key, answer):
    assert philox.block(counter, key) == answer


@pytest.mark.parametrize(("counter", "key", "answer"), PUBLISHED)
def test_compiled_generator_gives_the_published_answers(counter, key, answer):
    assert tuple(int(word) for word in compiled.block(*counter, *key)) == answer


def test_both_generators_give_the_same_uniform_numbers():
    for number in range(200):
        counter = (number, 7 * number, number % 5, number % 3)
        assert compiled.pair(*counter, 2026, number) == philox.pair(counter, (2026, number))


def test_uniform_numbers_are_never_0_or_1():
    assert (0 + 0.5) * 2.0**-52 > 0
    assert (2**52 - 1 + 0.5) * 2.0**-52 < 1


def test_uniform_numbers_are_even_and_their_pairs_unrelated():
    draws = np.array([compiled.pair(n, 1, 0, 0, 1, 0) for n in range(20_000)])
    assert abs(draws.mean() - 0.5) < 4 * np.sqrt(1 / 12 / draws.size)
    assert abs(np.corrcoef(draws.T)[0, 1]) < 4 / np.sqrt(len(draws))
    assert abs(np.corrcoef(draws[1:, 0], draws[:-1, 0])[0, 1]) < 4 / np.sqrt(len(draws))
