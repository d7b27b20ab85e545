"""The pages of the rulebook: its rules by section or by filter, the map, the sources."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flask import Blueprint, abort, render_template, request

from sourcing.assurance.cases.worked import rules_at_work
from sourcing.brief import nowhere, parse_brief
from sourcing.decision.decide import decide
from sourcing.problems import InvalidInputError, Place
from sourcing.report.formats import age
from sourcing.rulebook.compiled import Rulebook
from sourcing.web.office import office
from sourcing.web.rulebook.filters import Filter, filter_of, found
from sourcing.web.rulebook.heatmap import map_of, questions_to_map
from sourcing.web.rulebook.lines import SECTIONS, Group, RuleLine, Section, groups_of
from sourcing.web.rulebook.shares import shares_of

bp = Blueprint("rules", __name__, url_prefix="/rules")


@bp.get("")
def show() -> str:
    """Show the rules that decide which channel is recommended, or those that a filter finds."""
    book = office().rulebook
    wanted = filter_of(request.args)
    if wanted:
        return _page(SECTIONS[0], found(book, wanted), wanted)
    return section(SECTIONS[0].id)


@bp.get("/<section_id>")
def section(section_id: str) -> str:
    """Show one section of the rules."""
    chosen = next((s for s in SECTIONS if s.id == section_id), None)
    if chosen is None:
        abort(404)
    return _page(chosen, [(chosen, groups_of(office().rulebook, chosen))], Filter())


@bp.get("/map")
def outcome_map() -> str:
    """Show the recommended channel over two questions, the others held."""
    book = office().rulebook
    return render_template(
        "pages/rule-map.html",
        map=map_of(book, request.args),
        choices=questions_to_map(book),
        questions=list(book.questions.values()),
        facts=list(book.facts.values()),
        channels=book.channels,
    )


@bp.get("/sources")
def sources() -> str:
    """Show the documents behind the rules, and where they contradict each other."""
    content = office().rulebook.content
    return render_template(
        "pages/rule-sources.html",
        sources=content.sources,
        contradictions=content.contradictions,
        today=office().today().isoformat(),
    )


def _page(
    chosen: Section, sections: Iterable[tuple[Section, Iterable[Group]]], wanted: Filter
) -> str:
    book, today = office().rulebook, office().today()
    listed = [(part, list(groups)) for part, groups in sections]
    lines = [line for _, groups in listed for group in groups for line in group.rules]
    cases = _cases(book, today)  # before the shares, whose working out would slow it
    return render_template(
        "pages/rules.html",
        section=chosen,
        sections=listed,
        wanted=wanted,
        count=len(lines),
        book=book,
        content=book.content,
        questions=[*book.questions.values(), *book.facts.values()],
        shares=shares_of(book, office().records.proven),
        places={(line.kind, line.record.id): _place(book, line) for line in lines},
        ages={source.id: _age(source.dated, today) for source in book.content.sources},
        overdue={s.id for s in book.content.sources if s.review_after < today.isoformat()},
        cases=cases,
    )


def _place(book: Rulebook, line: RuleLine) -> Place | None:
    """Return where a rule stands in the files in use, if it came from files."""
    place = book.place(line.kind, line.record.id)
    return place if office().in_use.folder and place.line else None


def _age(dated: str, today: date) -> str:
    return age(date.fromisoformat(dated), today)


def _cases(book: Rulebook, today: date) -> dict[str, list[str]]:
    """Return, by rule, the worked cases in which it has a part; found once a day for each rulebook."""
    kept: tuple[date, dict[str, list[str]]] | None = book.memory.get(_cases)
    if kept is None or kept[0] != today:
        touched: dict[str, list[str]] = {}
        for case in book.content.cases:
            try:
                brief = parse_brief(case.brief, nowhere(case.id))
                decision = decide(book, brief, on=today)
            except InvalidInputError:
                continue
            at_work = {rule for lot in decision.lots for rule in rules_at_work(decision, lot)}
            for rule in sorted(at_work):
                touched.setdefault(rule, []).append(case.id)
        kept = book.memory[_cases] = (today, touched)
    return kept[1]
