"""The channel that a buyer takes instead of the recommended one: what it needs, what it sets aside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sourcing.brief import Chosen, Lot
from sourcing.decision.model.decision import Choice
from sourcing.decision.ranking.rank import rank
from sourcing.decision.ranking.standing import standing_of
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.model.rules import Gate

TOO_EARLY = (
    "nothing is recommended yet that could be departed from; "
    "answer the questions that are asked first, or leave 'chosen' out"
)


def choice_of(
    rulebook: Rulebook, lot: Lot, state: Sequence[int], recommended: str | None
) -> Choice | None:
    """Return the buyer's choice for a lot, with the gates that it sets aside."""
    if lot.chosen is None:
        return None
    chosen = lot.chosen
    return Choice(
        channel=chosen.channel,
        reason=chosen.reason,
        person=chosen.person,
        second_person=chosen.second_person,
        second_reason=chosen.second_reason,
        differs=chosen.channel != recommended,
        gates=tuple(gate.id for gate in _gates(rulebook, state, chosen.channel)),
    )


def choice_problems(rulebook: Rulebook, lot: Lot, chosen: Chosen) -> Iterator[tuple[str, str]]:
    """Yield why a choice cannot stand, with the part of it that is at fault.

    What law or contract bars is refused; what a policy excludes needs a second person.
    """
    standing = standing_of(rulebook, lot)
    if not standing.complete:
        yield "channel", TOO_EARLY
        return
    gates = _gates(rulebook, standing.state, chosen.channel)
    barring = [gate for gate in gates if gate.kind != "policy"]
    for gate in barring:
        said = f"'{chosen.channel}' is barred by {gate.kind} ({gate.id}), and nobody can set that"
        yield "channel", f"{said} aside here: {gate.because} Choose another channel"
    if gates and not barring:
        yield from _second_person(chosen, gates)


def _second_person(chosen: Chosen, gates: Sequence[Gate]) -> Iterator[tuple[str, str]]:
    named = ", ".join(gate.id for gate in gates)
    barred = f"'{chosen.channel}' is excluded by policy ({named})"
    for part in ("second_person", "second_reason"):
        if not getattr(chosen, part):
            what = part.removeprefix("second_")
            yield part, f"{barred}, so somebody else must agree: add the second {what}"
    if _plain(chosen.person) == _plain(chosen.second_person or ""):
        yield "second_person", f"{barred}; '{chosen.person}' cannot also be the second person"


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _gates(rulebook: Rulebook, state: Sequence[int], channel: str) -> list[Gate]:
    """Return the gates that put a channel out, in order of their ids."""
    place = rulebook.channel_ids.index(channel)
    acting = rank(rulebook, state).acting
    found = [
        rule.record
        for rule, acts in zip(rulebook.channel_rules, acting, strict=True)
        if acts and rule.excludes >> place & 1 and isinstance(rule.record, Gate)
    ]
    return sorted(found, key=lambda gate: gate.id)
