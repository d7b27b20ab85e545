"""What explains a lot, in the reader's words: for the page, for paper and for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from sourcing.report import formats
from sourcing.report.model.marks import ChannelMark
from sourcing.report.words import Plain, Words

Change: TypeAlias = Mapping[str, str | Sequence[str]]

MOST_OPTIONS = 4
MOST_ROWS = 8
_PARTS = {Fraction(1, 2): "half", Fraction(1, 3): "a third", Fraction(1, 4): "a quarter"}
_TIMES = {2: "twice", 3: "three times", 4: "four times"}


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of the account, with the rules that it speaks of."""

    text: str
    kind: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhyNotView:
    """Another channel: why it is not recommended, and what would have to be answered instead."""

    channel: ChannelMark
    reason: str
    change: str


@dataclass(frozen=True, slots=True)
class FlipView:
    """Answers that lead to another channel: the question with the answers that each do so alone."""

    change: str
    channel: ChannelMark | None
    instead: str


@dataclass(frozen=True, slots=True)
class HoldView:
    """How far the weight of one criterion can move."""

    criterion: str
    text: str


@dataclass(frozen=True, slots=True)
class ExplainedView:
    """All that explains one lot."""

    why: tuple[Said, ...]
    why_not: tuple[WhyNotView, ...]
    flips: tuple[FlipView, ...]
    more_flips: str | None
    settled: str
    can_win: tuple[str, ...]
    settles_most: str | None
    holds: tuple[HoldView, ...]
    one_sided: str | None

    @property
    def paragraph(self) -> str:
        """The account as one paragraph."""
        return " ".join(said.text for said in self.why)


def explained(words: Words, lot: Plain) -> ExplainedView | None:
    """Return what explains a lot's document; None where it was made without an explanation."""
    found = lot.get("explanation")
    if not found:
        return None
    flips = tuple(_flips(words, lot))
    return ExplainedView(
        why=tuple(Said(s["text"], s["kind"], tuple(s["rules"])) for s in found["why"]),
        why_not=tuple(why_not_view(words, lot, each) for each in found["why_not"]),
        flips=flips[:MOST_ROWS],
        more_flips=_more_flips(found["flips"], flips, lot),
        settled=_settled(words, lot),
        can_win=tuple(_can_win(words, lot)),
        settles_most=_settles_most(words, found),
        holds=tuple(_holds(words, found)),
        one_sided=_one_sided(words, lot, found),
    )


def why_not_view(words: Words, lot: Plain, account: Plain) -> WhyNotView:
    """Return why one channel is not recommended."""
    channel = words.channel(account["channel"])
    return WhyNotView(channel, _reason(words, lot, account), _change(words, account))


def _reason(words: Words, lot: Plain, account: Plain) -> str:
    lacks = account["lacks"]
    if account["excluded_by"]:
        outcome = next(c for c in lot["channels"] if c["channel"] == account["channel"])
        gates = [formats.sentence(gate["because"]) for gate in outcome["excluded_by"]]
        ahead = ""
        if lacks is not None and lacks < 0:
            ahead = f" It would be ahead by {_points(-lacks)}."
        return f"Excluded.{ahead} {' '.join(dict.fromkeys(gates))}"
    if lacks is None:
        return "No channel is recommended."
    if lacks == 0:
        best = words.channel(lot["recommended"]).label
        return f"Level with {best} on points, and second in the order of ties."
    return f"Lacks {_points(lacks)}."


def _change(words: Words, account: Plain) -> str:
    if account["change"] is not None:
        count = formats.counted(len(account["change"]), "answer")
        return f"With {count} changed it would be recommended: {_changed(words, account['change'])}"
    if account["searched"]:
        return f"No change of up to {formats.counted(account['searched'], 'answer')} would do."
    return "No change of answers would do."


def _flips(words: Words, lot: Plain) -> Iterator[FlipView]:
    """Yield the changes, those of one question that lead to the same channel together."""
    groups: dict[tuple[object, ...], list[Plain]] = {}
    for flip in lot["flips"] or ():
        single = len(flip["change"]) == 1
        key = (*flip["change"],) if single else (repr(flip["change"]),)
        groups.setdefault((*key, flip["recommended"]), []).append(flip)
    for flips in groups.values():
        name = flips[0]["recommended"]
        changes = [flip["change"] for flip in flips]
        yield FlipView(
            change=_if_instead(words, changes),
            channel=words.channel(name) if name else None,
            instead=words.channel(name).label if name else "No channel fits",
        )


def _if_instead(words: Words, changes: Sequence[Change]) -> str:
    if len(changes) == 1 or len(changes[0]) > 1:
        return _changed(words, changes[0])
    (question,) = changes[0]
    kept = _smallest([change[question] for change in changes])
    answers = [words.answer(question, value) for value in kept]
    more = len(changes) - len(answers[:MOST_OPTIONS])
    shown = "; ".join(answers[:MOST_OPTIONS])
    if more and len(kept) <= MOST_OPTIONS:
        return f"{_asked(words, question)} {shown}, alone or with others."
    if more:
        return f"{_asked(words, question)} {shown}; or {formats.counted(more, 'other answer')}."
    listed = f"{'; '.join(answers[:-1])}; or {answers[-1]}"
    return f"{_asked(words, question)} {listed}."


