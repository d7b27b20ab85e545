"""The one module that calls typst: a document in, the bytes of a tagged PDF out."""

from __future__ import annotations

from functools import cache
from typing import Literal

import typst

from sourcing.places import templates_folder
from sourcing.report.model import Report
from sourcing.report.pdf.blocks import to_data
from sourcing.report.pdf.document import paper_of
from sourcing.report.pdf.packed import packed

SIZES = {"a4": "a4", "letter": "us-letter"}


def render_pdf(report: Report, *, size: str = "a4") -> bytes:
    """Return the report as PDF/UA-1, on paper of a size in `SIZES`; the same report, the same bytes.

    A character that no shipped font holds is taken from the machine's own fonts. Where these do not
    hold it either, it prints as an empty box, in a file that is tagged but claims no standard.
    """
    inputs = {"report": to_data(paper_of(report)), "paper": SIZES[size]}
    try:
        return _compiled(inputs, system_fonts=False, standard="ua-1")
    except typst.TypstError:
        pass
    try:
        return _compiled(inputs, system_fonts=True, standard="ua-1")
    except typst.TypstError:
        return _compiled(inputs, system_fonts=True, standard=None)


def _compiled(
    inputs: dict[str, str], *, system_fonts: bool, standard: Literal["ua-1"] | None
) -> bytes:
    # Template, fonts and data are all in memory: nothing is written, and calls share nothing that changes.
    made = typst.compile(
        _template(),
        font_paths=_fonts(system=system_fonts),
        sys_inputs=inputs,
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
