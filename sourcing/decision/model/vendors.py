"""What is found of vendors: verdicts, stakes, flags."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Verdict = Literal["excluded", "conditional", "not_screened", "no_finding"]


@dataclass(frozen=True, slots=True)
class VendorVerdict:
    """The verdict on a vendor for one lot.

    `listed` is false for sister brands of a listed one; `also` are other names of the same firm.
    `path` leads through the ownership graph to the ground of the verdict, `lifted_by` is the
    evidence that would lift it, and `near` the catalogue's nearest name to one that it lacks.
    """

    vendor: str
    name: str
    verdict: Verdict
    rules: tuple[str, ...]
    because: str
    listed: bool = True
    also: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    lifted_by: tuple[str, ...] = ()
    near: str | None = None


@dataclass(frozen=True, slots=True)
class StakeHeld:
    """An owner's effective stake in a vendor, in percent; `at_least` where part of it is unknown.

    `voting` is None where nobody says whether it votes; the path leads from the vendor to the owner.
    """

    owner: str
    percent: Decimal
    at_least: bool
    voting: bool | None
    controls: bool
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VendorFlag:
    """A conflict flag on vendors of the brief, with its path through the ownership graph.

    `owner` is who sees to it, and `due` by when; `earliest_start` is the first start of the work
    that leaves the time which the rules give it. What is `internal` is never sent to vendors.
    """

    id: str
    label: str
    severity: str
    rule: str
    vendors: tuple[str, ...]
    path: tuple[str, ...]
    because: str
    sources: tuple[str, ...]
    as_of: str | None = None
    ask: str | None = None
    evidence: str | None = None
    clause: str | None = None
    owner: str | None = None
    due: date | None = None
    earliest_start: date | None = None
    stakes: tuple[StakeHeld, ...] = ()
    internal: bool = False
