"""What a proof can find, and how it says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sourcing.assurance.space.regions import Answers
from sourcing.problems import Level
from sourcing.rulebook.compiled import ChannelRule

FindingKind = Literal[
    "no_channel_fits",
    "tie",
    "law_refuted",
    "never_fires",
    "never_decides",
    "contradiction",
    "override_never_acts",
    "always_raised",
    "never_raised",
    "unread",
    "duplicate",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found over the whole space, with a brief that shows it where one can."""

    kind: FindingKind
    level: Level
    message: str
    record: tuple[str, str] | None = None
    share: float | None = None
    where: str | None = None
    example: Answers | None = None


def record_of(rule: ChannelRule) -> tuple[str, str]:
    """Return the kind and the id of a rule on channels."""
    return "gates" if rule.excludes else "preferences", rule.record.id
