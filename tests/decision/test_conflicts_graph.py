"""The ownership graph: stakes along chains and over paths, control, groups, and other days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sourcing.decision.conflicts.facts import graph_of
from sourcing.decision.conflicts.graph import Graph
from sourcing.rulebook.compiled import Rulebook
from sourcing.rulebook.model.vendors import Tie
from tests.conftest import ON
from tests.small import tries


def tie(parent: str, child: str, kind: str, pct: str | None = None, **more: Any) -> Tie:
    content = {
        "id": f"{parent}-{child}-{kind}",
        "parent": parent,
        "child": child,
        "kind": kind,
        "as_of": "2026-06",
        "confidence": "reported",
        "says": f"{parent} and {child}",
        **more,
    }
    return Tie.model_validate(content | ({"stake_pct": pct} if pct else {}))


def graph(*ties: Tie) -> Graph:
    return Graph(tuple(tie for tie in ties if tie.holds(ON)), control=Decimal(50))


class TestGraph:
    """Stakes along chains, over paths, and through brands."""

    def test_stakes_multiply_along_a_chain(self) -> None:
        """Half of half is a quarter."""
        found = graph(tie("a", "b", "stake", "50"), tie("b", "c", "stake", "50")).stake("a", "c")
        assert found.percent == 25
        assert found.path == ("c", "b", "a")

    def test_stakes_add_up_over_paths(self) -> None:
        """A direct tenth and a half of a fifth make a fifth."""
        ties = (
            tie("a", "c", "stake", "10"),
            tie("a", "b", "stake", "50"),
            tie("b", "c", "stake", "20"),
        )
        assert graph(*ties).stake("a", "c").percent == 20

    def test_unknown_sizes_read_at_least(self) -> None:
        """An investor of unknown size adds nothing to the sum and makes it a lower bound."""
        found = graph(tie("a", "c", "stake", "10"), tie("a", "c", "investor")).stake("a", "c")
        assert (found.percent, found.at_least) == (Decimal(10), True)

    def test_control_makes_a_group(self) -> None:
        """From half on, an owner's group includes the firm; below, it does not."""
        ties = (tie("a", "b", "stake", "50"), tie("a", "c", "stake", "49"))
        assert graph(*ties).group("b") == "a"
        assert graph(*ties).group("c") == "c"

    def test_circular_ties_come_to_an_end(self) -> None:
        """Brands of each other and cross-holdings do not hang the search."""
        circle = graph(
            tie("a", "b", "brand"),
            tie("b", "a", "brand"),
            tie("c", "d", "stake", "60"),
            tie("d", "c", "stake", "60"),
        )
        assert circle.group("a") in {"a", "b"}
        assert circle.stake("c", "d").percent == 60

    def test_past_ties_do_not_count(self) -> None:
        """A tie that has ended gives no stake and no service."""
        past = tie("a", "c", "stake", "90", current=False)
        assert not graph(past).stake("a", "c")

    def test_many_paths_take_no_long_walk(self) -> None:
        """Forty diamonds in a row hold 2 to the 40 paths; their sum is still the whole."""
        ties = []
        for n in range(40):
            ties += [tie(f"n{n}", f"{side}{n}", "stake", "100") for side in ("left", "right")]
            ties += [tie(f"{side}{n}", f"n{n + 1}", "stake", "50") for side in ("left", "right")]
        assert graph(*ties).stake("n0", "n40").percent == 100

    def test_brands_of_one_firm_do_not_add_up(self) -> None:
        """Two brands of a firm are the firm, so its owner's part in each is its part in the firm."""
        brands = (tie("firm", "one", "brand"), tie("firm", "two", "brand"))
        merged = tie("one", "two", "merged_into")
        found = graph(tie("lab", "firm", "stake", "49"), *brands, merged).stake("lab", "two")
        assert (found.percent, found.path) == (Decimal(49), ("two", "firm", "lab"))

    @given(st.data())
    @tries(150)
    def test_equals_the_walk_along_every_path(self, data: st.DataObject) -> None:
        """Whatever the ties, each stake is what multiplying and adding path by path gives."""
        pairs = [(a, b) for b in range(7) for a in range(b)]
        chosen = data.draw(st.lists(st.sampled_from(pairs), max_size=14, unique=True))
        sizes = st.sampled_from([None, "10", "12.5", "33.333333", "50"])
        ties = [tie(f"o{a}", f"o{b}", "stake", data.draw(sizes)) for a, b in chosen]
        built = graph(*ties)
        for a, b in pairs:
            owner, firm = f"o{a}", f"o{b}"
            paths = list(every_path(ties, owner, firm))
            known = [path for path in paths if all(t.stake_pct is not None for t in path)]
            expected = sum((product(path) for path in known), Decimal(0))
            found = built.stake(owner, firm)
            assert bool(found) == bool(paths)
            assert abs(found.percent - expected) < Decimal("1e-6")
            assert found.at_least == (len(known) < len(paths))


