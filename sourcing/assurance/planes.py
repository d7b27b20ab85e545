"""Numbers in every cell of a block at once, as bit planes: plane n holds bit n of each number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

Planes: TypeAlias = Sequence[int]


def totals(summands: Iterable[tuple[int, int]]) -> Planes:
    """Return the sum, in every cell, of the numbers whose regions hold it.

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


def highest(numbers: Sequence[Planes], among: Sequence[int]) -> list[int]:
    """Return, for each of some numbers, where it is the highest or as high as the highest.

    Only the cells in its own region of `among` count for a number.
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
