"""Small parts that several sections of a printed report share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from math import ceil

from sourcing.report.model import LotView, Section
from sourcing.report.model_marks import ChannelMark, Cites
from sourcing.report.pdf.blocks import Block, Heading, Item, Items, Run, Words

LETTERS_IN_A_LINE = 77
LONGEST_WHOLE = 6
"""Lines of an item that still stays on one page."""
GAP = 0.3
"""Lines between two items of a list."""


def heading(section: Section) -> Heading:
    """Return a section's heading."""
    return Heading(section.title, 1, str(section.number), section.id)


def lot_heading(lot: LotView) -> Iterator[Block]:
    """Yield the name of a lot above its part of a section; nothing in a brief of one lot."""
    if lot.label:
        yield Heading(f"{lot.label} {lot.name}", 2)


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
    """Return the parts that hold something, with spaces between them."""
    held = [part for part in parts if part]
    return tuple(piece for part in held for piece in (" ", part))[1:]


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


def in_columns(items: Iterable[Item], *, ticked: bool = False) -> Items:
    """Return a list in two columns of about the same length; a head goes with what follows it."""
    waiting = [replace(item, is_long=_lines(item) > LONGEST_WHOLE) for item in items]
    half = sum(map(_lines, waiting)) / 2
    before, cut = 0.0, 0
    while cut < len(waiting) and before + _lines(waiting[cut]) / 2 < half:
        before += _lines(waiting[cut])
        cut += 1
    if cut and waiting[cut - 1].is_head:
        cut -= 1
    return Items((waiting[:cut], waiting[cut:]), ticked)


def _lines(item: Item) -> float:
    """Estimate how many lines an item takes, with the room before it."""
    length = sum(len(plain(words)) for words in (item.words, item.remark))
    return GAP + ceil(length / LETTERS_IN_A_LINE)


def plain(words: Words) -> str:
    """Return words without their style."""
    if isinstance(words, str):
        return words
    return words.text if isinstance(words, Run) else "".join(map(plain, words))
