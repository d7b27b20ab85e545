"""The one module that calls typst: a document in, the bytes of a tagged PDF out."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Literal, cast

import typst

from sourcing.places import templates_folder
from sourcing.report.model.report import Report
from sourcing.report.pdf.blocks import to_data
from sourcing.report.pdf.document import paper_of
from sourcing.report.pdf.packed import packed

SIZES = {"a4": "a4", "letter": "us-letter"}


def render_pdf(report: Report, *, size: str = "a4") -> bytes:
    """Return the report as PDF/UA-1, on paper of a size in `SIZES`; the same report, the same bytes.

    A character that no shipped font holds is taken from the machine's own fonts. Where these do not
    hold it either, it prints as an empty box, in a file that is tagged but claims no standard.
    """
    files = {
        "main.typ": _template(),
        "report.json": to_data(paper_of(report)).encode(),
        "paper.json": json.dumps(SIZES[size]).encode(),
    }
    try:
        return _compiled(files, system_fonts=False, standard="ua-1")
    except typst.TypstError:
        pass
    try:
        return _compiled(files, system_fonts=True, standard="ua-1")
    except typst.TypstError:
        return _compiled(files, system_fonts=True, standard=None)


def _compiled(
    files: dict[str, bytes], *, system_fonts: bool, standard: Literal["ua-1"] | None
) -> bytes:
    # Template, fonts and data are all in memory: nothing is written, and calls share nothing that changes.
    # The data come as files, not as inputs of the run: typst remembers what it laid out for others.
    made: bytes = typst.compile(
        cast("Any", files),  # several files are documented, but not in the types
        font_paths=_fonts(system=system_fonts),
        format="pdf",
        pdf_standards=standard,
        timestamp=0,
    )
    return packed(made)


@cache
def _template() -> bytes:
    return (templates_folder() / "pdf" / "report.typ").read_bytes()


@cache
def _fonts(*, system: bool) -> typst.Fonts:
    folder = str(templates_folder() / "pdf" / "fonts")
    return typst.Fonts(include_system_fonts=system, font_paths=[folder])
