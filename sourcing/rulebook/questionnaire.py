"""Checks of questions and channels: what all conditions speak of must itself be sound."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from sourcing.problems import Place, Problem, nearest, offered
from sourcing.rulebook.axes import MOST_OPTIONS_OF_A_MULTIPLE
from sourcing.rulebook.model.content import Content
from sourcing.rulebook.model.questions import Bands, DerivedFact, Question
from sourcing.rulebook.model.rules import Channel
from sourcing.rulebook.spots import Spot, Spots
from sourcing.rulebook.vocabulary import NO_CHANNEL, computed_axes


def questionnaire_problems(content: Content, spots: Spots) -> list[Problem]:
    """Return what is wrong with questions and channels."""
    problems = [
        Problem(Place("rulebook"), "error", f"has no {kind}; add a file with '{kind}:'")
        for kind in ("questions", "channels")
        if not getattr(content, kind)
    ]
    for spot, record in spots:
        if isinstance(record, Question):
            problems += _question(spot, record)
        if isinstance(record, DerivedFact):
            problems += _fact(spot, record, content)
        if isinstance(record, Channel) and record.id == NO_CHANNEL:
            fault = f"'{NO_CHANNEL}' means that no channel fits; give the channel another id"
            problems.append(spot.problem(fault, "id"))
    return problems


def _question(spot: Spot, question: Question) -> Iterator[Problem]:
    if question.id in computed_axes():
        fault = f"'{question.id}' is a word that conditions read for something else; rename it"
        yield spot.problem(fault, "id")
    options = [option.id for option in question.options]
    yield from _options(spot, question, options)
    if question.kind == "multiple" and len(options) > MOST_OPTIONS_OF_A_MULTIPLE:
        most = MOST_OPTIONS_OF_A_MULTIPLE
        yield spot.problem(
            f"a multiple choice may have at most {most} options; split it", "options"
        )
    yield from _assumed(spot, question, options)
    if question.bands:
        yield from _bands(spot, question, question.bands, options)


def _fact(spot: Spot, fact: DerivedFact, content: Content) -> Iterator[Problem]:
    if fact.id in computed_axes() or fact.id in {question.id for question in content.questions}:
        fault = f"'{fact.id}' is a word that conditions read for something else; rename it"
        yield spot.problem(fault, "id")
    channels = {channel.id: channel for channel in content.channels}
    if fact.channel not in channels:
        hint = offered(fact.channel, channels)
        yield spot.problem(f"unknown channel '{fact.channel}'{hint}", "channel")
    elif channels[fact.channel].pricing is None:
        fault = f"'{fact.channel}' has no prices to compare; give the channel a 'pricing'"
        yield spot.problem(fault, "channel")
    options = [option.id for option in fact.options]
    yield from _options(spot, fact, options)
    if len(fact.thresholds) != len(options) - 1:
        fault = f"{len(options)} options need {len(options) - 1} thresholds"
        yield spot.problem(f"{fault}; found {len(fact.thresholds)}", "thresholds")
    yield from _rising(spot, fact.thresholds, "thresholds")
    yield from spot.unknown([fact.otherwise], options, f"option of '{fact.id}'", "otherwise")
    if fact.assumption and not fact.reason:
        yield spot.problem("an assumption needs a reason; add 'reason'", "assumption")


def _rising(spot: Spot, thresholds: Sequence[Decimal], *path: str) -> Iterator[Problem]:
    for i, (lower, higher) in enumerate(pairwise(thresholds), start=1):
        if lower >= higher:
            fault = f"thresholds must rise from one to the next; {higher} follows {lower}"
            yield spot.problem(fault, *path, i)


def _options(spot: Spot, question: Question | DerivedFact, options: list[str]) -> Iterator[Problem]:
    groups = {group.id for group in question.groups} if isinstance(question, Question) else set()
    seen: dict[str, str] = {}
    for i, option in enumerate(question.options):
        first = seen.setdefault(option.id.lower(), option.id)
        if option.id in options[:i]:
            fault = f"the option '{option.id}' stands twice; give one another id"
            yield spot.problem(fault, "options", i)
        elif first != option.id:
            fault = f"the options '{first}' and '{option.id}' differ only in case; rename one"
            yield spot.problem(fault, "options", i)
        if option.group is not None and option.group not in groups:
            hint = offered(option.group, groups)
            yield spot.problem(f"unknown group '{option.group}'{hint}", "options", i, "group")


def _assumed(spot: Spot, question: Question, options: list[str]) -> Iterator[Problem]:
    if question.mission:
        if question.assumed is not None or question.assumed_when:
            given = "assumed" if question.assumed is not None else "assumed_when"
            yield spot.problem("nothing is assumed for a mission question; remove it", given)
        return
    if question.assumed is None:
        yield spot.problem(f"'{question.id}' needs 'assumed', the option used while it is open")
        return
    for i, option in enumerate(question.options):
        if option.means_open and option.id != question.assumed:
            fault = "an option that leaves the question open must be the one that is assumed"
            yield spot.problem(fault, "options", i, "means_open")
    several = question.kind == "multiple"
    answers: list[tuple[str | tuple[str, ...], tuple[str | int, ...]]] = [
        (question.assumed, ("assumed",)),
        *(
            (assumption.option, ("assumed_when", i, "option"))
            for i, assumption in enumerate(question.assumed_when)
        ),
    ]
    for answer, path in answers:
        if isinstance(answer, tuple) != several:
            form = "a list of options; put it in brackets" if several else "one option, not a list"
            yield spot.problem(f"'{question.id}' takes {form}", *path)
        named = answer if isinstance(answer, tuple) else (answer,)
        yield from spot.unknown(named, options, f"option of '{question.id}'", *path)


def _bands(spot: Spot, question: Question, bands: Bands, options: list[str]) -> Iterator[Problem]:
    if question.kind != "scale" or len(bands.thresholds) != len(options) - 1:
        found = f"found a {question.kind} and {len(bands.thresholds)}"
        fault = f"bands need a scale and {len(options) - 1} thresholds for {len(options)} options"
        yield spot.problem(f"{fault}; {found}", "bands", "thresholds")
    yield from _rising(spot, bands.thresholds, "bands", "thresholds")
    for option in options:
        if option not in bands.typical:
            fault = f"'typical' needs one number for each option; add '{option}'"
            yield spot.problem(fault, "bands", "typical")
    for option in bands.typical:
        if option not in options:
            hint = nearest(option, options)
            fault = f"unknown option '{option}' of '{question.id}'{hint or '; remove it'}"
            yield spot.problem(fault, "bands", "typical", option)
    if bands.assumption and not bands.reason:
        yield spot.problem("an assumption needs a reason; add 'reason'", "bands")
