"""How each channel comes out for a lot: points with their reasons, gates, price."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sourcing.decision.model.cost import Cost


@dataclass(frozen=True, slots=True)
class Reason:
    """A preference that fired for or against a channel; points are weighted."""

    rule: str
    criterion: str
    points: Decimal
    because: str
    sources: tuple[str, ...]
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A gate that put a channel out."""

    rule: str
    kind: str
    because: str
    sources: tuple[str, ...]
    assumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChannelOutcome:
    """One channel for one lot; `no_price` says why an eligible channel has no cost.

    A channel that is out has a cost only where the buyer chose it past a policy.
    """

    channel: str
    eligible: bool
    score: Decimal
    reasons: tuple[Reason, ...]
    excluded_by: tuple[Exclusion, ...]
    cost: Cost | None = None
    no_price: str | None = None
    freed_by: Mapping[str, str | list[str]] | None = None
