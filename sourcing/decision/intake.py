"""A brief held against a rulebook: whether it takes the answers and knows the names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from sourcing.brief import Brief, Lot
from sourcing.decision.answers import lot_state
from sourcing.decision.chosen import choice_problems
from sourcing.decision.quoted import quote_problem
from sourcing.problems import Problem, nearest
from sourcing.rulebook.axes import Axis
from sourcing.rulebook.catalogue import spelling
from sourcing.rulebook.compiled import Rulebook
from sourcing.validation import Locate, Trail


def brief_problems(rulebook: Rulebook, brief: Brief, locate: Locate) -> list[Problem]:
    """Return what in a brief this rulebook cannot take; each says where, what and how to mend it."""
    return [
        Problem(locate(path), "error", message)
        for check in (_lots, _organisations, _currencies)
        for path, message in check(rulebook, brief)
    ]


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
        yield from _quotes(rulebook, lot, n, sound=sound)
        if lot.chosen and lot.chosen.channel not in rulebook.channel_ids:
            hint = nearest(lot.chosen.channel, rulebook.channel_ids)
            message = f"unknown channel '{lot.chosen.channel}'{hint}"
            yield ("lots", n, "chosen", "channel"), message
        elif lot.chosen and sound:
            for part, message in choice_problems(rulebook, lot, lot.chosen):
                yield ("lots", n, "chosen", part), message


def _answer(rulebook: Rulebook, name: str, answer: str | tuple[str, ...]) -> Iterator[str]:
    if name in rulebook.facts:
        yield f"'{name}' is worked out from the prices of the lot; leave it out"
        return
    if name not in rulebook.questions:
        yield f"unknown question '{name}'{nearest(name, rulebook.questions)}"
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


def _quotes(rulebook: Rulebook, lot: Lot, n: int, *, sound: bool) -> Iterator[Finding]:
    directory = directory_of(rulebook)
    for name in lot.quotes:
        vendor = None if name in rulebook.channel_ids else directory.find(name)
        served = rulebook.organisations[vendor].channels if vendor else (name,)
        if name not in rulebook.channel_ids and vendor is None:
            known = [*rulebook.channel_ids, *rulebook.organisations]
            message = (
                f"a quote is for a channel or a vendor; '{name}' is neither{nearest(name, known)}"
            )
            yield ("lots", n, "quotes", name), message
        elif sound and (problem := quote_problem(rulebook, lot, served)):
            yield ("lots", n, "quotes", name), problem


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


def _currencies(rulebook: Rulebook, brief: Brief) -> Iterator[Finding]:
    exchange, budget = brief.exchange, brief.budget
    if exchange and exchange.of != rulebook.currency:
        message = (
            f"the figures of the rulebook are in {rulebook.currency}; "
            f"say what one {exchange.currency} is worth of {rulebook.currency}"
        )
        yield ("exchange", "of"), message
    priced_in = exchange.currency if exchange else rulebook.currency
    if budget and budget.currency not in (None, priced_in):
        rate = (
            "" if exchange else f", or enter under 'exchange' what one {budget.currency} is worth"
        )
        message = (
            f"the brief is priced in {priced_in} and its budget is in {budget.currency}; "
            f"enter the budget in {priced_in}{rate}"
        )
        yield ("budget", "currency"), message


@dataclass(frozen=True)
class Directory:
    """Every spelling under which the catalogue knows an organisation."""

    spellings: Mapping[str, str]

    def find(self, name: str) -> str | None:
        """Return the id of the organisation that goes by this name, or None."""
        return self.spellings.get(spelling(name))

    def near(self, name: str) -> str | None:
        """Return the id of the organisation whose name is most like this one, or None."""
        close = get_close_matches(spelling(name), sorted(self.spellings), n=1, cutoff=0.75)
        return self.spellings[close[0]] if close else None


def directory_of(rulebook: Rulebook) -> Directory:
    """Return the directory of a rulebook's catalogue, built once."""
    if "directory" not in rulebook.memory:
        rulebook.memory["directory"] = _directory(rulebook)
    directory: Directory = rulebook.memory["directory"]
    return directory


def _directory(rulebook: Rulebook) -> Directory:
    return Directory(
        {
            spelling(name): organisation.id
            for organisation in rulebook.content.organisations
            for name in (organisation.id, organisation.name, *organisation.aliases)
        }
    )
