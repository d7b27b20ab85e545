"""The questions of a decision as a document to send to vendors, in Markdown.

It holds what a vendor must answer, show and sign, and what it needs to know of the work. It holds
no reason, rival, budget, other vendor or recommendation of the buyer's: only answers that the
rulebook marks for vendors are told, and names of rivals and vendors are withheld wherever the
buyer wrote them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from sourcing.report import formats

Plain = Mapping[str, Any]

WITHHELD: Final = "(name withheld)"
_PARTS: Final = (
    ("question", "Questions", "Answer:"),
    ("evidence", "To attach", "Attached, with its date:"),
    ("clause", "Terms", "Accepted, or your wording:"),
)
"""Each kind of request, its heading, and the line on which the vendor replies."""
_KEYS: Final = (("question", "ask"), ("evidence", "evidence"), ("clause", "clause"))
_FURTHER: Final = "Further points"
_RESPONDENT: Final = (
    "Company, as registered",
    "Who answers for it, and in which post",
    "Address for questions",
    "Day of the answer",
    "Offer holds until",
)
_PRICE: Final = (
    "You bill for an hour",
    "The worker receives of it",
    "Your fee, and of what it is a share",
    "Minimum",
    "Set-up, once",
    "Earliest start",
)
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|])")


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing asked of vendors: a question, evidence or a clause, and by when it is wanted.

    `only_if` says of which work it is asked, where that is not settled.
    """

    kind: str
    text: str
    due: str | None = None
    only_if: str = ""


