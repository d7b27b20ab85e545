"""What a buyer must know and do: signals, safeguards and practices to avoid."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from sourcing.rulebook.model.base import Conditional, Sourced
from sourcing.rulebook.model.duties import Due
from sourcing.rulebook.model.rules import Severity
from sourcing.values import Id, Record, Text


class Signal(Record):
    """The name of a signal or conflict flag, as it is shown."""

    id: Id
    label: Text


class SignalRule(Conditional, Sourced):
    """Raises a signal on a lot; `ask` is the question to put to the vendor."""

    id: Id
    signal: Id
    severity: Severity
    because: Text
    ask: Text | None = None


class Safeguard(Conditional, Sourced):
    """A measure, clause, piece of evidence or question that the decision calls for."""

    id: Id
    kind: Literal["measure", "clause", "evidence", "question"]
    text: Text
    because: Text
    owner: Text | None = None
    due: Due | None = None
    internal: bool = Field(
        default=False, description="true where it is for the buyer alone and never sent to vendors"
    )


class Practice(Conditional, Sourced):
    """A practice to avoid on this lot."""

    id: Id
    avoid: Text
    because: Text
