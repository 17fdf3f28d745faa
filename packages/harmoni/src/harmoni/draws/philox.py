"""Philox4x32-10, a counter-based generator (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", 2011).

A draw is a function of its name, not of what was drawn before it. The key is (seed, replication), the counter says
(patient number, stream, step, purpose): a patient has the same luck in every scenario, whatever happens to others.
This is the readable form; `harmoni.engine.random` holds the compiled one, and both meet the published answers.
"""

MULTIPLIER_0 = 0xD2511F53
MULTIPLIER_1 = 0xCD9E8D57
WEYL_0 = 0x9E3779B9
WEYL_1 = 0xBB67AE85
ROUNDS = 10
MASK = 0xFFFFFFFF

# What a pair of draws is for: the fourth word of the counter, beside the layer of the arrival stream.
STAY_AND_ROUTE = 0
SUBSTITUTION = 1
NOTICE_AND_ANSWER = 2
ARRIVAL = 3
PURPOSE_BITS = 8

Words = tuple[int, int, int, int]


def block(counter: Words, key: tuple[int, int]) -> Words:
    """Four 32-bit words for one counter and key."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(ROUNDS):
        product_0, product_1 = MULTIPLIER_0 * c0, MULTIPLIER_1 * c2
        c0, c1, c2, c3 = (product_1 >> 32) ^ c1 ^ k0, product_1 & MASK, (product_0 >> 32) ^ c3 ^ k1, product_0 & MASK
        k0, k1 = (k0 + WEYL_0) & MASK, (k1 + WEYL_1) & MASK
    return c0, c1, c2, c3


def pair(counter: Words, key: tuple[int, int]) -> tuple[float, float]:
    """Two uniform numbers, never 0 and never 1, each from 52 of the block's bits."""
    w0, w1, w2, w3 = block(counter, key)
    first, second = (w1 << 32 | w0) >> 12, (w3 << 32 | w2) >> 12
    return (first + 0.5) * 2.0**-52, (second + 0.5) * 2.0**-52
