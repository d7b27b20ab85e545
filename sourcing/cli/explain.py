"""`sourcing explain`: why a decision came out as it did, and what would change it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

import sourcing
from sourcing.brief import nowhere
from sourcing.cli.common import format_option, output_option, show_problems, write
from sourcing.cli.decision_file import read_decisions
from sourcing.cli.exits import FINE, WRONG_INPUT
from sourcing.decision.document.check import document_faults
from sourcing.problems import InvalidInputError, Place, Problem, offered
from sourcing.report.explained.lots import why_not_view
from sourcing.report.explained.text import lot_text, why_not_text
from sourcing.report.words import Words

Plain = dict[str, Any]

MOST_SHOWN = 20


@click.command("explain")
@click.argument("decision", type=click.Path(path_type=Path))
@click.option(
    "--lot", "number", type=click.IntRange(min=1), metavar="N", help="Only the Nth lot, from 1."
)
@click.option(
    "--why-not", "channel", metavar="CHANNEL", help="Only why this channel is not recommended."
)
@format_option
@output_option
def command(
    decision: Path, number: int | None, channel: str | None, form: str, output: Path | None
) -> int:
    """Explain a decision: why, why not another channel, what would change it, how settled it is.

    \b
    Example:
      sourcing decide brief.yaml --format json --output decision.json
      sourcing explain decision.json
      sourcing explain decision.json --lot 1 --why-not direct
    """
    try:
        lots = [
            (document, lot)
            for document in _sound(decision)
            for lot in _lots(document, decision, number)
        ]
        shown = _shown(lots, channel, form, decision)
    except InvalidInputError as error:
        show_problems(error.problems[:MOST_SHOWN])
        if len(error.problems) > MOST_SHOWN:
            click.echo(f"and {len(error.problems) - MOST_SHOWN} more.", err=True)
        return WRONG_INPUT
    write(shown, output)
    return FINE


def _shown(lots: Sequence[tuple[Plain, Plain]], channel: str | None, form: str, path: Path) -> str:
    """Return the explanation asked for; raises `InvalidInputError` where there is none."""
    try:
        if channel is not None:
            found = [(d, lot, _account(d, lot, channel, path)) for d, lot in lots]
            return _why_not_json(found) if form == "json" else _why_not_text(found)
        if form == "json":
            return _all_json(lot for _, lot in lots)
        return "\n".join(lot_text(Words(document), lot) for document, lot in lots)
    except (LookupError, TypeError, ValueError):
        other = next((d for d, _ in lots if d["engine"] != sourcing.__version__), None)
        if other is None:
            raise
        raise _fault(path, _mend(other)) from None


def _all_json(lots: Iterable[Plain]) -> str:
    content = [
        {
            "lot": lot["name"],
            "recommended": lot["recommended"],
            "flips": lot.get("flips"),
            "explanation": lot.get("explanation"),
        }
        for lot in lots
    ]
    return json.dumps(content, ensure_ascii=False, indent=2)


def _sound(path: Path) -> list[Plain]:
    """Return the decisions in a file; raises `InvalidInputError` where any is damaged."""
    documents, several = read_decisions(path)
    problems: list[Problem] = []
    for n, document in enumerate(documents):
        locate = nowhere(f"{path}/{n}" if several else str(path))
        found = document_faults(document, engine=sourcing.__version__)
        problems += [Problem(locate(fault.path), "error", fault.what) for fault in found]
        if found:
            problems.append(Problem(locate(()), "error", _mend(document)))
    if problems:
        raise InvalidInputError(problems)
    return documents


def _mend(document: Plain) -> str:
    engine = document.get("engine")
    if isinstance(engine, str) and engine != sourcing.__version__:
        return f"was made by engine {engine}, and this is engine {sourcing.__version__}; explain it with that version"
    return "is damaged or was altered, so nothing is explained; take a copy that was kept"


def _lots(document: Plain, path: Path, number: int | None) -> list[Plain]:
    lots: list[Plain] = document["lots"]
    if number is None:
        return lots
    if number > len(lots):
        held = "1 lot" if len(lots) == 1 else f"{len(lots)} lots"
        raise _fault(path, f"has no lot {number}; it holds {held}")
    return [lots[number - 1]]


def _account(document: Plain, lot: Plain, channel: str, path: Path) -> Plain | None:
    """Return why a channel is not recommended for a lot; None where it is."""
    names = {name: name for name in document["names"]["channels"]}
    names |= {known["label"]: name for name, known in document["names"]["channels"].items()}
    if channel not in names:
        known = document["names"]["channels"]
        raise _fault(path, f"has no channel '{channel}'{offered(channel, known)}")
    if names[channel] == lot["recommended"]:
        return None
    explanation = lot.get("explanation") or {"why_not": []}
    for account in explanation["why_not"]:
        if account["channel"] == names[channel]:
            found: Plain = account
            return found
    fault = f"says nothing of '{channel}' for the lot '{lot['name']}': no channel is decided"
    raise _fault(path, fault)


def _why_not_text(found: list[tuple[Plain, Plain, Plain | None]]) -> str:
    texts = []
    for document, lot, account in found:
        words = Words(document)
        if account is None:
            label = words.channel(lot["recommended"]).label
            texts.append(f"{lot['name']}\n{label} is the channel recommended.\n")
        else:
            texts.append(f"{lot['name']}\n{why_not_text(why_not_view(words, lot, account))}")
    return "\n".join(texts)


def _why_not_json(found: list[tuple[Plain, Plain, Plain | None]]) -> str:
    content = [{"lot": lot["name"], "why_not": account} for _, lot, account in found]
    return json.dumps(content, ensure_ascii=False, indent=2)


def _fault(path: Path, message: str) -> InvalidInputError:
    return InvalidInputError([Problem(Place(str(path)), "error", message)])
