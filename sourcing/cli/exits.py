"""What the exit codes mean; other programs rely on them."""

from __future__ import annotations

from typing import Final

FINE: Final = 0
FINDING: Final = 1
WRONG_INPUT: Final = 2
FAULT: Final = 3
INTERRUPTED: Final = 130
"""Stopped by the person at the keyboard, as shells count it."""
