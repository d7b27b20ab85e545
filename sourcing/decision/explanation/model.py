"""What is said about a lot beyond its decision, as values that a report, a page or a text can show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from sourcing.decision.ranking.standing import Answer

Kind = Literal[
    "recommended",
    "decides",
    "against",
    "runner_up",
    "excluded",
    "assumed",
    "none_fits",
    "undecided",
]
Answers: TypeAlias = Mapping[str, Answer]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with what it claims: of which rules, channels and questions, and by how many points."""

    text: str
    kind: Kind
    rules: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    points: Decimal | None = None


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Why a channel is not recommended, and the smallest change of answers under which it would be.

    `lacks` are the points by which it is behind the recommended channel; below 0 where it has more
    and is excluded. `change` is None where no change can; where `searched` is given, no change of
    that many answers can, and more were not tried. `steps` add up how far each answer moves.
    """

    channel: str
    excluded_by: tuple[str, ...]
    lacks: Decimal | None
    change: Answers | None
    steps: int | None
    searched: int | None = None


@dataclass(frozen=True, slots=True)
class Flip:
    """Other answers, and the channel recommended under them; None where none would fit."""

    change: Answers
    recommended: str | None


@dataclass(frozen=True, slots=True)
class Flips:
    """Changes of so many answers each that change the recommendation, the smallest first.

    `found` counts all of them; where one answer is enough, all are listed.
    """

    changes: int
    found: int
    listed: tuple[Flip, ...]


@dataclass(frozen=True, slots=True)
class CanWin:
    """A channel that can still win, and the fewest answers to open questions that bring it about.

    `when` is empty for the recommended channel, and None where it could only come out level and
    would lose the tie.
    """

    channel: str
    when: Answers | None


@dataclass(frozen=True, slots=True)
class SettlesMost:
    """The open question whose answer leaves the fewest outcomes, all its answers counted alike.

    `left` is the mean number of outcomes still possible after it, where `now` are; `settles` is the
    share of its answers after which only one is.
    """

    question: str
    now: int
    left: Decimal
    settles: Decimal


@dataclass(frozen=True, slots=True)
class Settling:
    """How far the answers given settle a lot."""

    answered: int
    questions: int
    can_win: tuple[CanWin, ...]
    settles_most: SettlesMost | None
    signals_wait_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holds:
    """Between which weights of a criterion the recommendation stays, all else being equal.

    `least` and `most` are exact weights, as text such as 3/4, None where there is no end; the
    factors are the same in relation to the weight that stands, None where that is 0. `below` and
    `above` win beyond. At an end itself two channels are level: the `_holds` say whether the
    recommended one then stays.
    """

    criterion: str
    weight: Decimal
    least: str | None
    least_factor: str | None
    least_holds: bool
    below: str | None
    most: str | None
    most_factor: str | None
    most_holds: bool
    above: str | None


@dataclass(frozen=True, slots=True)
class OneSided:
    """What would be recommended without the preferences of authors with an interest in the winner."""

    recommended: str | None
    without: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is said about one lot; what only a recommendation can have is empty without one."""

    why: tuple[Sentence, ...]
    why_not: tuple[WhyNot, ...]
    flips: Flips
    settling: Settling
    holds: tuple[Holds, ...]
    one_sided: OneSided | None
