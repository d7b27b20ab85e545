"""The questionnaire: form classes made from a rulebook's questions, nothing of them in code."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from wtforms import (
    Field,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.widgets import ListWidget

from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.model.questions import Option, Question
from sourcing.web.briefs.widgets import (
    CheckboxInput,
    HiddenInput,
    RadioInput,
    Select,
    TextInput,
)

ANSWER: Final = "answer_"
NONE_OF_THESE: Final = "-none-"
OPEN: Final = "-open-"
NOT_KNOWN: Final = "Not known yet"
MOST_RADIOS: Final = 12
# Nothing turns completion off: browsers then forget what was typed when one goes back.
MARGIN_OF: Final = {
    "": "Bill after burden",
    "bill": "The bill",
}
"""Of what a margin is a share; what is not said is after burden, as our own figures are."""
NUMBER: Final = {"inputmode": "decimal"}


def text_field(label: str, hint: str = "", **attributes: str) -> StringField:
    """Return a line of text; further attributes stand in the element."""
    return StringField(label, description=hint, render_kw=attributes, widget=TextInput())


def _number(label: str, hint: str = "") -> StringField:
    return StringField(label, description=hint, render_kw=NUMBER, widget=TextInput())


class Choice(SelectField):
    """One of many, from a list."""

    widget = Select()


class QuoteForm(Form):
    """A price that the buyer was given."""

    source = text_field("From whom", "A vendor, or a channel such as those listed.", list="quoters")
    bill_rate = _number("You pay an hour")
    pay = _number("The worker receives an hour")
    take_rate = _number("They keep, % of the bill")
    minimum = _number("Minimum order")
    setup = _number("Set-up, once")
    markup = _number("Mark-up, % of pay")
    margin = _number("Margin, %")
    margin_base = Choice("Of what", choices=dict(MARGIN_OF), validate_choice=False)
    burden = _number("Burden, % of pay")
    posted_rate = _number("Posted rate an hour")
    client_fee = _number("Your fee, % of the posted rate")
    worker_fee = _number("The worker's fee, % of it")
    fee = _number("Fee, %, base not stated")
    item_price = _number("You pay an item")
    minutes_per_item = _number("Minutes an item")


class DeclarationForm(Form):
    """An interest that somebody declared."""

    person = text_field("Who declared it")
    interest = text_field("The interest", "For example: holds shares in one of the vendors")
    date = text_field("On which day", "For example: 2027-01-10", inputmode="numeric")
    handling = text_field("What is done about it", "For example: takes no part in the choice")


class Radios(RadioField):
    """One of several, as buttons."""

    option_widget = RadioInput()


class Checkboxes(SelectMultipleField):
    """Any of several, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class LotForm(Form):
    """One lot; the rulebook's questions are added by `form_class`."""

    name = text_field("What do you call this lot?", "For example: Reply ratings")
    hours = _number("Hours of accepted work", "For example: 4000")
    items = _number("Items", "For example: 50000")
    minutes_per_item = _number("Minutes for each item", "For example: 3")
    judgements_per_item = _number("Judgements for each item", "One, if left empty")
    people = _number("People", "For example: 8")
    weeks = _number("Weeks", "For example: 26")
    hours_per_week = _number("Hours a week of each", "For example: 10")
    units = _number("Units", "For example: 50")
    unit = text_field("What is a unit?", "For example: environment")
    quotes = FieldList(FormField(QuoteForm))
    pay_floor = _number(
        "The least that a worker should receive an hour",
        "For example: 15. The report says at which price each channel holds it.",
    )
    chosen_channel = Choice("Channel that you choose instead", validate_choice=False)
    chosen_reason = text_field("Because")
    chosen_person = text_field("Decided by")
    chosen_second_person = text_field("Second person who agrees")
    chosen_second_reason = text_field("Their reason")


