"""The kinds of arrays: the engine's own, and short numbers for the many series that are kept."""

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Series = NDArray[np.float32]
Counts = NDArray[np.int32]