def every_path(ties: list[Tie], owner: str, firm: str) -> Iterator[tuple[Tie, ...]]:
    for t in ties:
        if t.child == firm:
            if t.parent == owner:
                yield (t,)
            yield from ((t, *rest) for rest in every_path(ties, owner, t.parent))


def product(path: tuple[Tie, ...]) -> Decimal:
    share = Decimal(100)
    for t in path:
        share *= (t.stake_pct or Decimal(0)) / 100
    return share


class TestVotes:
    """Votes decide on control where they are known; capital where they are not."""

    def test_capital_without_votes_does_not_control(self) -> None:
        found = graph(tie("a", "b", "stake", "60", voting=False))
        assert found.group("b") == "b"
        assert found.stake("a", "b").voting is False
        assert not found.stake("a", "b").controls

    def test_votes_control_without_the_capital(self) -> None:
        """A tenth of the capital with sixty percent of the votes makes a group."""
        found = graph(tie("a", "b", "stake", "10"), tie("a", "b", "voting", "60"))
        assert found.group("b") == "a"
        assert (found.stake("a", "b").percent, found.stake("a", "b").controls) == (
            Decimal(10),
            True,
        )

    def test_votes_alone_are_a_stake_of_unknown_size(self) -> None:
        found = graph(tie("a", "b", "voting", "20")).stake("a", "b")
        assert (found.percent, found.at_least, found.voting) == (Decimal(0), True, True)

    def test_control_runs_along_a_chain(self) -> None:
        """Half of a firm that has half of another controls both, though it owns a quarter."""
        found = graph(tie("a", "b", "stake", "50"), tie("b", "c", "stake", "50"))
        assert found.group("c") == "a"
        assert found.stake("a", "c").percent == 25

    def test_what_one_controls_votes_with_it(self) -> None:
        """Thirty percent directly and thirty through a daughter are sixty."""
        ties = (
            tie("a", "b", "stake", "80"),
            tie("a", "c", "stake", "30"),
            tie("b", "c", "stake", "30"),
        )
        assert graph(*ties).group("c") == "a"

    def test_one_step_without_votes_takes_them_from_the_chain(self) -> None:
        found = graph(tie("a", "b", "stake", "50", voting=False), tie("b", "c", "stake", "50"))
        assert found.stake("a", "c").voting is False


class TestKindsKeptApart:
    """Customers and people own nothing."""

    def test_neither_gives_a_stake(self) -> None:
        found = graph(tie("a", "b", "customer"), tie("a", "b", "people"))
        assert not found.stake("a", "b")
        assert [t.kind for t in found.served("b", ["a"])] == ["customer"]
        assert [t.kind for t in found.people("b", ["a"])] == ["people"]

    def test_people_of_a_backer_count(self) -> None:
        """A person who came from a lab and backs a firm ties the two."""
        found = graph(tie("lab", "person", "people"), tie("person", "firm", "backer"))
        assert [t.parent for t in found.people("firm", ["lab"])] == ["lab"]


class TestOtherDays:
    """A decision sees the ties of its own day."""

    def test_a_stake_before_it_was_bought(self, rulebook: Rulebook) -> None:
        """Meta had no part in Scale in May 2025, and had it from June on."""
        assert not graph_of(rulebook, date(2025, 5, 31)).stake("meta", "outlier-ai")
        assert graph_of(rulebook, date(2025, 6, 1)).stake("meta", "outlier-ai").percent == 49

    def test_a_client_before_it_left(self, rulebook: Rulebook) -> None:
        """Google was Scale's client until June 2025."""
        before, after = date(2025, 6, 30), date(2025, 7, 1)
        assert graph_of(rulebook, before).served("remotasks", ["google"])
        assert not graph_of(rulebook, after).served("remotasks", ["google"])

    def test_a_month_and_a_year_count_whole(self) -> None:
        held = tie("a", "b", "stake", since="2024-02", until="2025")
        days = (date(2024, 1, 31), date(2024, 2, 1), date(2025, 12, 31), date(2026, 1, 1))
        assert [held.holds(day) for day in days] == [False, True, True, False]

    def test_one_that_ended_nobody_knows_when_is_never_seen(self) -> None:
        assert not tie("a", "b", "stake", current=False).holds(date(2001, 1, 1))
