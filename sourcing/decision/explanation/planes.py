"""Sums over many states at once: bit n of a plane belongs to state n.

A sum is a list of planes, the lowest first, so that adding to a whole region and comparing two
sums everywhere are a few operations on integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

Planes: TypeAlias = list[int]


def add(planes: Planes, region: int, points: int) -> None:
    """Add points, 0 or more, to every state of a region."""
    for place in range(points.bit_length()):
        if points >> place & 1:
            carry, at = region, place
            while carry:
                while len(planes) <= at:
                    planes.append(0)
                planes[at], carry = planes[at] ^ carry, planes[at] & carry
                at += 1


def least(planes: Sequence[int], region: int) -> int:
    """Return where in a region, which must not be empty, the sum is least."""
    for plane in reversed(planes):
        region = region & ~plane or region
    return region
