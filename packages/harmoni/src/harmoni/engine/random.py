"""The compiled form of `harmoni.draws.philox`; the same numbers, in some fifteen nanoseconds a pair."""

import numpy as np

from harmoni.draws import philox
from harmoni.engine.compiled import compiled

_M0, _M1 = np.uint64(philox.MULTIPLIER_0), np.uint64(philox.MULTIPLIER_1)
_W0, _W1 = np.uint64(philox.WEYL_0), np.uint64(philox.WEYL_1)
_MASK, _HALF, _DROP = np.uint64(philox.MASK), np.uint64(32), np.uint64(12)
_STEP = 2.0**-52
_ROUNDS = philox.ROUNDS


@compiled
def _rounds(
    c0: np.uint64, c1: np.uint64, c2: np.uint64, c3: np.uint64, k0: np.uint64, k1: np.uint64
) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    for _ in range(_ROUNDS):
        product_0, product_1 = _M0 * c0, _M1 * c2
        c0 = (product_1 >> _HALF) ^ c1 ^ k0
        c1 = product_1 & _MASK
        c2 = (product_0 >> _HALF) ^ c3 ^ k1
        c3 = product_0 & _MASK
        k0 = (k0 + _W0) & _MASK
        k1 = (k1 + _W1) & _MASK
    return c0, c1, c2, c3


@compiled
def block(c0: int, c1: int, c2: int, c3: int, k0: int, k1: int) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    """Four 32-bit words for one counter and key."""
    return _rounds(np.uint64(c0), np.uint64(c1), np.uint64(c2), np.uint64(c3), np.uint64(k0), np.uint64(k1))


@compiled
def words(c0: int, c1: int, c2: int, c3: int, k0: int, k1: int) -> tuple[int, int]:
    """The whole numbers below 2^52 that `pair` is made of."""
    w0, w1, w2, w3 = _rounds(np.uint64(c0), np.uint64(c1), np.uint64(c2), np.uint64(c3), np.uint64(k0), np.uint64(k1))
    first, second = ((w1 << _HALF) | w0) >> _DROP, ((w3 << _HALF) | w2) >> _DROP
    return np.int64(first), np.int64(second)  # type: ignore[return-value]


@compiled
def share(word: int) -> float:
    """A uniform number, never 0 and never 1."""
    return (np.float64(word) + 0.5) * _STEP


@compiled
def pair(c0: int, c1: int, c2: int, c3: int, k0: int, k1: int) -> tuple[float, float]:
    """Two uniform numbers, never 0 and never 1."""
    first, second = words(c0, c1, c2, c3, k0, k1)
    return share(first), share(second)
