"""What a buyer must know and do: signals, safeguards and practices to avoid."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from sourcing.rulebook.model.base import Conditional, Sourced
from sourcing.rulebook.model.duties import Due
from sourcing.rulebook.model.rules import Severity
from sourcing.values import Id, Record, Text


def _in_words(text: str) -> str:
    """Refuse a single word, which could not be told from the id of another request."""
    if len(text.split()) < 2:  # noqa: PLR2004 - two words and more
        msg = "expected a sentence: a single word reads as an id"
        raise ValueError(msg)
    return text


class Signal(Record):
    """The name of a signal or conflict flag, as it is shown."""

    id: Id
    label: Text


class RequestTheme(Record):
    """A heading under which things are asked of vendors; `order` puts the headings in line."""

    id: Id
    order: int
    label: Text


class VendorRequest(Record):
    """One thing asked of vendors, said once for all rules that ask it.

    It is sent as it stands: a question that the vendor can answer, evidence that it can attach, or
    a clause that it can sign, without a reason or a name of ours.
    """

    id: Id
    theme: Id
    kind: Literal["question", "evidence", "clause"]
    text: Annotated[Text, AfterValidator(_in_words)]


class SignalRule(Conditional, Sourced):
    """Raises a signal on a lot; `ask` is the question to put to the vendor, or its id."""

    id: Id
    signal: Id
    severity: Severity
    because: Text
    ask: Text | None = None
    about: tuple[Id, ...] = Field(
        default=(),
        description=(
            "Channels that it speaks of: where a lot uses none of them, it is told after the others"
        ),
    )


class Safeguard(Conditional, Sourced):
    """A measure, clause, piece of evidence or question that the decision calls for.

    `text` may be the id of a vendor request; `theme` is where what is sent to vendors stands.
    """

    id: Id
    kind: Literal["measure", "clause", "evidence", "question"]
    text: Text
    theme: Id | None = None
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
