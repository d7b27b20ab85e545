"""The canonical content of a rulebook and its SHA-256."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from sourcing.rulebook.model.content import Content


def canonical(content: Content) -> dict[str, Any]:
    """Return the content as plain values: without cases, defaults left out, figures normalised.

    Records are expected in order of kind and id, as the loader leaves them.
    """
    return content.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude={"cases"})


def fingerprint(content: Content) -> str:
    """Return `sha256:` and the digest of the canonical JSON."""
    return fingerprint_of(canonical(content))


def fingerprint_of(content: dict[str, Any]) -> str:
    """Return the fingerprint of canonical content as a packet holds it."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()
