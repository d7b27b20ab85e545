"""Where the rules, the templates and the data stand: in a checkout, or inside the wheel."""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def rules_folder() -> Path:
    """Return the rulebook in use: `SOURCING_RULES`, or the shipped one."""
    chosen = os.environ.get("SOURCING_RULES")
    return Path(chosen) if chosen else _shipped("rules")


def templates_folder() -> Path:
    """Return the folder of page templates and their static files."""
    return _shipped("templates")


def data_folder() -> Path:
    """Return the folder of the database and the secret key: `SOURCING_DATA`, or the user's own."""
    chosen = os.environ.get("SOURCING_DATA")
    if chosen:
        return Path(chosen)
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "sourcing"


def _shipped(name: str) -> Path:
    # The wheel carries both folders inside the package; a checkout has them beside it.
    within = _PACKAGE / "_shipped" / name
    return within if within.is_dir() else _PACKAGE.parent / name
