"""From a draft to a brief, or to complaints that each name a field of the form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sourcing.brief import Brief
from sourcing.decision.intake.brief import Directory, directory_of, take_brief
from sourcing.problems import InvalidInputError, nearest, shown
from sourcing.rulebook.compiled import Rulebook
from sourcing.web.briefs import typed
from sourcing.web.briefs.fields import NONE_OF_THESE
from sourcing.web.briefs.reading_lots import read_lot
from sourcing.web.briefs.sheet import Complaint, Sheet, locate
from sourcing.web.vendors.countries import COUNTRY_NAMES


@dataclass(frozen=True, slots=True)
class Reading:
    """A brief, or what stands in its way."""

    brief: Brief | None
    complaints: tuple[Complaint, ...]


def read_draft(rulebook: Rulebook, draft: Mapping[str, Any], *, on: date) -> Reading:
    """Read a draft under a rulebook, as of the day of the decision; every complaint is found at once."""
    labels = {channel.id: channel.label for channel in rulebook.channels}
    rules = {rule.record.id: rule.record.because for rule in rulebook.channel_rules}
    sheet = Sheet(labels, rules, _code(draft.get("exchange_currency")) or rulebook.currency)
    content = _Reader(rulebook, draft, sheet, directory_of(rulebook)).content()
    try:
        brief = take_brief(rulebook, content, locate, on=on, unread=sheet.unread)
    except InvalidInputError as error:
        return Reading(None, (*sheet.complaints, *map(sheet.complaint, error.problems)))
    return Reading(None if sheet.complaints else brief, tuple(sheet.complaints))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads what one draft says of the brief as a whole."""

    rulebook: Rulebook
    draft: Mapping[str, Any]
    sheet: Sheet
    directory: Directory

    def content(self) -> dict[str, Any]:
        """Return the brief in its file format, without what could not be read."""
        draft = self.draft
        if not draft.get("title", "").strip():
            self.sheet.complain("title", "Give the brief a title, so that you find it again")
        exchange = self.exchange()
        content = {
            "title": self.take(("title",), "title"),
            "organisation": self.organisation(),
            "competitors": self.names("competitors"),
            "vendors": self.names("vendors"),
            "budget": self.budget(exchange),
            "start": self.take(("start",), "start"),
            "end": self.take(("end",), "end"),
            "incumbent": self.incumbent(),
            "worker_countries": self.countries(),
            "declarations": self.declarations(),
            "exchange": exchange,
            "lots": [
                read_lot(self.rulebook, self.sheet, self.directory, n, lot)
                for n, lot in enumerate(draft["lots"])
            ],
        }
        return {name: value for name, value in content.items() if value not in (None, {}, [])}

    def take(self, path: tuple[str, ...], name: str) -> str | None:
        return self.sheet.take(path, name, self.draft)

    def organisation(self) -> dict[str, str]:
        found = {"name": self.take(("organisation", "name"), "organisation_name")}
        chosen = self.take(("organisation", "is"), "organisation_is")
        if chosen is None and found["name"]:
            chosen = self.directory.find(found["name"])
        found["is"] = None if chosen == NONE_OF_THESE else chosen
        return {name: value for name, value in found.items() if value}

    def names(self, key: str) -> list[str]:
        found: list[str] = []
        for n, text in enumerate(self.draft.get(key, ())):
            whole = self.directory.find(text)
            for name in [whole] if whole else typed.names(text):
                known = self.directory.find(name) or name
                if known not in found:
                    self.sheet.fields[key, len(found)] = f"{key}-{n}"
                    found.append(known)
        return found

    def budget(self, exchange: Mapping[str, str] | None) -> dict[str, str]:
        currency = _code(self.take(("budget", "currency"), "budget_currency"))
        at = ("budget", "amount")
        amount = self.sheet.amount("budget_amount", self.draft, at, currency=currency)
        tax = self.sheet.share("budget_tax", self.draft, ("budget", "tax"))
        if amount is None:
            if tax and not self.draft.get("budget_amount"):
                self.sheet.complain(
                    "budget_amount", "Enter the budget that the tax comes on top of"
                )
            return {}
        usual = exchange["currency"] if exchange else self.rulebook.currency
        found = {"amount": amount, "currency": currency or usual, "tax": tax}
        return {name: value for name, value in found.items() if value is not None}

    def incumbent(self) -> dict[str, str]:
        vendor = self.take(("incumbent", "vendor"), "incumbent_vendor")
        at = ("incumbent", "bill_rate")
        rate = self.sheet.amount("incumbent_bill_rate", self.draft, at)
        found = {"vendor": vendor and (self.directory.find(vendor) or vendor), "bill_rate": rate}
        return {name: value for name, value in found.items() if value}

    def countries(self) -> list[str]:
        text = self.take(("worker_countries",), "worker_countries")
        found = {name: typed.country(name) for name in typed.names(text or "")}
        # Two letters may be a code that the brief knows more to say of, such as UK for GB.
        unknown = [name for name, code in found.items() if len(code) != len("KE")]
        for name in unknown:
            message = (
                f"We do not know the country '{shown(name)}'{nearest(name, COUNTRY_NAMES.values())}"
            )
            self.sheet.complain(
                "worker_countries", f"{message}. Write its name or its two letters, such as KE"
            )
        return [*dict.fromkeys(code for name, code in found.items() if name not in unknown)]

    def declarations(self) -> list[dict[str, str]]:
        asked = {
            "person": "Say who declared the interest",
            "interest": "Say what the interest is",
            "date": "Say on which day it was declared, for example 2027-01-31",
            "handling": "Say what is done about it",
        }
        found: list[dict[str, str]] = []
        for n, row in enumerate(self.draft.get("declarations", ())):
            at = f"declarations-{n}-"
            path = ("declarations", len(found))
            parts = {part: self.sheet.take((*path, part), part, row, at) for part in asked}
            if any(parts.values()) and self.sheet.asked_for(parts, asked, at):
                found.append({part: value for part, value in parts.items() if value})
        return found

    def exchange(self) -> dict[str, str] | None:
        parts = {
            "currency": _code(self.take(("exchange", "currency"), "exchange_currency")),
            "one_is_worth": self.draft.get("exchange_one_is_worth"),
            "as_of": self.take(("exchange", "as_of"), "exchange_as_of"),
            "source": self.take(("exchange", "source"), "exchange_source"),
        }
        self.sheet.fields["exchange",] = self.sheet.fields["exchange", "of"] = "exchange_currency"
        if not any(parts.values()):
            return None
        asked = {
            "currency": "Enter the currency in which you buy, for example EUR",
            "one_is_worth": f"Enter what one unit of it is worth in {self.rulebook.currency}",
            "as_of": "Enter the day of the rate, for example 2027-01-31",
            "source": "Say where the rate is from, for example the European Central Bank",
        }
        path = ("exchange", "one_is_worth")
        worth = self.sheet.figure("exchange_one_is_worth", self.draft, path)
        if not self.sheet.asked_for(parts, asked, "exchange_") or worth is None:
            self.sheet.unread.add(("exchange",))
            return None
        told = {part: value for part, value in parts.items() if value}
        return {**told, "one_is_worth": worth, "of": self.rulebook.currency}


def _code(typed_code: str | None) -> str:
    return (typed_code or "").strip().upper()
