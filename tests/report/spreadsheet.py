"""A workbook reckoned anew by a real spreadsheet program, with nothing of ours left to read back."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

from tests.leftout import spreadsheet

SECONDS = 120

Change = Callable[[Any], None]


def opened(content: bytes | Path, *, values: bool = False) -> Any:
    """Open a workbook: its formulas, or the values that stand beside them."""
    return openpyxl.load_workbook(
        BytesIO(content) if isinstance(content, bytes) else content, data_only=values
    )


def formulas(content: bytes) -> Iterator[tuple[str, str, str]]:
    """Yield sheet, cell and formula of every cell that has one."""
    for sheet in opened(content):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    yield sheet.title, cell.coordinate, cell.value


def reckoned(
    folder: Path, books: Mapping[str, bytes], change: Change = lambda _: None
) -> dict[str, Any]:
    """Return the values of workbooks as the program makes them after a change.

    The values that we wrote are dropped first, so that only the formulas can bring them back.
    """
    bare, done = folder / "bare", folder / "done"
    for made in (bare, done):
        made.mkdir(parents=True, exist_ok=True)
    for name, content in books.items():
        book = opened(content)
        change(book)
        book.save(bare / f"{name}.xlsx")
    program = spreadsheet()
    assert program
    command = [
        program, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(done),
        *(str(bare / f"{name}.xlsx") for name in books),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
    return {name: opened(done / f"{name}.xlsx", values=True) for name in books}
