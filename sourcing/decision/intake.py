"""A brief held against a rulebook: whether it takes the answers and knows the names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sourcing.brief import Brief, Lot
from sourcing.problems import Problem, nearest
from sourcing.rulebook.axes import Axis
from sourcing.rulebook.compiled import Rulebook
from sourcing.validation import Locate, Trail


def brief_problems(rulebook: Rulebook, brief: Brief, locate: Locate) -> list[Problem]:
    """Return what in a brief this rulebook cannot take; each says where, what and how to mend it."""
    return [
        Problem(locate(path), "error", message)
        for check in (_lots, _organisations)
        for path, message in check(rulebook, brief)
    ]


def lot_state(rulebook: Rulebook, lot: Lot) -> list[int]:
    """Return the state of a lot's answers, with bands filled from its volume where it is open."""
    return rulebook.space.state(lot_answers(rulebook, lot))


def lot_answers(rulebook: Rulebook, lot: Lot) -> Mapping[str, str | tuple[str, ...]]:
    """Return the lot's answers and the bands that its volume falls into; an answer given stands."""
    hours = lot.volume.accepted_hours() if lot.volume else None
    if hours is None:
        return lot.answers
    answers = dict(lot.answers)
    for name, bands in rulebook.bands.items():
        if name not in answers:
            options = rulebook.questions[name].options
            step = sum(hours >= threshold for threshold in bands.thresholds)
            answers[name] = options[step].id
    return answers


Finding = tuple[Trail, str]


def _lots(rulebook: Rulebook, brief: Brief) -> Iterator[Finding]:
    for n, lot in enumerate(brief.lots):
        sound = True
        for name, answer in lot.answers.items():
            for message in _answer(rulebook, name, answer):
                sound = False
                yield ("lots", n, "answers", name), message
        if sound:
            yield from _impossible(rulebook, lot, n)
        yield from _quotes(rulebook, lot, n)
        if lot.chosen and lot.chosen.channel not in rulebook.channel_ids:
            hint = nearest(lot.chosen.channel, rulebook.channel_ids)
            message = f"unknown channel '{lot.chosen.channel}'{hint}"
            yield ("lots", n, "chosen", "channel"), message


def _answer(rulebook: Rulebook, name: str, answer: str | tuple[str, ...]) -> Iterator[str]:
    if name not in rulebook.space.index:
        yield f"unknown question '{name}'{nearest(name, rulebook.space.index)}"
        return
    axis = rulebook.space.axes[rulebook.space.index[name]]
    if isinstance(answer, tuple) and axis.kind != "multiple":
        yield f"'{name}' takes one option, not a list"
        return
    for option in (answer,) if isinstance(answer, str) else answer:
        if option not in axis.options:
            yield _unknown_option(axis, option)


def _unknown_option(axis: Axis, option: str) -> str:
    shown = ", ".join(axis.options[:8]) + (" ..." if len(axis.options) > 8 else "")  # noqa: PLR2004
    hint = nearest(option, axis.options) or "."
    return f"'{axis.id}' has no option '{option}'{hint} Its options: {shown}"


def _impossible(rulebook: Rulebook, lot: Lot, n: int) -> Iterator[Finding]:
    state = lot_state(rulebook, lot)
    for rule in rulebook.impossible:
        if rule.condition.truth(state):
            last = rulebook.space.axes[max(rule.condition.reads())].id
            message = f"these answers cannot stand together: {rule.record.because}"
            yield ("lots", n, "answers", last), message


def _quotes(rulebook: Rulebook, lot: Lot, n: int) -> Iterator[Finding]:
    directory = directory_of(rulebook)
    for name in lot.quotes:
        if name not in rulebook.channel_ids and directory.find(name) is None:
            known = [*rulebook.channel_ids, *rulebook.organisations]
            message = (
                f"a quote is for a channel or a vendor; '{name}' is neither{nearest(name, known)}"
            )
            yield ("lots", n, "quotes", name), message


def _organisations(rulebook: Rulebook, brief: Brief) -> Iterator[Finding]:
    own = brief.organisation.is_
    if own is not None and own not in rulebook.organisations:
        hint = nearest(own, rulebook.organisations) or "."
        message = f"unknown organisation '{own}'{hint} Leave 'is' out where the buyer is not in the catalogue"
        yield ("organisation", "is"), message
    directory = directory_of(rulebook)
    names = {own, (brief.organisation.name or "").casefold()} - {None, ""}
    for n, rival in enumerate(brief.competitors):
        if directory.find(rival) in names or rival.casefold() in names:
            message = f"'{rival}' is the buyer's own organisation; a competitor is somebody else"
            yield ("competitors", n), message


@dataclass(frozen=True)
class Directory:
    """Every spelling under which the catalogue knows an organisation."""

    spellings: Mapping[str, str]

    def find(self, name: str) -> str | None:
        """Return the id of the organisation that goes by this name, or None."""
        spelling = " ".join(name.split()).casefold()
        return self.spellings.get(spelling)


def directory_of(rulebook: Rulebook) -> Directory:
    """Return the directory of a rulebook's catalogue, built once."""
    if "directory" not in rulebook.memory:
        rulebook.memory["directory"] = _directory(rulebook)
    directory: Directory = rulebook.memory["directory"]
    return directory


def _directory(rulebook: Rulebook) -> Directory:
    spellings = {
        spelling.casefold(): organisation.id
        for organisation in rulebook.content.organisations
        for spelling in (organisation.id, organisation.name, *organisation.aliases)
    }
    return Directory(spellings)
