"""The picture of who stands behind the vendors on a brief, and the same in words."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcing.brief import nowhere, parse_brief
from sourcing.decision.decide import decide
from sourcing.decision.document.write import decision_document
from sourcing.report.model.report import Report
from sourcing.report.ownership.picture import BoxDrawn, Picture, drawn
from sourcing.report.ownership.ties import Network, Party, TieShown
from sourcing.report.page import render_report
from sourcing.report.view import report_of
from sourcing.rulebook.compiled import Rulebook

Reported = Callable[[Mapping[str, Any]], Report]
LETTER, LINE = 6.5, 18
"""How wide a letter of a label is on average, and how high a line of it, in pixels."""


def brief(vendors: list[str], rivals: list[str] | None = None, **more: object) -> dict[str, Any]:
    lot = {"name": "Ratings", "answers": {"task_type": "task-support-rating"}}
    return {"vendors": vendors, "competitors": rivals or [], "lots": [lot], **more}


def shown(reported: Reported, vendors: list[str], rivals: list[str] | None = None) -> Network:
    network = reported(brief(vendors, rivals)).ownership
    assert network is not None
    return network


def lines(network: Network) -> set[tuple[str, str, str]]:
    return {(tie.parent, tie.kind, tie.child) for tie in network.ties}


class TestWhatIsShown:
    def test_nothing_without_vendors(self, reported: Reported) -> None:
        assert reported(brief([])).ownership is None

    def test_a_rivals_stake_reaches_a_brand_through_its_firm(self, reported: Reported) -> None:
        network = shown(reported, ["outlier-ai"], ["meta"])
        assert ("meta", "49%, no votes", "scale-ai") in lines(network)
        assert ("scale-ai", "brand", "outlier-ai") in lines(network)
        rival = next(party for party in network.parties if party.id == "meta")
        assert rival.notes == ("your rival",)

    def test_sister_brands_that_are_not_on_the_list_are_shown(self, reported: Reported) -> None:
        network = shown(reported, ["dataannotation"])
        assert {"surge-ai", "taskup", "gethybrid"} <= {party.id for party in network.parties}
        assert [party.id for party in network.parties if party.marked] == ["dataannotation"]

    def test_clients_are_shown_where_they_are_rivals(self, reported: Reported) -> None:
        assert ("google", "client", "surge-ai") in lines(shown(reported, ["surge-ai"], ["google"]))
        assert not any("client" in kind for _, kind, _ in lines(shown(reported, ["surge-ai"])))

    def test_unknown_owners_are_never_one(self, reported: Reported) -> None:
        network = shown(reported, ["turing", "sama"])
        unknown = [party for party in network.parties if not party.known]
        assert len(unknown) == len({party.id for party in unknown}) == 2
        assert len({tie.parent for tie in network.ties}) == 2

    def test_a_vendor_that_the_catalogue_does_not_know(self, reported: Reported) -> None:
        (party,) = shown(reported, ["Dataland"]).parties
        assert party.notes == ("on your list", "not in the catalogue")

    def test_the_day_decides_what_had_begun(self, rulebook: Rulebook) -> None:
        request = parse_brief(brief(["scale-ai"], ["meta", "google"]), nowhere("brief"))
        before, after = (
            decision_document(rulebook, decide(rulebook, request, on=day))["ownership"]["ties"]
            for day in (date(2025, 1, 1), date(2026, 11, 20))
        )
        assert "own-meta-scale" not in {tie["id"] for tie in before}
        assert "own-meta-scale" in {tie["id"] for tie in after}
        ended = {tie["id"]: not tie["current"] for tie in after}
        assert ended["cust-google-scale"]

    def test_a_document_of_an_older_program_has_no_picture(self, rulebook: Rulebook) -> None:
        request = parse_brief(brief(["scale-ai"]), nowhere("brief"))
        document = decision_document(rulebook, decide(rulebook, request, on=date(2026, 11, 20)))
        old = {name: part for name, part in document.items() if name != "ownership"}
        assert report_of(old, decision_id=None, issued=None).ownership is None


class TestLabels:
    """Words on lines that end at one box still stand apart."""

    @pytest.mark.parametrize("vendors", [["scale-ai"], ["outlier-ai", "remotasks", "sama"]])
    def test_none_touches_another(self, reported: Reported, vendors: list[str]) -> None:
        picture = drawn(shown(reported, vendors, ["meta", "google", "openai", "uber", "waymo"]))
        assert picture
        labelled = [line for line in picture.lines if line.tie.label]
        assert len(labelled) > 5
        for one, other in combinations(labelled, 2):
            wide = (len(one.tie.label) + len(other.tie.label)) * LETTER / 2
            beside = abs(one.label_x - other.label_x) >= wide
            assert beside or abs(one.label_y - other.label_y) >= LINE, (one.tie, other.tie)


class TestPage:
    def test_the_table_says_what_the_picture_says(self, full_report: Report) -> None:
        page = render_report(full_report, standalone=False)
        picture, _, rest = page.partition("</svg>\n</section>")
        network = full_report.ownership
        assert network is not None
        table = rest.partition("</table>")[0]
        for tie in network.ties:
            assert tie.label in page
            assert f"<td>{tie.kind}</td>" in table
        assert '<svg class="net"' in picture

    def test_nothing_is_styled_in_place(self, full_report: Report) -> None:
        assert ' style="' not in render_report(full_report, standalone=False)

    def test_the_same_bytes_again(self, rulebook: Rulebook) -> None:
        request = parse_brief(brief(["outlier-ai", "sama", "mercor"], ["meta"]), nowhere("brief"))
        decision = decide(rulebook, request, on=date(2026, 11, 20))
        document = decision_document(rulebook, decision)
        again = json.loads(json.dumps(document))
        first, second = (
            render_report(report_of(d, decision_id=None, issued=None)) for d in (document, again)
        )
        assert first == second


def network_of(edges: list[tuple[int, int]], names: int) -> Network:
    parties = tuple(Party(f"n{n}", f"Name {n}") for n in range(names))
    ties = tuple(
        TieShown(
            f"n{a}", f"n{b}", "stake", "stake", "stake", ended=False, says="x", age=None, cites=()
        )
        for a, b in edges
    )
    return Network("net", "Net", "", parties, ties)


NETWORKS = st.integers(1, 9).flatmap(
    lambda names: st.lists(
        st.tuples(st.integers(0, names - 1), st.integers(0, names - 1)).filter(
            lambda pair: pair[0] != pair[1]
        ),
        max_size=14,
    ).map(lambda edges: network_of(edges, names))
)


class TestLayout:
    @given(NETWORKS)
    def test_boxes_stand_apart_and_inside(self, network: Network) -> None:
        picture = picture_of(network)
        assert len(picture.boxes) == len(network.parties)
        assert len(picture.lines) == len(network.ties)
        for box in picture.boxes:
            assert 0 <= box.x <= box.x + box.width <= picture.width
            assert 0 <= box.y <= box.y + box.height <= picture.height
        for one, other in combinations(picture.boxes, 2):
            assert apart(one, other)

    @given(NETWORKS)
    def test_the_order_of_ties_moves_no_box(self, network: Network) -> None:
        turned = Network("net", "Net", "", network.parties, network.ties[::-1])
        assert places(network) == places(turned)

    def test_owners_stand_left_of_what_they_own(self) -> None:
        where = places(network_of([(0, 1), (1, 2), (0, 2)], 3))
        assert where["n0"][0] < where["n1"][0] < where["n2"][0]

    def test_a_network_that_nobody_could_read_is_left_to_the_table(self) -> None:
        assert drawn(network_of([(0, n) for n in range(1, 400)], 400)) is None

    def test_a_circle_is_drawn_all_the_same(self) -> None:
        assert len(picture_of(network_of([(0, 1), (1, 0)], 2)).lines) == 2


def picture_of(network: Network) -> Picture:
    picture = drawn(network)
    assert picture is not None
    return picture


def places(network: Network) -> dict[str, tuple[int, int]]:
    return {box.party.id: (box.x, box.y) for box in picture_of(network).boxes}


def apart(one: BoxDrawn, other: BoxDrawn) -> bool:
    return (
        one.x + one.width <= other.x
        or other.x + other.width <= one.x
        or one.y + one.height <= other.y
        or other.y + other.height <= one.y
    )
