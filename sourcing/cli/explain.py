"""`sourcing explain`: why a decision came out as it did, and what would change it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from sourcing.cli.common import format_option, output_option, show_problems, write
from sourcing.cli.decision_file import read_decisions
from sourcing.cli.exits import FINE, WRONG_INPUT
from sourcing.problems import InvalidInputError, Place, Problem, offered
from sourcing.report.explained import why_not_view
from sourcing.report.explained_text import lot_text, why_not_text
from sourcing.report.words import Words

Plain = dict[str, Any]


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
        documents, _ = read_decisions(decision)
        lots = [
            (document, lot) for document in documents for lot in _lots(document, decision, number)
        ]
        if channel is not None:
            accounts = [_account(document, lot, channel, decision) for document, lot in lots]
    except InvalidInputError as error:
        show_problems(error.problems)
        return WRONG_INPUT
    if channel is not None:
        found = [
            (document, lot, each) for (document, lot), each in zip(lots, accounts, strict=True)
        ]
        write(_why_not_json(found) if form == "json" else _why_not_text(found), output)
    elif form == "json":
        content = [
            {
                "lot": lot["name"],
                "recommended": lot["recommended"],
                "flips": lot.get("flips"),
                "explanation": lot.get("explanation"),
            }
            for _, lot in lots
        ]
        write(json.dumps(content, ensure_ascii=False, indent=2), output)
    else:
        write("\n".join(lot_text(Words(document), lot) for document, lot in lots), output)
    return FINE


def _lots(document: Any, path: Path, number: int | None) -> list[Plain]:  # noqa: ANN401 - any JSON
    if not isinstance(document, dict) or not document.keys() >= {"lots", "names", "date"}:
        raise _fault(path, "is not a decision; give the file that `sourcing decide` wrote")
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
