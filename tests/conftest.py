"""What all tests share: the shipped rulebook, a day, and a short way to decide."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from sourcing.brief import nowhere, parse_brief
from sourcing.decision.decide import decide
from sourcing.decision.model.decision import Decision
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.load import load_rulebook
from tests.leftout import (  # noqa: F401 - found by their names
    pytest_collection_modifyitems,
    pytest_terminal_summary,
)
from tests.postgres import postgres_server, postgres_url  # noqa: F401 - fixtures

ON = date(2026, 11, 20)

# How long an example takes says more of the machine than of the program; and a run is worth most
# where it can be had again. SOURCING_HYPOTHESIS=searching looks at other examples in every run.
_SLOW = [HealthCheck.too_slow]
settings.register_profile("sourcing", deadline=None, derandomize=True, suppress_health_check=_SLOW)
settings.register_profile("searching", deadline=None, suppress_health_check=_SLOW)
settings.load_profile(os.environ.get("SOURCING_HYPOTHESIS", "sourcing"))
RULES = Path(__file__).resolve().parent.parent / "rules"


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    """The rulebook as it is shipped."""
    return load_rulebook(RULES)


Decide = Callable[..., Decision]


@pytest.fixture(scope="session")
def decided(rulebook: Rulebook) -> Decide:
    """Decide a one-lot brief: answers as keywords, anything else of the brief under `brief`."""

    def of(brief: dict[str, Any] | None = None, **answers: Any) -> Decision:
        content = {"lots": [{"answers": answers}], **(brief or {})}
        return decide(rulebook, parse_brief(content, nowhere("brief")), on=ON)

    return of
