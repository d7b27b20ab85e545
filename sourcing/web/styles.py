"""The common style sheet within the pages: nothing has to be fetched before a page can be shown.

The policy names it by its hash, so that no other style can come in this way. Sheets that few pages
need are files of their own.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Final

from markupsafe import Markup

from sourcing.report.sheets import sheet

COMMON: Final = "style.css"


def styled() -> Markup:
    """Return the common style sheet as an element for the head of a page."""
    return Markup("<style>{}</style>").format(Markup(sheet(COMMON)))  # noqa: S704 - shipped with the program


def style_sources() -> str:
    """Return what a content security policy allows as style: our files, and the sheet as written."""
    digest = base64.b64encode(hashlib.sha256(sheet(COMMON).encode()).digest()).decode()
    return f"'self' 'sha256-{digest}'"
