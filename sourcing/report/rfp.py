"""The questions of a decision as a document to send to vendors, in Markdown.

It holds what a vendor must answer, show and sign, and what it needs to know of the work. It holds
no reason, rival, budget, other vendor or recommendation of the buyer's: only answers that the
rulebook marks for vendors are told, and names of rivals and vendors are withheld wherever the
buyer wrote them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sourcing.report import formats

Plain = Mapping[str, Any]

WITHHELD = "(name withheld)"
_PARTS = (
    ("question", "Questions", "Answer each in writing, as of the day of your answer."),
    ("evidence", "Evidence", "Attach it with its date, and say plainly what you do not have."),
    ("clause", "Terms", "Accept each, or give the wording that you would sign."),
)
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|])")


def as_request(document: Plain) -> str:
    """Return the request for proposals that follows from a decision's document."""
    brief, private = document["brief"], _private(document)
    buyer = (brief.get("organisation") or {}).get("name")
    title = _safe(brief.get("title", "Untitled"), private)
    asked = [(kind, _safe(text)) for kind, text in _asked(document)]
    lines = [f"# Request for proposals: {title}", ""]
    lines += [f"From: {_safe(buyer)}", ""] if buyer else []
    lines += [f"Drawn up: {formats.day(document['date'])}", ""]
    lines += [*_when(brief), "## The work", ""]
    for lot in zip(brief["lots"], document["lots"], strict=True):
        lines += _lot(document, *lot, private)
    for part, heading, lead in _PARTS:
        texts = dict.fromkeys(text for kind, text in asked if kind == part)
        if texts:
            lines += [f"## {heading}", "", lead, ""]
            lines += [f"{n}. {formats.sentence(text)}" for n, text in enumerate(texts, start=1)]
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _when(brief: Plain) -> Iterator[str]:
    """Yield when and where the work is to be done, as far as the brief says."""
    if brief.get("start"):
        yield f"The work starts on {formats.day(brief['start'])}."
    if brief.get("end"):
        yield f"It ends by {formats.day(brief['end'])}."
    if brief.get("worker_countries"):
        yield f"People must be able to work from: {', '.join(brief['worker_countries'])}."
    yield ""


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
        return f"{figure['items']} items of about {figure['minutes_per_item']} minutes{times}"
    if "people" in figure:
        weekly = f"{figure['hours_per_week']} hours a week"
        return f"{figure['people']} people for {figure['weeks']} weeks, {weekly}"
    return f"{figure['units']} units of work ({volume['unit']})"


def _asked(document: Plain) -> Iterator[tuple[str, str]]:
    """Yield what is asked of vendors, by its part of the request; nothing that is for the buyer alone."""
    for lot in document["lots"]:
        for called in lot["safeguards"]:
            if not called.get("internal"):
                yield called["kind"], called["text"]
        yield from (("question", raised["ask"]) for raised in lot["signals"] if raised["ask"])
    for flag in document["flags"]:
        if flag.get("internal"):
            continue
        for part, key in (("question", "ask"), ("evidence", "evidence"), ("clause", "clause")):
            if flag[key]:
                yield part, flag[key]


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
