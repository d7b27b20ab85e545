"""Small parts that several sections of a printed report share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from math import ceil

from sourcing.report.model.marks import ChannelMark, Cites
from sourcing.report.model.report import LotView, Section
from sourcing.report.pdf.blocks import Block, Heading, Item, Items, Para, Run, Words

ROOM, HANG = 3170, 163
"""Hundredths of a letter's height across a column of a list, and before an item with a sign."""
RAGGED = 40
"""What a line leaves empty at its end, as a rule: half a word."""
LONGEST_WHOLE = 3
"""Lines of an item that still stays on one page."""
ABOVE_HEAD = 0.2
"""Lines above an item that heads others."""
BESIDE, MOST_UNEVEN = 2, 0.65
"""So many lots stand beside each other, where the longer list holds no more than so much of both."""
_WIDTHS = {
    20: b" ",
    27: b"',.:;Iijl|!()-[]f{}",
    36: b"/\\rt*?sz",
    47: b'"cvxy$#+0123456789<=>FJLVXY^_aegk~',
    64: b"&BDGKHNOQUwM%W@m",
}
"""Widths of the face's letters in hundredths of their height; those not named are 54 wide."""
_WIDTH = bytes(
    next((width for width, letters in _WIDTHS.items() if code in letters), 54)
    for code in range(256)
)


def heading(section: Section) -> Heading:
    """Return a section's heading."""
    return Heading(section.title, 1, str(section.number), section.id)


def lot_heading(lot: LotView, aside: str = "") -> Iterator[Block]:
    """Yield the name of a lot above its part of a section; in a brief of one lot what goes on alone."""
    if lot.label:
        yield Heading(f"{lot.label} {lot.name}", 2, aside=aside)
    elif aside:
        yield Para(aside, leads=True)


def soft(text: str) -> Run:
    """Return text in the background."""
    return Run(text, "soft")


def warned(text: str) -> Run:
    """Return text that rests on an assumption."""
    return Run(text, "assumed")


def strong(text: str) -> Run:
    """Return text that stands out."""
    return Run(text, "strong")


def spaced(*parts: str | Run | None) -> tuple[str | Run, ...]:
    """Return the parts that hold something, with spaces between them; plain ones become one."""
    pieces: list[str | Run] = []
    for part in parts:
        if not part:
            continue
        last = pieces[-1] if pieces else None
        if isinstance(last, str):
            pieces[-1] = f"{last} "
        elif last:
            pieces.append(" ")
        if isinstance(part, str) and pieces:
            pieces[-1] = f"{pieces[-1]}{part}"
        else:
            pieces.append(part)
    return tuple(pieces)


def channel(mark: ChannelMark) -> Run:
    """Return a channel with its letter and hatch."""
    return Run(mark.label, channel=mark)


class Origins:
    """Phrases where statements are from; the first mention of a source in a section is a link."""

    def __init__(self) -> None:
        self._met: set[str] = set()

    def __call__(self, cites: Cites, rule: str = "") -> tuple[str | Run, ...]:
        """Return a rule and its sources in brackets, after a space; nothing where there are none."""
        runs: list[Run] = []
        said = f"[{rule}"
        for cite in cites:
            said += "; " if runs or said != "[" else ""
            words = f"{cite.source} {cite.places}".strip()
            if cite.source in self._met:
                said += words
                continue
            self._met.add(cite.source)
            runs += [soft(said), Run(words, "soft", to=f"source-{cite.source}")]
            said = ""
        return (" ", *runs, soft(f"{said}]")) if rule or cites else ()


def in_columns(items: Iterable[Item], *, ticked: bool = False, whole: bool = False) -> Items:
    """Return a list in two columns of about the same length; a head goes with what follows it.

    With `whole`, it goes with all that it heads. Where it is the same, the first column is longer.
    """
    waiting, heights = _measured(items, ticked=ticked)
    cuts = [n for n in range(1, len(waiting)) if not waiting[n - 1].is_head]
    if whole:
        cuts = [n for n in cuts if waiting[n].is_head] or cuts
    ends = [*cuts, len(waiting)]
    cut = min(ends, key=lambda n: (max(heights[n], heights[-1] - heights[n]), -n))
    return Items((waiting[:cut], waiting[cut:]), ticked)


def by_lot(lots: Sequence[LotView], told: Callable[[LotView], Iterable[Item]]) -> Iterator[Block]:
    """Yield a list for each lot: those of two lots beside each other, unless one is far longer."""
    lists = [(lot, _measured(told(lot), ticked=False)) for lot in lots]
    lengths = [heights[-1] for _, (_, heights) in lists]
    if len(lists) == BESIDE and max(lengths) <= sum(lengths) * MOST_UNEVEN:
        columns = tuple(items for _, (items, _) in lists)
        yield Items(columns, heads=tuple(f"{lot.label} {lot.name}" for lot in lots))
        return
    for lot, (items, _) in lists:
        yield from lot_heading(lot)
        yield in_columns(items, whole=True)


def _measured(items: Iterable[Item], *, ticked: bool) -> tuple[list[Item], list[float]]:
    """Return items, each told whether it is long, and how many lines stand above and below each."""
    found = [(item, _lines(item, ticked=ticked)) for item in items]
    waiting = [replace(item, is_long=lines > LONGEST_WHOLE) for item, lines in found]
    return waiting, list(accumulate((lines for _, lines in found), initial=0.0))


def _lines(item: Item, *, ticked: bool) -> float:
    """Estimate how many lines an item takes, with the room above it."""
    hangs = (ticked or item.sign) and not item.is_head
    room = (ROOM - HANG if hangs else ROOM) - RAGGED
    length = width(f"{plain(item.words)} {plain(item.remark)}")
    return ceil(length / room) + (ABOVE_HEAD if item.is_head else 0)


def width(text: str) -> int:
    """Return about how wide a text is, in hundredths of its letters' height."""
    return sum(text.encode("latin-1", "replace").translate(_WIDTH))


def plain(words: Words) -> str:
    """Return words without their style."""
    if isinstance(words, str):
        return words
    return words.text if isinstance(words, Run) else "".join(map(plain, words))
