"""Quotes side by side: a form that keeps nothing, and what it makes of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, TypeAlias
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import Field, FieldList, Form, FormField, SelectField, StringField

from sourcing.decision.cost.quotes.compare import compare
from sourcing.quotes.reading import (
    LONGEST_NAME,
    MOST_QUOTES,
    Quotes,
    QuotesRefusedError,
    Refusal,
    read_quotes,
)
from sourcing.quotes.terms import AMOUNTS
from sourcing.quotes.written import SHARE_RULE
from sourcing.report.formats import sentence
from sourcing.report.quotes.table import lowest_head, quotes_view
from sourcing.web.briefs.widgets import Select, TextInput
from sourcing.web.office import office

bp = Blueprint("quotes", __name__)

Row: TypeAlias = dict[str, str]
UNPROCESSABLE: Final = 422
LONGEST_TYPED: Final = 200
NUMBER: Final = {"inputmode": "decimal", "autocomplete": "off", "maxlength": str(LONGEST_TYPED)}
NOT_STATED: Final = "fee"
FEES: Final[Mapping[str, str]] = {
    NOT_STATED: "Not stated",
    "take_rate": "The bill: take rate",
    "markup": "Pay: mark-up",
    "margin_bill": "The bill: margin",
    "margin": "Bill after burden: margin",
    "client_fee": "Posted rate: your fee",
}
_ON_A_ROW = re.compile(r"remove-([0-9]{1,2})")
_CELL = re.compile(r"quotes-([0-9]{1,2})-([a-z_]{1,20})")


def _text(label: str, hint: str = "", **attributes: str) -> StringField:
    given = {**NUMBER, **attributes}
    return StringField(label, description=hint, render_kw=given, widget=TextInput())


class QuoteForm(Form):
    """One quote as it was given."""

    name = _text("From whom", inputmode="text", maxlength=str(LONGEST_NAME))
    bill_rate = _text("You pay an hour")
    pay = _text("Worker receives an hour")
    fee = _text("Fee, %")
    fee_is = SelectField(
        "Fee is a share of", choices=dict(FEES), widget=Select(), validate_choice=False
    )
    posted_rate = _text("Posted rate an hour")
    worker_fee = _text("Worker's fee, % of the posted rate")
    burden = _text("Burden, % of pay")
    item_price = _text("You pay an item")
    minutes_per_item = _text("Minutes an item")
    minimum = _text("Minimum")
    setup = _text("Set-up, once")


class QuotesForm(Form):
    """The comparison."""

    currency = _text("Currency", "Three letters", inputmode="text")
    hours = _text("Hours to be billed", "They spread minimum and set-up over the rate")
    quotes = FieldList(FormField(QuoteForm))


ROW_FIELDS: Final = tuple(QuoteForm().data)
FIELD_OF: Final[Mapping[str, str]] = dict.fromkeys(
    ("take_rate", "markup", "margin", "client_fee", "fee"), "fee"
) | {"margin_base": "fee_is"}
"""The field in which a term is typed, where the two have different names."""


@bp.get("/quotes")
def show() -> ResponseReturnValue:
    """Show the form; where it was sent, what the quotes come to, or what stands in the way."""
    rows = _rows()
    button = request.args.get("do", "")
    if (changed := _changed(rows, button)) is not None:
        return redirect(_address(*changed), 303)
    form = _form(rows)
    if button != "compare":
        return _page(form)
    try:
        quotes = _read(rows)
    except QuotesRefusedError as error:
        return _page(form, summary=_complain(form, error.refusals)), UNPROCESSABLE
    return _page(form, quotes, brief=_brief_address(rows))


def _rows() -> list[Row]:
    """Return the rows typed, in order and without gaps; at least one."""
    found: dict[int, Row] = {}
    for key, value in request.args.items():
        cell = _CELL.fullmatch(key)
        if cell and cell[2] in ROW_FIELDS:
            found.setdefault(int(cell[1]), {})[cell[2]] = value[:LONGEST_TYPED]
    rows = [found[n] for n in sorted(found)][:MOST_QUOTES]
    return rows or [{}, {}]


def _changed(rows: list[Row], button: str) -> tuple[list[Row], str] | None:
    """Return the rows as a button wants them, and the spot of the page to show."""
    if button == "add" and len(rows) < MOST_QUOTES:
        return [*rows, {}], f"quote-{len(rows) + 1}"
    pressed = _ON_A_ROW.fullmatch(button)
    if pressed and int(pressed[1]) < len(rows):
        n = int(pressed[1])
        return rows[:n] + rows[n + 1 :] or [{}], "quotes"
    return None


def _address(rows: list[Row], anchor: str) -> str:
    given = {"currency": _typed("currency"), "hours": _typed("hours")}
    for n, row in enumerate(rows):
        given |= {f"quotes-{n}-{name}": text for name, text in {"name": "", **row}.items()}
    return f"{url_for('.show')}?{urlencode(given)}#{anchor}"


def _typed(name: str) -> str:
    return request.args.get(name, "")[:LONGEST_TYPED]


def _form(rows: list[Row]) -> QuotesForm:
    currency = _typed("currency") if "currency" in request.args else office().rulebook.currency
    blank = {"fee_is": NOT_STATED}
    return QuotesForm(
        data={
            "currency": currency,
            "hours": _typed("hours"),
            "quotes": [{**blank, **row} for row in rows],
        }
    )


def _read(rows: list[Row]) -> Quotes:
    """Return the quotes typed; a row without a word is passed over, unless all are."""
    places = [n for n, row in enumerate(rows) if _begun(row)] or [0]
    asked = [
        Refusal(("quotes", n, "fee"), "is missing; enter it, such as 30%")
        for n in places
        if _fee_missing(rows[n])
    ]
    content = {
        "currency": _typed("currency").strip(),
        "hours": _typed("hours").strip(),
        "quotes": [_terms(rows[n], n) for n in places],
    }
    try:
        quotes = read_quotes(content, currency=office().rulebook.currency)
    except QuotesRefusedError as error:
        refusals = [_placed(refusal, places) for refusal in error.refusals]
        raise QuotesRefusedError((*asked, *refusals)) from None
    if asked:
        raise QuotesRefusedError(tuple(asked))
    return quotes


def _begun(row: Row) -> bool:
    return any(text.strip() for name, text in row.items() if name != "fee_is")


def _fee_missing(row: Row) -> bool:
    kind = row.get("fee_is", NOT_STATED)
    if row.get("fee", "").strip() or kind not in FEES or kind == NOT_STATED:
        return False
    return not (kind == "client_fee" and row.get("worker_fee", "").strip())


def _terms(row: Row, n: int) -> dict[str, str]:
    """Return a row as the terms of a quote; its fee goes under what it is a share of."""
    terms = {name: text.strip() for name, text in row.items() if name not in ("fee", "fee_is")}
    terms["name"] = terms.get("name") or f"Quote {n + 1}"
    kind, fee = row.get("fee_is", NOT_STATED), row.get("fee", "").strip()
    if fee and kind in ("margin", "margin_bill"):
        base = "bill" if kind == "margin_bill" else "after_burden"
        terms |= {"margin": fee, "margin_base": base}
    elif fee:
        terms[kind if kind in FEES else NOT_STATED] = fee
    return {name: text for name, text in terms.items() if text}


def _brief_address(rows: list[Row]) -> str:
    """Return the address of a new brief whose first lot has these quotes, as they were typed."""
    currency = _typed("currency").strip().upper()
    foreign = f" {currency}" if currency not in ("", office().rulebook.currency) else ""
    begun = [_terms(row, n) for n, row in enumerate(rows) if _begun(row)]
    brought = {
        f"lots-0-quotes-{n}-{'source' if name == 'name' else name}": (
            f"{text}{foreign}" if name in AMOUNTS else text
        )
        for n, terms in enumerate(begun)
        for name, text in terms.items()
    }
    return f"{url_for('briefs.new')}?{urlencode(brought)}#lots-0-quotes"


def _placed(refusal: Refusal, places: list[int]) -> Refusal:
    """Return a refusal with the place of its row among all rows, blank ones included."""
    if len(refusal.path) < 2:  # noqa: PLR2004 - not about a quote
        return refusal
    _, n, *rest = refusal.path
    return Refusal(("quotes", places[int(n)], *rest), refusal.message)


def _complain(form: QuotesForm, refusals: tuple[Refusal, ...]) -> list[tuple[str, str]]:
    """Put refusals at their fields; return (field, text) for each line of the summary."""
    summary = []
    for refusal in refusals:
        field, before = _field(form, refusal)
        colon = ":" if refusal.message.startswith(("'", '"')) else ""
        message = f"{before}“{field.label.text}”{colon} {refusal.message}."
        field.errors = (*field.errors, sentence(refusal.message))
        summary.append((field.id, message))
    return summary


def _field(form: QuotesForm, refusal: Refusal) -> tuple[Field, str]:
    if len(refusal.path) < 2:  # noqa: PLR2004 - not about a quote
        return form["hours" if refusal.path == ("hours",) else "currency"], ""
    n = int(refusal.path[1])
    key = str(refusal.path[2]) if len(refusal.path) > 2 else "name"  # noqa: PLR2004 - a term
    before = f"Quote {n + 1}. " if len(form.quotes) > 1 else ""
    return form.quotes[n].form[FIELD_OF.get(key, key)], before


def _page(
    form: QuotesForm,
    quotes: Quotes | None = None,
    summary: list[tuple[str, str]] | None = None,
    brief: str = "",
) -> str:
    comparison = compare(quotes) if quotes else None
    return render_template(
        "pages/quotes.html",
        form=form,
        summary=summary or [],
        view=quotes_view(comparison) if comparison else None,
        lowest=lowest_head(comparison) if comparison else "",
        share_rule=SHARE_RULE,
        most=MOST_QUOTES,
        brief=brief,
    )