class BriefForm(Form):
    """The whole brief; `version` is the stored version that the page was made from."""

    version = HiddenField(default="0", widget=HiddenInput())
    title = text_field(
        "What is this brief called?", "For example: Support assistant, spring training"
    )
    organisation_name = text_field("Which organisation buys?", list="organisations")
    organisation_is = Choice("Your organisation, as our catalogue names it", validate_choice=False)
    competitors = FieldList(text_field("Rival", list="organisations"))
    vendors = FieldList(text_field("Vendor", list="organisations"))
    budget_amount = _number("Budget", "For example: 250000")
    budget_currency = text_field("Currency", "Three letters", maxlength="3", size="4")
    budget_tax = _number("Tax on top that you do not get back, %", "For example: 20")
    exchange_currency = text_field("You buy in", "Three letters: EUR", maxlength="3", size="4")
    exchange_one_is_worth = _number("One of it is worth", "For example: 1.08")
    exchange_as_of = text_field("Rate of which day", "For example: 2027-01-10", inputmode="numeric")
    exchange_source = text_field("Where the rate is from", "For example: European Central Bank")
    worker_countries = text_field(
        "From which countries may people work?",
        "Names or two-letter codes, between commas. For example: Kenya, PH. Empty: from anywhere.",
    )
    declarations = FieldList(FormField(DeclarationForm))
    start = text_field("Work starts", "For example: 2027-01-10", inputmode="numeric")
    end = text_field("Results are needed by", "For example: 2027-03-31", inputmode="numeric")
    incumbent_vendor = text_field("Who does this work today?", list="organisations")
    incumbent_bill_rate = _number("What do you pay an hour?", "For example: 14.50")
    lots: FieldList[Any]


@lru_cache(maxsize=4)
def form_class(rulebook: Rulebook) -> type[BriefForm]:
    """Return the form of a rulebook's questionnaire."""
    channels = {"": "None, we follow the recommendation"}
    channels |= {channel.id: channel.label for channel in rulebook.channels}
    questions: dict[str, Any] = {
        ANSWER + question.id: _question_field(question) for question in rulebook.questions.values()
    }
    lot = type("RulebookLotForm", (LotForm,), questions)
    lot.chosen_channel = Choice(  # type: ignore[attr-defined]
        "Channel that you choose instead", choices=channels, validate_choice=False
    )
    attributes = {
        "organisation_is": Choice(
            "Your organisation, as our catalogue names it",
            choices=_buyers(rulebook),
            validate_choice=False,
        ),
        "lots": FieldList(FormField(lot), min_entries=1),
    }
    return type("RulebookBriefForm", (BriefForm,), attributes)


def _buyers(rulebook: Rulebook) -> dict[str, str]:
    found = sorted(rulebook.organisations.values(), key=lambda o: o.name.casefold())
    offered = {organisation.id: organisation.name for organisation in found}
    return {"": "Go by the name", NONE_OF_THESE: "No, it is not", **offered}


def _question_field(question: Question) -> Field:
    if question.kind == "multiple":
        choices = {**_choices(question.options), NONE_OF_THESE: "None of these"}
        return Checkboxes(
            question.label, description=question.hint or "", choices=choices, validate_choice=False
        )
    if question.groups or len(question.options) > MOST_RADIOS:
        return _one_of(Choice, question, _grouped(question))
    return _one_of(Radios, question, {**_choices(question.options), OPEN: _open(question)})


def _open(question: Question) -> str:
    """Return the words for no answer; some rulebooks offer "not known" as an answer of its own."""
    labels = {option.label for option in question.options}
    return "Leave it open" if NOT_KNOWN in labels else NOT_KNOWN


def _one_of(kind: type[SelectField], question: Question, choices: Any) -> Field:  # noqa: ANN401
    hint = question.hint or ""
    return kind(question.label, description=hint, choices=choices, validate_choice=False)


def _choices(options: Sequence[Option]) -> dict[str, str]:
    return {option.id: option.label for option in options}


def _grouped(question: Question) -> dict[str, str | dict[str, str]]:
    """Return the options under the labels of their groups; those without one stand first."""
    groups = {group.id: group.label for group in question.groups}
    alone = _choices([option for option in question.options if option.group not in groups])
    grouped = {
        label: _choices([option for option in question.options if option.group == name])
        for name, label in groups.items()
    }
    return {"": NOT_KNOWN, **alone, **grouped}
