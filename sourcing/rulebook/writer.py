"""Records as the YAML that the reader takes: for cases that a program suggests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml


def yaml_text(content: Mapping[str, Any]) -> str:
    """Return plain values as YAML in their own order."""
    return yaml.safe_dump(
        content, sort_keys=False, allow_unicode=True, width=100, default_flow_style=None
    )
