"""Sums by place."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from kb.network.network import FloatArray


def sums(places: npt.NDArray[np.integer], values: npt.ArrayLike, n: int) -> FloatArray:
    """Add up the values that fall on each of the places 0 … n − 1."""
    return np.bincount(places, values, n).astype(np.float64, copy=False)
