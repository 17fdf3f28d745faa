"""How functions are compiled: kept on disk, without the interpreter's lock, exact arithmetic."""

from collections.abc import Callable
from typing import TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

Function = TypeVar("Function", bound=Callable[..., object])

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def compiled(function: Function) -> Function:
    """Machine code on first use; later processes read it from disk."""
    return cast(Function, numba.njit(cache=True, nogil=True, fastmath=False)(function))


def inlined(function: Function) -> Function:
    """As `compiled`, and written out at each call: for the small steps of the inner loop."""
    return cast(Function, numba.njit(cache=True, nogil=True, fastmath=False, forceinline=True)(function))
