"""The picture of a network: boxes, lines and labels with their places, for a template to draw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

from sourcing.report.ownership.layout import Block, Box, Edge, Point, blocks_of
from sourcing.report.ownership.ties import Network, Party, TieShown

CELL = 316
CELLS = 3
MOST_DRAWN = 300
LONGEST_NAME = 30
BOLD = 1.1
LINE_HEIGHT = 18
PADDING = 12
BARE_GAP = 26
LABEL_GAP = 60
BETWEEN = 14
ROW_GAP = 26
ARROW = 8
MARGIN = 3
HALF = 0.5
ALONG = (0.0, *(side * step / 20 for step in range(1, 8) for side in (1, -1)))
PARALLEL = 20
APART, ASIDE = 3, 4
_NARROW, _WIDE = frozenset("fijlrtI.,:;'|()- "), frozenset("mwMW@%")


@dataclass(frozen=True, slots=True)
class BoxDrawn:
    """A box with its upper left corner; `rows` are the name and the notes with their base lines."""

    party: Party
    x: int
    y: int
    width: int
    height: int
    rows: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class LineDrawn:
    """A line as the data of a path, its arrow head, and where its label has its middle."""

    tie: TieShown
    path: str
    head: str
    label_x: int
    label_y: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything to draw, in pixels; `says` tells what is to be seen."""

    width: int
    height: int
    says: str
    boxes: tuple[BoxDrawn, ...]
    lines: tuple[LineDrawn, ...]


def drawn(network: Network) -> Picture | None:
    """Return a network laid out: owners left, groups in rows, nothing wider than a printed page.

    Returns None for more ties than anybody could read in a picture.
    """
    if len(network.ties) > MOST_DRAWN:
        return None
    ties = sorted(network.ties, key=lambda tie: (tie.parent, tie.child, tie.line, tie.label))
    pairs = Counter((tie.parent, tie.child) for tie in ties)
    alike = {name: n for pair, n in sorted(pairs.items(), key=itemgetter(1)) for name in pair}
    boxes = {party.id: _box(party, alike.get(party.id, 0)) for party in network.parties}
    blocks = blocks_of(boxes, [Edge(tie.parent, tie.child, _room(tie)) for tie in ties])
    known = {party.id for party in network.parties if party.known}
    placed = list(_in_rows(sorted(blocks, key=lambda block: -len(known & set(block.corners)))))
    parties = {party.id: party for party in network.parties}
    return Picture(
        width=max((x + block.width for x, _, block in placed), default=0) + MARGIN,
        height=max((y + block.height for _, y, block in placed), default=0) + MARGIN,
        says=_says(network, len(placed)),
        boxes=tuple(
            _placed(parties[name], boxes[name], corner[0] + x, corner[1] + y)
            for x, y, block in placed
            for name, corner in block.corners.items()
        ),
        lines=tuple(_lines(ties, placed)),
    )


def _says(network: Network, groups: int) -> str:
    unknown = sum(not party.known for party in network.parties)
    told = (
        f"{len(network.parties) - unknown} organisations and {len(network.ties) - unknown} ties "
        f"between them, in {groups} {'group' if groups == 1 else 'groups'}."
    )
    are = "owner is" if unknown == 1 else "owners are"
    return f"{told} {unknown} {are} not known." if unknown else told


def _box(party: Party, lines: int) -> Box:
    """Return a box with room for the words, and for lines to the same neighbour side by side."""
    name = _width(_short(party.name)) * (BOLD if party.known else 1)
    width = max(name, *(_width(note) for note in party.notes), 0)
    height = (1 + len(party.notes)) * LINE_HEIGHT + PADDING
    return Box(round(width) + 2 * PADDING, max(height, lines * PARALLEL + PADDING))


def _width(text: str) -> float:
    """Return the width of text at 14 pixels in a wide face, so that it fits in any."""
    return sum(
        5.2 if c in _NARROW else 12.5 if c in _WIDE else 9.6 if c.isupper() else 8.3 for c in text
    )


def _short(name: str) -> str:
    return (
        name
        if len(name) <= LONGEST_NAME
        else f"{name[: LONGEST_NAME - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}"
    )


def _room(tie: TieShown) -> int:
    return LABEL_GAP + round(_width(tie.label)) if tie.label else BARE_GAP