def _smallest(values: Sequence[str | Sequence[str]]) -> list[str | Sequence[str]]:
    """Return the answers without those that only add options to another of them."""
    sets = [frozenset(value) for value in values if not isinstance(value, str)]
    return [
        value
        for value in values
        if isinstance(value, str) or not any(other < frozenset(value) for other in sets)
    ]


def _changed(words: Words, change: Change) -> str:
    """Return changed answers, each after its question."""
    return " ".join(
        f"{_asked(words, name)} {formats.sentence(words.answer(name, value))}"
        for name, value in change.items()
    )


def _asked(words: Words, name: str) -> str:
    label = words.question(name)
    return label if label.endswith("?") else f"{label}:"


def _more_flips(flips: Plain, shown: Sequence[FlipView], lot: Plain) -> str | None:
    changes, found = flips["changes"], flips["found"]
    if not found:
        if changes > 1:
            return "No change of one or two answers changes the recommendation."
        return None
    kind = "single answer changes" if changes == 1 else "pair of answers changes"
    kinds = "single answers change" if changes == 1 else "pairs of answers change"
    total = f"{found:,} {kind if found == 1 else kinds} the recommendation"
    if changes > 1:
        return f"No single answer changes it; {total}."
    if len(shown) > MOST_ROWS or found > len(lot["flips"]):
        return f"{total} in all."
    return None


def _settled(words: Words, lot: Plain) -> str:
    """Say how many questions are answered, and what that settles."""
    found = lot["explanation"]
    count = f"{found['answered']} of {formats.counted(found['questions'], 'question')} answered"
    if lot["settled"]:
        waiting = len(found["signals_wait_for"])
        label = words.channel(lot["recommended"]).label
        said = f"{count}: {label} whatever you answer further"
        if not waiting:
            return f"{said}."
        more = formats.counted(waiting, "more question")
        return f"{said}; {more} could change signals."
    others = [name for name in lot["possible"] if name != lot["recommended"]]
    if not others:
        return f"{count}: some answers would leave no channel."
    return f"{count}: {words.channels(others, 'or')} can still win."


def _can_win(words: Words, lot: Plain) -> Iterator[str]:
    for each in lot["explanation"]["can_win"]:
        label = words.channel(each["channel"]).label
        if each["channel"] == lot["recommended"]:
            continue
        if each["when"] is None:
            yield f"{label} could come out level, and would lose the tie."
        else:
            yield f"{label} would win with: {_changed(words, each['when'])}"


def _settles_most(words: Words, found: Plain) -> str | None:
    most = found["settles_most"]
    if most is None:
        return None
    left = formats.number(most["left"])
    outcomes = formats.counted(most["now"], "outcome")
    return (
        f"{words.question(most['question'])} Its answer settles most: of {outcomes} it leaves "
        f"{left} on average."
    )


def _holds(words: Words, found: Plain) -> Iterator[HoldView]:
    for hold in found["holds"]:
        parts = [part for end in ("least", "most") if (part := _end(words, hold, end))]
        if parts:
            yield HoldView(
                words.criterion(hold["criterion"]), f"Holds unless it {' or '.join(parts)}."
            )


def _end(words: Words, hold: Plain, end: str) -> str | None:
    """Say at which weight another channel would win: less than half as much (then Crowd)."""
    weight = hold[end]
    if weight is None:
        return None
    factor = hold[f"{end}_factor"]
    beyond = words.channel(hold["below" if end == "least" else "above"]).label
    low = end == "least"
    if Fraction(weight) == 0:
        return f"weighs nothing (then {beyond})"
    if factor is None:
        return f"weighs more than {_figure(Fraction(weight))} (then {beyond})"
    ratio = Fraction(factor)
    if ratio == 1:
        return f"weighs any {'less' if low else 'more'} than now (then {beyond})"
    than = f"{'less' if low else 'more'} than {_times(ratio)}"
    if not hold[f"{end}_holds"]:
        than = f"{_times(ratio)} as much or {'less' if low else 'more'}"
        return f"weighs {than} (then {beyond})"
    return f"weighs {than} as much as now (then {beyond})"


def _points(value: float) -> str:
    size = formats.number(str(value))
    return f"{size} {'point' if size == '1' else 'points'}"


def _times(ratio: Fraction) -> str:
    if ratio in _PARTS:
        return _PARTS[ratio]
    if ratio.denominator == 1 and ratio.numerator in _TIMES:
        return _TIMES[ratio.numerator]
    return f"{_figure(ratio)} times"


def _figure(value: Fraction) -> str:
    return formats.number(str(round(float(value), 2)))


def _one_sided(words: Words, lot: Plain, found: Plain) -> str | None:
    one = found["one_sided"]
    if one is None:
        return None
    best = words.channel(lot["recommended"]).label
    instead = words.channel(one["recommended"]).label if one["recommended"] else "no channel"
    sources = formats.listed(one["sources"])
    advice = formats.counted(len(one["without"]), "preference")
    return (
        f"{best} wins on interested advice: without {advice} from {sources}, whose author gains "
        f"where it is chosen, {instead} would be recommended."
    )
