"""Seeded draws: the same on every machine, for every unknown its own stream.

Uniform figures are the upper 53 bits of what NumPy's PCG64 puts out raw. The stream of a bit
generator stays the same from one NumPy to the next, which its distributions do not promise; the
triangle is therefore formed here, by inverse transform in float64. An unknown's seed is the SHA-256
of its name, so that no other unknown, lot or channel moves its draws.

Pure Python (`random.random`) takes about eight times as long only to draw what is drawn and reckoned
here, and misses the time allowed: see `tests/benchmarks/bench_cost.py`.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from typing import TypeAlias

import numpy as np
from numpy.random import PCG64
from numpy.typing import NDArray

Draws: TypeAlias = NDArray[np.float64]

WORLDS = 10_000
UNKNOWNS_KEPT = 512

_BITS_DROPPED, _STEP = 11, 2.0**-53


@lru_cache(maxsize=UNKNOWNS_KEPT)
def uniform(unknown: str) -> Draws:
    """Return one figure from 0 to below 1 for each world; the array is kept and cannot be written."""
    seed = int.from_bytes(sha256(unknown.encode()).digest())
    raw = np.asarray(PCG64(seed).random_raw(WORLDS))
    draws = (raw >> np.uint64(_BITS_DROPPED)).astype(np.float64) * _STEP
    draws.flags.writeable = False
    return draws


def triangular(uniform: Draws, low: float, likely: float, high: float) -> Draws:
    """Return draws of a triangle by inverse transform; none lies outside of its ends.

    The curve that rises from `low` and the one that falls from `high` touch at `likely`, so that
    cutting both there and adding them takes each on its own side without asking for the side.
    """
    width = high - low
    rising = low + np.sqrt(uniform * (width * (likely - low)))
    falling = high - np.sqrt((1.0 - uniform) * (width * (high - likely)))
    drawn = np.clip(rising, low, likely) + (np.clip(falling, likely, high) - likely)
    return np.clip(drawn, low, high)
