"""Whether this process can do its work, for those who watch it."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

import sourcing
from sourcing.web.office import office, standing
from sourcing.web.standing_shown import newer

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def show() -> ResponseReturnValue:
    """Return 200 where the database answers, else 503; both name the rulebook in use."""
    healthy = office().records.answers()
    answer = {
        "status": "ok" if healthy else "failing",
        "engine": sourcing.__version__,
        "rulebook": standing().rulebook.fingerprint,
        "since": standing().since.isoformat(),
        "newer": newer(standing()),
        "database": "ok" if healthy else "not answering",
    }
    return answer, 200 if healthy else 503
