"""A brief held against a rulebook: whether it takes the answers and knows the names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from math import ceil
from typing import Final

from sourcing.brief import Brief, Lot, salvage_brief
from sourcing.decision.intake.quotes import quote_problem, terms_problems
from sourcing.decision.ranking.answers import lot_state
from sourcing.decision.ranking.chosen import choice_problems
from sourcing.problems import InvalidInputError, Problem, nearest, offered, shown
from sourcing.rulebook.axes import Axis
from sourcing.rulebook.catalogue import spelling
from sourcing.rulebook.compiled import Rulebook
from sourcing.validation import Fault, Locate, Trail, within
from sourcing.values import plain

MOST_OPTIONS = 8

Finding = tuple[Trail, str]
NOTHING: Final[frozenset[Trail]] = frozenset()


def take_brief(
    rulebook: Rulebook,
    data: object,
    locate: Locate,
    *,
    on: date,
    unread: Collection[Trail] = NOTHING,
) -> Brief:
    """Return a brief in plain values that this rulebook takes, as of the day of the decision.

    Raises `InvalidInputError` with every problem found, of the brief's form and of its content:
    neither hides the other. `unread` are parts of which the caller says what is wrong with them.
    """
    found = salvage_brief(data)
    if found.record is None:
        raise InvalidInputError(_told(found.faults, locate))
    lost = found.lost.union(unread)
    findings = list(_findings(rulebook, found.record, on, lost))
    # What the rulebook says of a value tells more than what its form does.
    known = {path for path, _ in findings}
    faults = [f for f in found.faults if f.path not in known and not within(f.path, unread)]
    faults += [Fault(path, message) for path, message in findings]
    if faults:
        raise InvalidInputError(_told(faults, locate))
    return found.record


def brief_problems(rulebook: Rulebook, brief: Brief, locate: Locate, *, on: date) -> list[Problem]:
    """Return what in a brief this rulebook cannot take; each says where, what and how to mend it."""
    return _told((Fault(*finding) for finding in _findings(rulebook, brief, on, NOTHING)), locate)


def _told(faults: Iterable[Fault], locate: Locate) -> list[Problem]:
    return [Problem(locate(fault.path), "error", fault.message) for fault in faults]


def _findings(
    rulebook: Rulebook, brief: Brief, on: date, lost: Collection[Trail]
) -> Iterator[Finding]:
    """Yield what is wrong with the parts of a brief that could be read."""
    for n, lot in enumerate(brief.lots):
        yield from _lot(rulebook, lot, ("lots", n), lost)
        for name, key, message in terms_problems(rulebook, brief, lot):
            place: Trail = ("lots", n, "quotes", name, key)
            if not _unsure((place, ("exchange",), ("lots", n, "volume")), lost):
                yield place, message
    found = (
        *_organisations(rulebook, brief),
        *_currencies(rulebook, brief),
        *_days(brief, on),
        *_weeks(brief),
    )
    for path, message in found:
        if not _unsure(_resting_on(path), lost):
            yield path, message


def _resting_on(path: Trail) -> tuple[Trail, ...]:
    """Return the parts of a brief that a finding at this place rests on."""
    if path[0] == "competitors":
        return path, ("organisation",)
    return (path, ("exchange",)) if path[0] == "budget" else (path,)


def _unsure(parts: Iterable[Trail], lost: Collection[Trail]) -> bool:
    """Say whether some of these parts, or a part of them, could not be read."""
    return any(within(part, lost) or _under(part, lost) for part in parts)


def _under(path: Trail, lost: Collection[Trail]) -> bool:
    """Say whether a part of what a path leads to could not be read."""
    return any(each[: len(path)] == path for each in lost)


def _lot(rulebook: Rulebook, lot: Lot, path: Trail, lost: Collection[Trail]) -> Iterator[Finding]:
    if within(path, lost):
        return
    answers = dict(lot.answers)
    for name, answer in lot.answers.items():
        place = (*path, "answers", name)
        for message in _answer(rulebook, name, None if within(place, lost) else answer):
            answers.pop(name, None)
            yield place, message
    told = not _under((*path, "volume"), lost)
    # What cannot be read is as good as not said, and no rule fires for certain on what is not said.
    known = lot.model_copy(update={"answers": answers, "volume": lot.volume if told else None})
    yield from _impossible(rulebook, known, path)
    yield from _quotes(rulebook, known, path)
    whole = told and answers == lot.answers and not within((*path, "answers"), lost)
    yield from _chosen(rulebook, known, (*path, "chosen"), lost, whole=whole)


def _chosen(
    rulebook: Rulebook, lot: Lot, path: Trail, lost: Collection[Trail], *, whole: bool
) -> Iterator[Finding]:
    """Yield what is wrong with a choice; `whole` says that the lot could be read as it was meant."""
    if lot.chosen is None or within((*path, "channel"), lost):
        return
    if lot.chosen.channel not in rulebook.channel_ids:
        hint = offered(lot.chosen.channel, rulebook.channel_ids)
        yield (*path, "channel"), f"unknown channel '{shown(lot.chosen.channel)}'{hint}"
    elif whole:
        for part, message in choice_problems(rulebook, lot, lot.chosen):
            if not within((*path, part), lost):
                yield (*path, part), message


def _answer(rulebook: Rulebook, name: str, answer: str | tuple[str, ...] | None) -> Iterator[str]:
    """Yield what is wrong with an answer; None stands for one that is no option at all."""
    if name in rulebook.facts:
        yield f"'{name}' is worked out from the prices of the lot; leave it out"
        return
    if name not in rulebook.questions:
        yield f"unknown question '{shown(name)}'{offered(name, rulebook.questions)}"
        return
    axis = rulebook.space.axes[rulebook.space.index[name]]
    if answer is None:
        what = "options, as a list" if axis.kind == "multiple" else "one option"
        yield f"'{name}' takes {what}, in words. {_options(axis)}"
        return
    if isinstance(answer, tuple) and axis.kind != "multiple":
        yield f"'{name}' takes one option, not a list"
        return
    for option in (answer,) if isinstance(answer, str) else answer:
        if option not in axis.options:
            yield _unknown_option(axis, option)


def _unknown_option(axis: Axis, option: str) -> str:
    hint = nearest(option, axis.options) or "."
    return f"'{axis.id}' has no option '{shown(option)}'{hint} {_options(axis)}"


def _options(axis: Axis) -> str:
    more = " ..." if len(axis.options) > MOST_OPTIONS else ""
    return f"Its options: {', '.join(axis.options[:MOST_OPTIONS])}{more}"


def _impossible(rulebook: Rulebook, lot: Lot, path: Trail) -> Iterator[Finding]:
    state = lot_state(rulebook, lot)
    for rule in rulebook.impossible:
        if rule.condition.truth(state):
            last = rulebook.space.axes[max(rule.condition.reads())].id
            message = f"these answers cannot stand together: {rule.record.because}"
            yield (*path, "answers", last), message


def _quotes(rulebook: Rulebook, lot: Lot, path: Trail) -> Iterator[Finding]:
    directory = directory_of(rulebook)
    for name in lot.quotes:
        vendor = None if name in rulebook.channel_ids else directory.find(name)
        served = rulebook.organisations[vendor].channels if vendor else (name,)
        if name not in rulebook.channel_ids and vendor is None:
            known = [*rulebook.channel_ids, *rulebook.organisations]
            message = f"a quote is for a channel or a vendor; '{shown(name)}' is neither{nearest(name, known)}"
            yield (*path, "quotes", name), message
        elif problem := quote_problem(rulebook, lot, served):
            yield (*path, "quotes", name), problem


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


def _weeks(brief: Brief) -> Iterator[Finding]:
    """Yield the lots whose people are to work for more weeks than there are from start to end."""
    if not brief.start or not brief.end:
        return
    days = (brief.end - brief.start).days + 1
    for n, lot in enumerate(brief.lots):
        weeks = lot.volume.weeks if lot.volume else None
        if weeks is not None and weeks > ceil(days / 7):
            message = (
                f"{plain(weeks)} weeks do not fit between the start and the end, which leave "
                f"{ceil(days / 7)}; correct the weeks, or the dates"
            )
            yield ("lots", n, "volume", "weeks"), message


def _days(brief: Brief, on: date) -> Iterator[Finding]:
    """Yield the days that had not come when the decision is made: nobody can know of them."""
    exchange = brief.exchange
    if exchange and exchange.as_of > on:
        yield (
            ("exchange", "as_of"),
            f"{exchange.as_of} is after the day of the decision, {on}; give a rate of that day or before it",
        )
    for n, declared in enumerate(brief.declarations):
        if declared.date > on:
            yield (
                ("declarations", n, "date"),
                f"{declared.date} is after the day of the decision, {on}; give the day on which the interest was declared",
            )


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
