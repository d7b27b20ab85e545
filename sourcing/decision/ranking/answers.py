"""A lot's answers as a state of the rulebook's space, with the bands that its volume falls into."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from sourcing.brief import Lot
from sourcing.decision.cost.formula.inputs import minutes_per_item
from sourcing.rulebook.compiled import Rulebook


def lot_state(rulebook: Rulebook, lot: Lot) -> list[int]:
    """Return the state of a lot's answers, with bands filled from its volume where it is open."""
    return rulebook.space.state(lot_answers(rulebook, lot))


def lot_answers(rulebook: Rulebook, lot: Lot) -> Mapping[str, str | tuple[str, ...]]:
    """Return the lot's answers and the bands that its volume falls into; an answer given stands.

    An answer that says "not known yet" leaves its question open.
    """
    answers = {
        name: answer
        for name, answer in lot.answers.items()
        if not any(o.means_open and o.id == answer for o in rulebook.questions[name].options)
    }
    hours = lot_hours(rulebook, lot)
    if hours is None:
        return answers
    for name, bands in rulebook.bands.items():
        if name not in answers:
            options = rulebook.questions[name].options
            step = sum(hours >= threshold for threshold in bands.thresholds)
            answers[name] = options[step].id
    return answers


def lot_hours(rulebook: Rulebook, lot: Lot) -> Decimal | None:
    """Return a lot's accepted hours; items without minutes take those that are likely for the work."""
    volume = lot.volume
    if volume is None or volume.items is None or volume.minutes_per_item is not None:
        return volume.accepted_hours() if volume else None
    channels = rulebook.cost_space.axes[-1].everything
    pace = minutes_per_item(rulebook, [*rulebook.space.state(lot.answers), channels])
    if pace is None:
        return None
    return volume.model_copy(update={"minutes_per_item": pace.likely}).accepted_hours()
