"""The application, put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from sourcing.assurance.proof.wording import share_words
from sourcing.places import templates_folder
from sourcing.records.archive import Records
from sourcing.report.formats import moment
from sourcing.report.templating import install
from sourcing.rulebook.compiled import Rulebook
from sourcing.web import api, design, example, home, quotes
from sourcing.web.briefs import issuing, previews, refused, views
from sourcing.web.briefs.fields import ANSWER
from sourcing.web.decisions import again, what_if
from sourcing.web.decisions import pages as decision_pages
from sourcing.web.help import pages as help_pages
from sourcing.web.office import Office
from sourcing.web.rulebook import pages as rule_pages
from sourcing.web.rulebook.lines import SECTIONS
from sourcing.web.rulebook.sentences import plain_name, short_name
from sourcing.web.rulebook_in_use import RulebookInUse
from sourcing.web.serving import addresses, compression, errors, health, security
from sourcing.web.serving.inline import loaded_late, styled
from sourcing.web.standing_shown import short_fingerprint, show_standing
from sourcing.web.vendors import pages as vendor_pages
from sourcing.web.workbench import draft_pages, files, versions

LARGEST_REQUEST = 2 * 1024 * 1024
MOST_FORM_PARTS = 20_000

FILTERS: dict[str, Callable[..., Any]] = {
    "answer_name": lambda question: ANSWER + question,
    "short_fingerprint": short_fingerprint,
    "moment": moment,
    "share_words": share_words,
    "plain_name": plain_name,
    "short_name": short_name,
    "zipped": lambda texts, values: list(zip(values, texts, strict=True)),
    "by_id": lambda records: {record.id: record for record in records},
}

BLUEPRINTS = (
    home.bp,
    views.bp,
    previews.bp,
    issuing.bp,
    decision_pages.bp,
    what_if.bp,
    again.bp,
    rule_pages.bp,
    files.bp,
    draft_pages.bp,
    versions.bp,
    vendor_pages.bp,
    quotes.bp,
    help_pages.bp,
    example.bp,
    design.bp,
    health.bp,
    api.bp,
)


def create_app(
    rulebook: Rulebook | RulebookInUse,
    *,
    records: Records,
    secret_key: str,
    today: Callable[[], date] = date.today,
    hosts: Sequence[str] | None = None,
) -> Flask:
    """Return the application that answers with a rulebook and keeps its records.

    A rulebook by itself stays the one in use; a `RulebookInUse` moves on with its folder.
    `hosts` are the names under which it may be asked for; None leaves that to the server before
    it. On a machine of one's own they should be given, else a foreign page could have its own
    name point here and read along.
    """
    folder = templates_folder()
    app = Flask(__name__, template_folder=folder, static_folder=folder / "static")
    app.config.update(
        SECRET_KEY=secret_key,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST,
        MAX_FORM_MEMORY_SIZE=LARGEST_REQUEST,
        MAX_FORM_PARTS=MOST_FORM_PARTS,
        SESSION_COOKIE_NAME="sourcing",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        TRUSTED_HOSTS=list(hosts) if hosts else None,
        WTF_CSRF_TIME_LIMIT=None,
    )
    install(app.jinja_env)
    app.jinja_env.filters |= FILTERS
    app.jinja_env.globals.update(rule_sections=SECTIONS, styled=styled, loaded_late=loaded_late)
    in_use = (
        RulebookInUse(rulebook, records=records) if isinstance(rulebook, Rulebook) else rulebook
    )
    Office(in_use, records, today).opens(app.extensions)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    csrf = CSRFProtect(app)
    # It carries no cookie and keeps nothing, so there is nothing that a forged request could do.
    csrf.exempt(api.bp)
    addresses.check_addresses(app)
    security.secure(app)
    compression.compress(app)
    errors.show_errors(app)
    refused.show_refusals(app)
    show_standing(app)
    return app
