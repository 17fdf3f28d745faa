"""How much is there that nobody has registered? An estimate from two who registered independently of each other.

Of what the one found, the share that the other found too tells how much of everything the other finds (Chapman 1951's
form of Lincoln–Petersen). It holds as far as the two really work apart and as far as duplicates have been found; where
the same people tell both, too little is estimated. The interval is log-normal, so that it never falls below what is
known (Rexstad and Burnham 1991).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

# With fewer things found by both, the estimate says nothing.
FEWEST_SHARED = 5
_Z = 1.96


@dataclass(frozen=True)
class Estimate:
    """How many things there are in all, what is missing, and the 95 % interval of what is missing."""

    total: float
    missing: float
    missing_from: float
    missing_to: float


def estimate(first: int, second: int, both: int) -> Estimate | None:
    """From how many things the first found, the second found, and both found. None when too few were found by both.

    Raises ValueError when more were found by both than by one.
    """
    if both > min(first, second) or both < 0:
        raise ValueError((first, second, both))
    if both < FEWEST_SHARED:
        return None
    known = first + second - both
    total = (first + 1) * (second + 1) / (both + 1) - 1
    variance = (first + 1) * (second + 1) * (first - both) * (second - both) / ((both + 1) ** 2 * (both + 2))
    missing = max(0.0, total - known)
    if missing <= 0 or variance <= 0:
        return Estimate(total, missing, missing, missing)
    spread = math.exp(_Z * math.sqrt(math.log(1 + variance / missing**2)))
    return Estimate(total, missing, missing / spread, missing * spread)
