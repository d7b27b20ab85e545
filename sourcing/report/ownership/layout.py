"""Where organisations stand in a picture: owners to the left of what they own, groups apart.

networkx finds the groups, the circles and the layers; the order within a layer and the heights
follow the neighbours, as is usual for drawings in layers. All sizes are in pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import networkx as nx

GAP_DOWN = 14
BEND_HEIGHT = 10
PORT_STEP = 20
SWEEPS = 12

Point: TypeAlias = tuple[int, int]
Bend: TypeAlias = tuple[int, int]
Node: TypeAlias = "str | Bend"


@dataclass(frozen=True, slots=True)
class Box:
    """The size of an organisation's box."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Edge:
    """A line to be drawn; `room` is the width that its label needs between two columns."""

    parent: str
    child: str
    room: int


@dataclass(frozen=True, slots=True)
class Block:
    """A laid out group: each box's upper left corner, each edge's points, and the size of it all.

    `lines` are by the edge's place in what was given; a line runs from the owner to the owned and
    has two points for every column that it crosses.
    """

    corners: Mapping[str, Point]
    lines: Mapping[int, tuple[Point, ...]]
    width: int
    height: int


def blocks_of(boxes: Mapping[str, Box], edges: Sequence[Edge]) -> list[Block]:
    """Return the groups that hang together, each laid out, the largest first."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(boxes)
    graph.add_edges_from((edge.parent, edge.child) for edge in edges)
    groups = [set(group) for group in nx.connected_components(graph)]
    groups.sort(key=lambda group: (-len(group), min(group)))
    return [
        _Layout(
            {name: box for name, box in boxes.items() if name in group},
            {n: edge for n, edge in enumerate(edges) if edge.parent in group},
        ).block()
        for group in groups
    ]


class _Layout:
    """One group on its way to a block; each step needs those before it."""

    def __init__(self, boxes: Mapping[str, Box], edges: Mapping[int, Edge]) -> None:
        self.boxes = boxes
        self.edges = edges
        layers = _layers(boxes, edges.values())
        self.chains = {n: _chain(n, edge, layers) for n, edge in edges.items()}
        bends = {node: node[1] for chain in self.chains.values() for node in chain[1:-1]}
        self.layer: dict[Node, int] = {**layers, **bends}  # type: ignore[dict-item]
        self.left: dict[Node, list[Node]] = {node: [] for node in self.layer}
        self.right: dict[Node, list[Node]] = {node: [] for node in self.layer}
        for chain in self.chains.values():
            for here, there in pairwise(chain):
                self.right[here].append(there)
                self.left[there].append(here)
        self.columns = self._ordered()
        self.middle = self._heights()
        self.sides = self._sides()

    def block(self) -> Block:
        """Return the group with its upper left corner at the origin."""
        corners = {
            name: (
                self.sides[self.layer[name]][0],
                round(self.middle[name] - box.height / 2),
            )
            for name, box in self.boxes.items()
        }
        return Block(
            corners=corners,
            lines={n: self._line(n) for n in self.edges},
            width=max(corners[name][0] + box.width for name, box in self.boxes.items()),
            height=max(round(y + self._height(node) / 2) for node, y in self.middle.items()),
        )

    def _ordered(self) -> list[list[Node]]:
        """Return the columns from left to right, each in an order in which few lines cross."""
        columns: list[list[Node]] = [[] for _ in range(max(self.layer.values()) + 1)]
        for node in sorted(self.layer, key=str):
            columns[self.layer[node]].append(node)
        best, fewest = columns, self._crossings(columns)
        for sweep in range(SWEEPS):
            columns = [list(column) for column in columns]
            self._sweep(columns, rightwards=sweep % 2 == 0)
            crossings = self._crossings(columns)
            if crossings < fewest:
                best, fewest = columns, crossings
        return best

    def _sweep(self, columns: list[list[Node]], *, rightwards: bool) -> None:
        """Sort each column by where its neighbours in the column before it stand."""
        near = self.left if rightwards else self.right
        place: dict[Node, float] = {n: i for column in columns for i, n in enumerate(column)}
        for column in columns if rightwards else reversed(columns):
            column.sort(key=lambda node: _mean([place[n] for n in near[node]], place[node]))
            place.update({node: i for i, node in enumerate(column)})

    def _crossings(self, columns: Sequence[Sequence[Node]]) -> int:
        place = {node: i for column in columns for i, node in enumerate(column)}
        count = 0
        for column in columns:
            lines = sorted((place[node], place[to]) for node in column for to in self.right[node])
            ends = [end for _, end in lines]
            count += sum(a > b for i, a in enumerate(ends) for b in ends[i + 1 :])
        return count

    def _heights(self) -> dict[Node, float]:
        """Return the middle of every node, as near to its neighbours as the others allow."""
        middle: dict[Node, float] = dict.fromkeys(self.layer, 0.0)
        for sweep in range(SWEEPS + 1):
            for column in self.columns if sweep % 2 == 0 else reversed(self.columns):
                wanted = [
                    _mean([middle[n] for n in (*self.left[c], *self.right[c])], middle[c])
                    for c in column
                ]
                middle |= self._apart(column, wanted)
        top = min(y - self._height(node) / 2 for node, y in middle.items())
        return {node: y - top for node, y in middle.items()}

    def _apart(self, column: Sequence[Node], wanted: Sequence[float]) -> dict[Node, float]:
        """Return heights near those wanted, in order and with a gap between any two.

        Pushing downwards and pushing upwards both keep the gaps, and so does the mean of the two.
        """
        gaps = [(self._height(a) + self._height(b)) / 2 + GAP_DOWN for a, b in pairwise(column)]
        down, up = list(wanted), list(wanted)
        for i, gap in enumerate(gaps, start=1):
            down[i] = max(down[i], down[i - 1] + gap)
        for i in range(len(gaps) - 1, -1, -1):
            up[i] = min(up[i], up[i + 1] - gaps[i])
        return {node: (down[i] + up[i]) / 2 for i, node in enumerate(column)}

    def _height(self, node: Node) -> int:
        return self.boxes[node].height if isinstance(node, str) else BEND_HEIGHT

    def _sides(self) -> list[Point]:
        """Return the left and right side of every column; the gaps between them hold the labels."""
        sides: list[Point] = []
        x = 0
        for number, column in enumerate(self.columns):
            width = max(self.boxes[n].width if isinstance(n, str) else 0 for n in column)
            sides.append((x, x + width))
            rooms = (
                self.edges[n].room
                for n, (first, *_, last) in self.chains.items()
                if self.layer[first] <= number < self.layer[last]
            )
            x += width + max(rooms, default=0)
        return sides

    def _line(self, number: int) -> tuple[Point, ...]:
        first, *bends, _ = chain = self.chains[number]
        points = [self._port(number, chain, leaves=True)]
        for bend in bends:
            points += [(x, round(self.middle[bend])) for x in self.sides[self.layer[bend]]]
        points.append(self._port(number, chain[::-1], leaves=False))
        return tuple(points if first == self.edges[number].parent else reversed(points))

    def _port(self, number: int, chain: Sequence[Node], *, leaves: bool) -> Point:
        """Return where a line touches the first box of its chain: apart from others, in their order."""
        node, towards = chain[0], 1 if leaves else -2
        end = 0 if leaves else -1
        alike = [n for n, other in self.chains.items() if other[end] == node]
        alike.sort(key=lambda n: (self.middle[self.chains[n][towards]], n))
        step = min(PORT_STEP, (self._height(node) - 8) / len(alike))
        shift = (alike.index(number) - (len(alike) - 1) / 2) * step
        x, _ = self.sides[self.layer[node]]
        width = self.boxes[str(node)].width if leaves else 0
        return x + width, round(self.middle[node] + shift)


def _chain(number: int, edge: Edge, layers: Mapping[str, int]) -> tuple[Node, ...]:
    """Return an edge from left to right, with a bend in each column that it crosses."""
    first, last = sorted((edge.parent, edge.child), key=lambda name: layers[name])
    bends = ((number, layer) for layer in range(layers[first] + 1, layers[last]))
    return (first, *bends, last)


def _layers(names: Iterable[str], edges: Iterable[Edge]) -> dict[str, int]:
    """Return how far to the right everybody stands; an edge that closes a circle counts backwards."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(sorted(names))
    for parent, child in sorted({(edge.parent, edge.child) for edge in edges}):
        turned = nx.has_path(graph, child, parent)
        graph.add_edge(*((child, parent) if turned else (parent, child)))
    layers = {
        name: layer
        for layer, generation in enumerate(nx.topological_generations(graph))
        for name in generation
    }
    for name in graph:
        if not graph.in_degree(name) and graph.out_degree(name):
            layers[name] = min(layers[child] for child in graph.successors(name)) - 1
    return layers


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
