"""What stands within the pages, so that nothing has to be fetched before a page can be shown.

The policy names each style sheet and the one script by its hash: no other can come in this way. What
is for paper or for few pages is a file of its own.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Final

from markupsafe import Markup

from sourcing.report.sheets import sheet

STYLES: Final = ("style.css", "report.css", "pictures.css")
LOADER: Final = (
    "(address=>addEventListener('load',()=>{const late=document.createElement('script');"
    "late.src=address;document.head.append(late)}))(document.currentScript.dataset.src)"
)


def styled(name: str) -> Markup:
    """Return a style sheet of `STYLES` as an element for the head of a page."""
    return Markup("<style>{}</style>").format(Markup(sheet(name)))  # noqa: S704 - shipped with the program


def loaded_late(address: str) -> Markup:
    """Return an element that loads a script of ours once the page is there; no page needs it."""
    loader = Markup(LOADER)  # noqa: S704 - a constant
    return Markup('<script data-src="{}">{}</script>').format(address, loader)


def style_sources() -> str:
    """Return what a content security policy allows as style: our files, and these sheets as written."""
    return " ".join(["'self'", *(_hashed(sheet(name)) for name in STYLES)])


def script_sources() -> str:
    """Return what a content security policy allows as script: our files, and the loader as written."""
    return f"'self' {_hashed(LOADER)}"


def _hashed(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
