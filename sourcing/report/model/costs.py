"""The parts of a report that are about money: price rows, cost tables and their inputs."""

from __future__ import annotations

from dataclasses import dataclass

from sourcing.report.charts.drawing import Chart
from sourcing.report.model.marks import ChannelMark, Cites


@dataclass(frozen=True, slots=True)
class Bar:
    """A range on a common axis from zero, in 240ths of its length."""

    low: int
    likely: int
    high: int


@dataclass(frozen=True, slots=True)
class PriceRow:
    """What a channel would cost, beside the others; `rank` counts from 1, the cheapest.

    `taken` says that the lot is bought on it: as recommended, or chosen instead.
    `p10`, `p50` and `p90` are empty in a decision that holds no simulations.
    """

    channel: ChannelMark
    taken: bool
    low: str
    likely: str
    high: str
    premium: str
    per_accepted: str
    to_worker: str
    bar: Bar
    rank: int
    p10: str
    p50: str
    p90: str


@dataclass(frozen=True, slots=True)
class CostRow:
    """A line of a channel's cost; `inputs` are numbers of rows in the table of inputs."""

    label: str
    how: str
    inputs: tuple[int, ...]
    origin: str
    low: str
    likely: str
    high: str
    is_money: bool


@dataclass(frozen=True, slots=True)
class CostTable:
    """The lines of a channel's cost, and their sum; `taken` says that the lot is bought on it."""

    channel: ChannelMark
    taken: bool
    rows: tuple[CostRow, ...]
    low: str
    likely: str
    high: str
    shares: str | None
    today: bool = False


@dataclass(frozen=True, slots=True)
class InputRow:
    """An input of the cost tables with its origin: cited, quoted, entered or an assumption."""

    number: int
    label: str
    low: str
    likely: str
    high: str
    unit: str
    origin: str
    reason: str
    note: str
    cites: Cites


@dataclass(frozen=True, slots=True)
class Prices:
    """The prices of a lot; `basis` says for how much work they are made."""

    basis: str
    accepted_unit: str
    rows: tuple[PriceRow, ...]
    tables: tuple[CostTable, ...]


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence or two about money, and where what they say is from."""

    text: str
    cites: Cites = ()


@dataclass(frozen=True, slots=True)
class Matter:
    """A matter of money, and what there is to say about it."""

    label: str
    sayings: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class MoneyView:
    """What the prices of a lot come to: in pictures with their figures, and in words."""

    charts: tuple[Chart, ...]
    matters: tuple[Matter, ...]