def as_request(document: Plain) -> str:
    """Return the request for proposals that follows from a decision's document."""
    brief, private = document["brief"], _private(document)
    asked = tuple(_asked(document))
    title = _safe(brief.get("title", "Untitled"), private)
    lines = [
        f"# Request for proposals: {title}",
        "",
        *_letterhead(document, asked, private),
        *_work(document, private),
        *_how_to_reply(document, asked),
        *_themes(document, asked),
        *_prices(document, private),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _letterhead(document: Plain, asked: Iterable[Asked], private: Iterable[str]) -> Iterator[str]:
    brief = document["brief"]
    buyer = (brief.get("organisation") or {}).get("name")
    if buyer:
        yield f"From: {_safe(buyer)}  "
    yield f"Drawn up: {formats.day(document['date'])}  "
    yield f"Reply: {_reply_by(document, asked)}"
    yield ""
    names = [_safe(lot["name"], private) for lot in brief["lots"]]
    lots = f"in {formats.counted(len(names), 'lot')}: {formats.listed(names)}. "
    either = "You may offer for one of them, for several or for all. " if len(names) > 1 else ""
    yield (
        f"We ask for your offer for the work below{', ' + lots if len(names) > 1 else '. '}{either}"
        "Nothing in this document is an order, and it binds neither of us."
    )
    yield ""


def _reply_by(document: Plain, asked: Iterable[Asked]) -> str:
    """Return by when answers are wanted: the first day on which one of them is."""
    found = list(asked)
    questions = [one.due for one in found if one.due and one.kind == "question"]
    days = questions or [one.due for one in found if one.due]
    if not days:
        return "as soon as you can"
    first = min(days)
    if first <= document["date"]:
        return "at once, for the work starts soon"
    return f"by {formats.day(first)}"


def _work(document: Plain, private: Iterable[str]) -> Iterator[str]:
    brief = document["brief"]
    yield "## The work"
    yield ""
    yield from _when(brief)
    for lot in zip(brief["lots"], document["lots"], strict=True):
        yield from _lot(document, *lot, private)


def _when(brief: Plain) -> Iterator[str]:
    """Yield when and where the work is to be done, as far as the brief says."""
    said = []
    if brief.get("start"):
        said.append(f"The work starts on {formats.day(brief['start'])}.")
    if brief.get("end"):
        said.append(f"Results are needed by {formats.day(brief['end'])}.")
    if brief.get("worker_countries"):
        said.append(f"People must be able to work from: {', '.join(brief['worker_countries'])}.")
    if said:
        yield " ".join(said)
        yield ""


def _how_to_reply(document: Plain, asked: Iterable[Asked]) -> Iterator[str]:
    kinds = {one.kind for one in asked}
    yield "## How to reply"
    yield ""
    if kinds:
        yield "- Keep the numbers, and answer each of them as of the day of your answer."
        yield "- Where you have nothing, or cannot answer, say so. An empty answer counts as nothing."
    if "evidence" in kinds:
        yield "- Attach papers under their number, each with its date."
    if "clause" in kinds:
        yield "- Accept each term, or give the wording that you would sign."
    if _priced(document):
        yield "- Give your prices in the table at the end, for each lot by itself."
    yield "- Mark what is confidential; we show it only to those who decide."
    yield ""
    yield "| About you | |"
    yield "| --- | --- |"
    yield from (f"| {row} | |" for row in _RESPONDENT)
    yield ""


def _themes(document: Plain, asked: Iterable[Asked]) -> Iterator[str]:
    """Yield what is asked, under the headings of the rulebook and numbered through each of them."""
    requests = document["names"].get("requests") or {"themes": {}, "theme_of": {}}
    grouped: dict[str, list[Asked]] = {}
    for one in asked:
        grouped.setdefault(requests["theme_of"].get(one.text, ""), []).append(one)
    headings = [*requests["themes"].items(), ("", _FURTHER)]
    shown = [(label, grouped[theme]) for theme, label in headings if theme in grouped]
    for n, (label, found) in enumerate(shown, start=1):
        yield f"## {n}. {_safe(label)}"
        yield ""
        yield from _theme(n, found)


def _theme(n: int, found: Iterable[Asked]) -> Iterator[str]:
    count = 0
    of_kind: dict[str, list[Asked]] = {}
    for one in found:
        of_kind.setdefault(one.kind, []).append(one)
    for kind, heading, reply in _PARTS:
        if kind in of_kind:
            yield f"### {heading}"
            yield ""
        for one in of_kind.get(kind, ()):
            count += 1
            yield f"**{n}.{count}** {formats.sentence(_safe(one.text))}"
            yield ""
            if one.only_if:
                yield f"_Only where this holds, which is not settled yet: {_safe(one.only_if)}._"
                yield ""
            yield reply
            yield ""


def _prices(document: Plain, private: Iterable[str]) -> Iterator[str]:
    """Yield the table of prices to be filled in; nothing where the rulebook prices nothing."""
    if not _priced(document):
        return
    brief = document["brief"]
    currency = document["totals"].get("currency")
    yield "## Your price"
    yield ""
    yield (
        f"In {currency}, without tax. Where you price by the item or by another unit, say so in the "
        "first column of figures and give the minutes that one takes."
    )
    yield ""
    yield f"| Lot | {' | '.join(_PRICE)} |"
    yield f"| --- |{' --- |' * len(_PRICE)}"
    for lot in brief["lots"]:
        yield f"| {_safe(lot['name'], private)} |{' |' * len(_PRICE)}"
    yield ""


def _priced(document: Plain) -> bool:
    return any(channel["cost"] for lot in document["lots"] for channel in lot["channels"])


def _lot(document: Plain, asked: Plain, lot: Plain, private: Iterable[str]) -> Iterator[str]:
    yield f"### {_safe(lot['name'], private)}"
    yield ""
    for name, question in document["names"]["questions"].items():
        answer = lot["answers"].get(name)
        if question.get("to_vendors") and answer:
            options = [answer] if isinstance(answer, str) else answer
            labels = formats.listed([question["options"].get(option, option) for option in options])
            yield f"- {question['to_vendors']}: {labels}"
    if volume := asked.get("volume"):
        yield f"- Volume: {_safe(_volume(volume), private)}"
    yield ""


def _volume(volume: Plain) -> str:
    figure = {key: formats.number(value) for key, value in volume.items() if key != "unit"}
    if "hours" in figure:
        return f"{figure['hours']} hours of accepted work"
    if "items" in figure:
        judged = figure.get("judgements_per_item")
        times = f", each judged {judged} times" if judged else ""
        minutes = figure.get("minutes_per_item")
        lasting = f" of about {minutes} minutes" if minutes else ""
        return f"{figure['items']} items{lasting}{times}"
    if "people" in figure:
        weekly = f"{figure['hours_per_week']} hours a week"
        return f"{figure['people']} people for {figure['weeks']} weeks, {weekly}"
    return f"{figure['units']} units of work ({volume['unit']})"


def _asked(document: Plain) -> Iterator[Asked]:
    """Yield each thing asked of vendors once; nothing that is for the buyer alone."""
    found: dict[tuple[str, str], Asked] = {}
    for one in _called(document):
        key = one.kind, one.text.rstrip(".?").casefold()
        known = found.setdefault(key, one)
        days = [day for day in (known.due, one.due) if day]
        # What one lot calls for in any case is asked in any case.
        only_if = known.only_if if one.only_if else ""
        found[key] = replace(known, due=min(days, default=None), only_if=only_if)
    return iter(found.values())


def _called(document: Plain) -> Iterator[Asked]:
    for lot in document["lots"]:
        for called in lot["safeguards"]:
            if not called.get("internal") and called["kind"] != "measure":
                only_if = _only_if(document, called)
                yield Asked(called["kind"], called["text"], called.get("due"), only_if)
        for raised in lot["signals"]:
            if raised["ask"]:
                yield Asked("question", raised["ask"], only_if=_only_if(document, raised))
    for flag in document["flags"]:
        if not flag.get("internal"):
            for kind, key in _KEYS:
                if flag[key]:
                    yield Asked(kind, flag[key], flag.get("due"))


def _only_if(document: Plain, called: Plain) -> str:
    """Return of which work a thing is asked, in words meant for vendors; empty: of all."""
    questions = document["names"]["questions"]
    return "; ".join(
        f"{questions[name]['to_vendors']}: "
        + formats.listed([questions[name]["options"][option] for option in options], "or")
        for name, options in (called.get("only_if") or {}).items()
        if questions[name].get("to_vendors")
    )


def _private(document: Plain) -> tuple[str, ...]:
    """Return the names that vendors must not read: rivals, and every vendor of the brief or its flags."""
    brief, known = document["brief"], document["names"]["organisations"]
    own = (brief.get("organisation") or {}).get("is")
    incumbent = (brief.get("incumbent") or {}).get("vendor")
    written = {*brief.get("competitors", ()), *brief.get("vendors", ()), incumbent or ""}
    ids = {*known, *document["rivals"], *document["unscreenable_rivals"]} - {own}
    words = {*written, *ids, *(name for key, name in known.items() if key != own)}
    return tuple(sorted((word for word in words if len(word) > 1), key=lambda w: (-len(w), w)))


def _safe(text: str, private: Iterable[str] = ()) -> str:
    """Return text on one line without the private names, and with Markdown's signs as themselves."""
    plain = " ".join(text.split())
    for name in private:
        pattern = rf"(?<!\w){re.escape(name)}(?!\w)"
        plain = re.sub(pattern, WITHHELD, plain, flags=re.IGNORECASE)
    return _SPECIAL.sub(r"\\\1", plain)
