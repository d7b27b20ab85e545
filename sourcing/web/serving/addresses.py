"""Addresses that can name nothing: not found, before any database is asked."""

from __future__ import annotations

import re
from typing import Any, Final

from flask import Flask, abort

OF_RECORDS: Final = ("brief_id", "decision_id", "draft_id")
_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,40}")
LARGEST_NUMBER: Final = 2**31 - 1


def check_addresses(app: Flask) -> None:
    """Have an application answer 404 for an id or number that no record can have."""
    app.url_value_preprocessor(_check)


def _check(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    for name, value in (values or {}).items():
        if name in OF_RECORDS and not _ID.fullmatch(value):
            abort(404)
        if isinstance(value, int) and value > LARGEST_NUMBER:
            abort(404)
