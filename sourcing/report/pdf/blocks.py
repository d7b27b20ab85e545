"""What a printed page is made of, as data: the template lays out these blocks and knows no others.

Texts are plain; a `Run` gives part of a text a style, a mark or a place to lead to.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import Literal, TypeAlias

from sourcing.report.model.marks import ChannelMark

Style: TypeAlias = Literal["", "soft", "strong", "assumed", "plain"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text; `mark` is a severity, status or verdict, `to` the label it leads to.

    What has a mark stands out, unless it is `plain`; the mark is never parted from it.
    """

    text: str = ""
    style: Style = ""
    mark: str = ""
    to: str = ""
    channel: ChannelMark | None = None


Words: TypeAlias = str | Run | Sequence[str | Run]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` counts from 1, `label` is where links lead to, `aside` goes on beside it."""

    text: str
    level: int = 1
    number: str = ""
    label: str = ""
    aside: str = ""
    kind: Literal["heading"] = field(default="heading", init=False)


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph; one that `leads` stays on the page of what follows it."""

    words: Words
    style: Literal["", "small", "list", "notice"] = ""
    leads: bool = False
    kind: Literal["para"] = field(default="para", init=False)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Terms, each with what it stands for: one paragraph or several."""

    rows: tuple[tuple[str, Sequence[Words]], ...]
    kind: Literal["pairs"] = field(default="pairs", init=False)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: so many millimetres wide, or with a share of what the others leave."""

    head: str
    width: int = 0
    share: int = 0
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; a `group` has one cell, which heads the rows that follow."""

    cells: Sequence[Words]
    style: Literal["", "chosen", "total", "soft", "group"] = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose head repeats on every page.

    `over` are heads that stand over several columns each, from the second column on.
    """

    columns: tuple[Column, ...]
    rows: Sequence[Row]
    over: Sequence[Words] = ()
    kind: Literal["table"] = field(default="table", init=False)


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list; `sign` is a mark or a number before it, `label` is where links lead to.

    Only a long one may be divided between pages; one that is a head stands over those that follow.
    """

    words: Words
    remark: Words = ""
    sign: str = ""
    label: str = ""
    is_long: bool = False
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list in columns, read one after the other; `ticked` puts a box before each item.

    `heads` head a column each, where every column is a list of its own.
    """

    columns: Sequence[Sequence[Item]]
    ticked: bool = False
    heads: Sequence[str] = ()
    kind: Literal["items"] = field(default="items", init=False)


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture as SVG: its reading above, how to read it below, and the words that stand for it."""

    svg: str
    alt: str
    caption: str
    note: str


@dataclass(frozen=True, slots=True)
class Figures:
    """Pictures side by side."""

    figures: Sequence[Figure]
    kind: Literal["figures"] = field(default="figures", init=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What to do about a lot, and what it costs; `framed` is what was chosen against it."""

    lot: Words
    advice: str
    channel: ChannelMark | None
    cost: str
    cost_range: str
    lines: Sequence[Words]
    framed: Sequence[Words] = ()
    kind: Literal["outcome"] = field(default="outcome", init=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """What is decided about a lot: a box to tick and a line to write on, or what was chosen before."""

    words: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class SignOff:
    """Choices, and signatures side by side, to be filled in by hand; never divided between pages."""

    choices: Sequence[Choice]
    signers: Sequence[str]
    fingerprint: str
    kind: Literal["signoff"] = field(default="signoff", init=False)


@dataclass(frozen=True, slots=True)
class Declare:
    """Boxes and lines in which each signer declares an interest or none; never divided."""

    title: str
    signers: Sequence[str]
    kind: Literal["declare"] = field(default="declare", init=False)


Block: TypeAlias = Declare | Heading | Para | Pairs | Table | Items | Figures | Outcome | SignOff


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole document; `day` is its date as year, month and day, `notice` a word on the printing."""

    title: str
    about: str
    head: str
    day: tuple[int, int, int]
    cover: Sequence[Words]
    blocks: Sequence[Block]
    notice: str = ""


def to_data(paper: Paper) -> str:
    """Return a document as JSON, the same text for the same document."""
    return json.dumps(paper, default=_plain, ensure_ascii=False, separators=(",", ":"))


def _plain(value: object) -> dict[str, object]:
    return {part.name: getattr(value, part.name) for part in fields(value)}  # type: ignore[arg-type]
