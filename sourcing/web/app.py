"""The application, put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from flask import Flask
from flask_wtf.csrf import CSRFProtect

from sourcing.places import templates_folder
from sourcing.records.archive import Records
from sourcing.report.templating import install
from sourcing.rulebook.compiled import Rulebook
from sourcing.web import (
    api,
    compression,
    decisions,
    errors,
    health,
    help_page,
    home,
    rules,
    security,
    vendors,
)
from sourcing.web.briefs import previews, views
from sourcing.web.briefs.fields import ANSWER
from sourcing.web.office import Office, office

LARGEST_REQUEST = 2 * 1024 * 1024
MOST_FORM_PARTS = 20_000
SHORT = 12

FILTERS: dict[str, Callable[..., Any]] = {
    "answer_name": lambda question: ANSWER + question,
    "by_id": lambda records: {record.id: record for record in records},
}

BLUEPRINTS = (
    home.bp,
    views.bp,
    previews.bp,
    decisions.bp,
    rules.bp,
    vendors.bp,
    help_page.bp,
    health.bp,
    api.bp,
)


def create_app(
    rulebook: Rulebook,
    *,
    records: Records,
    secret_key: str,
    today: Callable[[], date] = date.today,
    hosts: Sequence[str] | None = None,
) -> Flask:
    """Return the application that answers with a rulebook and keeps its records.

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
    Office(rulebook, records, today).opens(app.extensions)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    csrf = CSRFProtect(app)
    # It carries no cookie and keeps nothing, so there is nothing that a forged request could do.
    csrf.exempt(api.bp)
    security.secure(app)
    compression.compress(app)
    errors.show_errors(app)
    app.context_processor(_shared)
    return app


def _shared() -> dict[str, str]:
    """Return what every page shows."""
    book = office().rulebook
    about = book.content.about
    digest = book.fingerprint.partition(":")[2] or book.fingerprint
    return {
        "advice": about[0].advice if about else "",
        "fingerprint_short": digest[:SHORT],
    }
