"""Numbers in many states at once, as bit planes: plane n holds bit n of each state's number.

A state is one bit of every region and plane, so that sums and comparisons over all states are a
few operations on integers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

Planes: TypeAlias = Sequence[int]


def totals(summands: Iterable[tuple[int, int]]) -> Planes:
    """Return the sum, in every state, of the numbers whose regions hold it.

    `summands` are regions, each with a number that is not negative. Three regions of a column
    become one there and one in the next, as in a full adder, so that no carry runs twice.
    """
    columns: list[list[int]] = []
    for region, number in summands:
        while len(columns) < number.bit_length():
            columns.append([])
        for place in range(number.bit_length()):
            if number >> place & 1:
                columns[place].append(region)
    planes: list[int] = []
    carried: list[int] = []
    while carried or len(planes) < len(columns):
        column = carried + (columns[len(planes)] if len(planes) < len(columns) else [])
        carried = []
        while len(column) > 2:  # noqa: PLR2004 - three in, two out
            one, other, third = column.pop(), column.pop(), column.pop()
            odd = one ^ other
            carried.append(one & other | odd & third)
            column.append(odd ^ third)
        if len(column) == 2:  # noqa: PLR2004 - as above
            one, other = column.pop(), column.pop()
            carried.append(one & other)
            column.append(one ^ other)
        planes.append(column[0] if column else 0)
        carried = [region for region in carried if region]
    return planes


def scores(
    acting: Iterable[tuple[Sequence[int], int]], upon: Mapping[int, Planes], valid: int
) -> dict[int, Planes]:
    """Return the scores of some channels in every valid state, above one level common to them.

    `acting` gives the points of rules, one number for each channel, and the region in which each
    rule acts; what they come to is added to what the channels have in `upon`.
    """
    summands = {
        channel: [(plane, 1 << n) for n, plane in enumerate(planes)]
        for channel, planes in upon.items()
    }
    floors = dict.fromkeys(summands, 0)
    for points, region in acting:
        if not region:
            continue
        for channel, given in summands.items():
            more = points[channel]
            if region == valid:
                floors[channel] += more
            elif more > 0:
                given.append((region, more))
            elif more < 0:
                # Points taken where the rule acts are points given where it does not.
                given.append((valid ^ region, -more))
                floors[channel] += more
    lowest = min(floors.values(), default=0)
    return {i: totals([*given, (valid, floors[i] - lowest)]) for i, given in summands.items()}


def highest(numbers: Sequence[Planes], among: Sequence[int]) -> list[int]:
    """Return, for each of some numbers, where it is the highest or as high as the highest.

    Only the states in its own region of `among` count for a number.
    """
    leading = list(among)
    for place in reversed(range(max(map(len, numbers), default=0))):
        having = [
            region & planes[place] if place < len(planes) else 0
            for region, planes in zip(leading, numbers, strict=True)
        ]
        ahead = 0
        for region in having:
            ahead |= region
        if ahead:
            leading = [
                region ^ ((region ^ has) & ahead)
                for region, has in zip(leading, having, strict=True)
            ]
    return leading


def least(planes: Planes, region: int) -> int:
    """Return where in a region, which must not be empty, the number is least."""
    for plane in reversed(planes):
        region = region & ~plane or region
    return region