def _in_rows(blocks: Sequence[Block]) -> Iterator[tuple[int, int, Block]]:
    """Yield each group with its corner, put into the first row that has room for it."""
    rows: list[list[Block]] = []
    for block in blocks:
        row = next((row for row in rows if _cells([*row, block]) <= CELLS), None)
        if row is None:
            rows.append(row := [])
        row.append(block)
    y = MARGIN
    for row in rows:
        x = MARGIN
        for block in row:
            yield x, y, block
            x += _cells([block]) * CELL
        y += max(block.height for block in row) + ROW_GAP


def _cells(row: Sequence[Block]) -> int:
    """Return how many cells of a grid these groups fill, so that groups stand below each other."""
    return sum(-(-(block.width + BETWEEN) // CELL) for block in row)


def _placed(party: Party, box: Box, x: int, y: int) -> BoxDrawn:
    texts = (_short(party.name), *party.notes)
    first = y + (box.height - len(texts) * LINE_HEIGHT) // 2 + LINE_HEIGHT - 5
    return BoxDrawn(
        party=party,
        x=x,
        y=y,
        width=box.width,
        height=box.height,
        rows=tuple(
            (text, x + box.width // 2, first + i * LINE_HEIGHT) for i, text in enumerate(texts)
        ),
    )


def _lines(
    ties: Sequence[TieShown], placed: Iterable[tuple[int, int, Block]]
) -> Iterator[LineDrawn]:
    """Yield every line; a label stands where fewer lines come together."""
    leaving = Counter(tie.parent for tie in ties)
    arriving = Counter(tie.child for tie in ties)
    taken: list[tuple[int, int, int]] = []
    for x, y, block in placed:
        for number, points in block.lines.items():
            tie = ties[number]
            spread = leaving[tie.parent] - arriving[tie.child]
            start = HALF if not spread else 0.32 if spread < 0 else 0.68
            yield _line(tie, [(px + x, py + y) for px, py in points], start, taken)


def _line(
    tie: TieShown, points: Sequence[Point], start: float, taken: list[tuple[int, int, int]]
) -> LineDrawn:
    (x0, _), (x1, y1) = points[-2:]
    back = ARROW if x1 >= x0 else -ARROW
    stem = [*points[:-1], (x1 - back, y1)]
    width = round(_width(tie.label))
    label_x, label_y = _free(stem, start, width, taken)
    if tie.label:
        taken.append((label_x, label_y, width))
    return LineDrawn(
        tie=tie,
        path=_path(stem),
        head=f"M{x1} {y1}l{-back} -4v8z",
        label_x=label_x,
        label_y=label_y + 5,
    )


def _path(points: Sequence[Point]) -> str:
    (x, y), *_ = points
    parts = [f"M{x} {y}"]
    for (x0, y0), (x1, y1) in pairwise(points):
        middle = (x0 + x1) // 2
        parts.append(f"H{x1}" if y0 == y1 else f"C{middle} {y0} {middle} {y1} {x1} {y1}")
    return "".join(parts)


def _free(
    points: Sequence[Point], start: float, width: int, taken: Sequence[tuple[int, int, int]]
) -> Point:
    """Return a place on the line for a label of this width, apart from the labels that stand."""
    piece = points[:2] if start < HALF else points[-2:]
    places = [_at(piece, start + shift) for shift in ALONG]
    left, right = sorted(x for x, _ in piece)
    fitting = [place for place in places if left + width / 2 < place[0] < right - width / 2]
    return max(fitting, key=lambda place: _clear(place, width, taken), default=_at(piece, HALF))


def _clear(place: Point, width: int, taken: Sequence[tuple[int, int, int]]) -> int:
    """Return how far a label is from the nearest other one, up to as far as is plain to see."""
    x, y = place
    gaps = (
        max(abs(x - other_x) - (width + other) // 2 - ASIDE, abs(y - other_y) - LINE_HEIGHT)
        for other_x, other_y, other in taken
    )
    return min((APART, *gaps))


def _at(piece: Sequence[Point], share: float) -> Point:
    (x0, y0), (x1, y1) = piece
    across = 1.5 * share * (1 - share) + share**3
    return round(x0 + (x1 - x0) * across), round(y0 + (y1 - y0) * share**2 * (3 - 2 * share))
