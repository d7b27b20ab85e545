"""`sourcing quote`: quotes in any form to one bill rate, pay, take rate and mark-up."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, TypeAlias

import click

from sourcing.cli.common import output_option, show_problems, write
from sourcing.cli.documents import read_document
from sourcing.cli.exits import FINE, WRONG_INPUT
from sourcing.decision.cost.quotes.compare import compare
from sourcing.decision.document.write import to_json
from sourcing.problems import InvalidInputError, Problem
from sourcing.quotes.reading import (
    Quotes,
    QuotesRefusedError,
    Refusal,
    read_quotes,
)
from sourcing.report.quotes.data import quotes_csv, quotes_document
from sourcing.report.quotes.table import lowest_head, quotes_view
from sourcing.report.quotes.text import quotes_text

Format: TypeAlias = Literal["text", "json", "csv"]
HELP = {
    "name": "Who quoted.",
    "pay": "What the worker receives an hour.",
    "bill_rate": "What you pay an hour.",
    "posted_rate": "The rate on a listing, of which both sides' fees are shares.",
    "item_price": "What you pay an item.",
    "minutes_per_item": "Minutes that an item takes.",
    "take_rate": "Fee as a share of the bill.",
    "markup": "Fee on top of pay.",
    "margin": "Fee of an employer; say of what with --margin-base.",
    "margin_base": "bill, or after_burden.",
    "burden": "Employer's cost on top of pay.",
    "client_fee": "The client's fee on the posted rate.",
    "worker_fee": "The worker's fee on the posted rate.",
    "fee": "Fee whose base was not stated: both readings are priced.",
    "minimum": "Least that is charged for labour.",
    "setup": "Charged once.",
}


def _options(command: click.decorators.FC) -> click.decorators.FC:
    for key in reversed(HELP):
        name = f"--{key.replace('_', '-')}"
        metavar = {"name": "TEXT", "margin_base": "BASE"}.get(key, "FIGURE")
        command = click.option(name, metavar=metavar, help=HELP[key])(command)
    return command


@click.command("quote")
@click.argument("file", required=False, metavar="[FILE]")
@_options
@click.option("--hours", metavar="FIGURE", help="Hours to be billed, to spread minimum and set-up.")
@click.option("--currency", metavar="CODE", help="Currency of the one quote. [default: USD]")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="Text with the arithmetic; JSON with it; or CSV, a line for each reading.",
)
@output_option
def command(
    file: str | None,
    hours: str | None,
    currency: str | None,
    form: Format,
    output: Path | None,
    **terms: str | None,
) -> int:
    """Turn quotes into one bill rate, the worker's pay, take rate and mark-up, side by side.

    One quote by its options, or several in a FILE of YAML or JSON (- for standard input):

    \b
      currency: USD
      hours: 1000
      quotes:
        - {name: First, pay: 70, take_rate: 30%, minimum: 5000, setup: 500}
        - {name: Second, bill_rate: 105, markup: 0.43}
        - {name: Third, posted_rate: 100, client_fee: 5%, worker_fee: 10%}
        - {name: Fourth, item_price: 0.35, minutes_per_item: 1.5}
        - {name: Fifth, pay: 80, margin: 20%, burden: 25%}
        - {name: Sixth, pay: 100, fee: 15%}

    Keys are the names of the options below. A percentage may be written 30%, 30 or 0.30: below 1
    it is a share of 1, from 3 up a percentage; from 1 to below 3 write the % sign. Amounts may
    carry their currency (95 EUR); a comparison is in one currency.

    \b
    JSON (schema 1; money and shares as text, null where not known):
      schema, currency, hours
      quotes[]: name, quoted {}, traps[] {id, severity, text}
        readings[]: reading (as_stated, of_bill, on_top_of_pay, after_burden),
          bill_rate, pay, bill_per_100_of_worker_pay: money an hour, two decimals
          worker_share, take_rate, markup, effective_take_rate: shares of 1, six decimals
          labour, setup, total, effective_bill_rate: money for the hours
          minimum_applies, lowest: true or false
          steps[] {gives, how, figures, result}
      traps[] {severity, text}: what misleads between two quotes
    CSV has the same figures, a line for each reading.

    \b
    Example:
      sourcing quote --pay 70 --take-rate 30%
      sourcing quote quotes.yaml --hours 2000 --format json
    """
    given = {key: value for key, value in terms.items() if value is not None}
    try:
        quotes = (
            _of_file(file, given, hours, currency) if file else _of_options(given, hours, currency)
        )
    except InvalidInputError as error:
        show_problems(error.problems)
        return WRONG_INPUT
    write(_shown(quotes, form), output)
    return FINE


def _of_options(given: Mapping[str, str], hours: str | None, currency: str | None) -> Quotes:
    if not given:
        raise click.UsageError("give a FILE, or one quote, such as --pay 70 --take-rate 30%")
    content = {"quotes": [given], "hours": hours, "currency": currency}
    try:
        return read_quotes(content)
    except QuotesRefusedError as error:
        lines = [f"{_option(refusal.path)} {refusal.message}" for refusal in error.refusals]
        raise click.UsageError("\n".join(lines)) from None


def _option(path: tuple[int | str, ...]) -> str:
    return f"--{str(path[-1]).replace('_', '-')}"


def _of_file(
    file: str, given: Mapping[str, str], hours: str | None, currency: str | None
) -> Quotes:
    if given or currency:
        raise click.UsageError("a FILE holds its quotes whole; beside it only --hours can be given")
    document = read_document(file)
    content = document.value
    if hours is not None and isinstance(content, dict):
        content = {**content, "hours": hours}
    try:
        return read_quotes(content)
    except QuotesRefusedError as error:
        raise InvalidInputError(
            Problem(document.locate(refusal.path), "error", _said(refusal))
            for refusal in error.refusals
        ) from None


def _said(refusal: Refusal) -> str:
    """Return a refusal after its path as people write it, such as `quotes[1] pay`."""
    steps = (f"[{step + 1}]" if isinstance(step, int) else f" {step}" for step in refusal.path)
    named = "".join(steps).strip()
    return f"{named}: {refusal.message}" if named else refusal.message


def _shown(quotes: Quotes, form: Format) -> str:
    comparison = compare(quotes)
    if form == "csv":
        return quotes_csv(comparison)
    view = quotes_view(comparison)
    if form == "json":
        return to_json(quotes_document(comparison, view))
    return quotes_text(view, lowest_head(comparison))
