"""A rulebook ready to decide with: the content, and its conditions compiled to masks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, Generic, TypeVar

from sourcing.problems import Place
from sourcing.rulebook.axes import Space
from sourcing.rulebook.conditions import Condition
from sourcing.rulebook.fingerprint import fingerprint
from sourcing.rulebook.model.content import Content
from sourcing.rulebook.model.laws import Law
from sourcing.rulebook.model.money import CostFigure
from sourcing.rulebook.model.questions import Bands, DerivedFact, Question
from sourcing.rulebook.model.rules import Channel, Gate, Impossible, Preference, Split, StatusRule
from sourcing.rulebook.model.signals import Practice, Safeguard, SignalRule
from sourcing.rulebook.model.sources import Source
from sourcing.rulebook.model.vendors import ConflictRule, Organisation

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Compiled(Generic[R]):
    """A record with its compiled condition."""

    record: R
    condition: Condition


@dataclass(frozen=True, slots=True)
class ChannelRule:
    """A gate or preference as the ranking uses it.

    `excludes` is a mask of channels; `points` one whole number per channel, in `Rulebook.unit`s;
    `overridden_by` are positions of rules that stand earlier; `interested` is a mask of channels
    in which the authors of all of its sources have an interest.
    """

    record: Gate | Preference
    condition: Condition
    excludes: int
    points: tuple[int, ...]
    overridden_by: tuple[int, ...]
    interested: int


@dataclass(frozen=True, slots=True)
class Assumed:
    """What is assumed for a question while it is open: one bit, by condition on mission answers."""

    question: int
    default: int
    cases: tuple[tuple[Condition, int], ...]

    def bit(self, state: list[int]) -> int:
        """Return the assumed position in a state whose mission questions are answered."""
        for condition, bit in self.cases:
            if condition.truth(state):
                return bit
        return self.default


@dataclass(frozen=True, eq=False)
class Rulebook:
    """A complete, checked rulebook; equal content has an equal fingerprint.

    `space` holds the questions in their order, and after them the derived `facts`.
    `locate(kind, number, path)` finds where a part of a record stands; see `place` for its id.
    `memory` keeps results that depend on the rulebook alone, for as long as it is in use.
    """

    content: Content
    questions: Mapping[str, Question]
    facts: Mapping[str, DerivedFact]
    channels: tuple[Channel, ...]
    space: Space
    outcome_space: Space
    vendor_space: Space
    cost_space: Space
    mission: tuple[int, ...]
    assumptions: tuple[Assumed, ...]
    impossible: tuple[Compiled[Impossible], ...]
    channel_rules: tuple[ChannelRule, ...]
    unit: Decimal
    statuses: tuple[Compiled[StatusRule], ...]
    splits: tuple[Compiled[Split], ...]
    signal_rules: tuple[Compiled[SignalRule], ...]
    safeguards: tuple[Compiled[Safeguard], ...]
    practices: tuple[Compiled[Practice], ...]
    conflict_rules: tuple[Compiled[ConflictRule], ...]
    cost_figures: Mapping[str, tuple[tuple[CostFigure, Condition], ...]]
    laws: tuple[Compiled[Law], ...]
    locate: Callable[[str, int, tuple[str | int, ...]], Place]
    memory: dict[object, Any] = field(default_factory=dict, init=False, repr=False)

    def place(self, kind: str, name: str, *path: str | int) -> Place:
        """Return where a record, or a part of it, stands in the rule files."""
        records = getattr(self.content, kind)
        number = next(i for i, record in enumerate(records) if record.id == name)
        return self.locate(kind, number, path)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 of the canonical content."""
        return fingerprint(self.content)

    @cached_property
    def channel_ids(self) -> tuple[str, ...]:
        """The channels in their own order."""
        return tuple(channel.id for channel in self.channels)

    @cached_property
    def currency(self) -> str:
        """The currency of all figures."""
        return self.content.about[0].currency or "USD" if self.content.about else "USD"

    @cached_property
    def pricing(self) -> Mapping[str, str | None]:
        """How each channel is priced."""
        return {channel.id: channel.pricing for channel in self.channels}

    @cached_property
    def bands(self) -> Mapping[str, Bands]:
        """The questions that are cut from a number."""
        return {name: question.bands for name, question in self.questions.items() if question.bands}

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """What signals and flags are called."""
        return {signal.id: signal.label for signal in self.content.signals}

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """The documents by id."""
        return {source.id: source for source in self.content.sources}

    @cached_property
    def organisations(self) -> Mapping[str, Organisation]:
        """The catalogue by id."""
        return {organisation.id: organisation for organisation in self.content.organisations}
