"""What a lot calls for: signals, conditions, safeguards, practices to avoid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Status = Literal["ready", "conditional", "stop"]


@dataclass(frozen=True, slots=True)
class Raised:
    """A signal on a lot; `about` are the channels that it speaks of, none where it is the lot's.

    `only_if` are, here and wherever it stands, the options without which it would not hold, by
    question: each is one of several that are assumed at once while the question is open.
    """

    id: str
    label: str
    severity: str
    rule: str
    because: str
    sources: tuple[str, ...]
    ask: str | None = None
    about: tuple[str, ...] = ()
    only_if: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be had or decided before a lot moves."""

    rule: str
    status: Status
    because: str
    evidence: str
    owner: str
    due: str
    sources: tuple[str, ...]
    only_if: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SafeguardCalled:
    """A safeguard that the decision calls for.

    `earliest_start` is the first start of the work that leaves the time which the rules give it.
    """

    rule: str
    kind: str
    text: str
    because: str
    sources: tuple[str, ...]
    owner: str | None = None
    due: date | None = None
    earliest_start: date | None = None
    internal: bool = False
    only_if: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PracticeToAvoid:
    """A practice to avoid."""

    rule: str
    avoid: str
    because: str
    sources: tuple[str, ...]
    only_if: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
