"""The graph of dated ties between organisations.

Brands and merged firms collapse into their parent before stakes multiply; stakes multiply along
a chain and add up over chains; a stake of unknown size stays unknown, so sums read "at least".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from sourcing.rulebook.model.vendors import Tie

COLLAPSING = ("brand", "merged_into")
OWNING = ("stake", "investor", "backer")
WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Stake:
    """An effective stake in percent; `at_least` where part of it is of unknown size."""

    percent: Decimal
    at_least: bool
    path: tuple[str, ...]
    ties: tuple[Tie, ...]

    def __bool__(self) -> bool:
        return bool(self.path)


NO_STAKE = Stake(Decimal(0), at_least=False, path=(), ties=())


@dataclass(frozen=True)
class Graph:
    """All ties of a catalogue; `control` is the stake in percent from which an owner controls."""

    ties: tuple[Tie, ...]
    control: Decimal

    @cached_property
    def _into(self) -> dict[str, Tie]:
        """The tie by which a brand or merged firm belongs to its parent, the brand's before the merger's."""
        found: dict[str, Tie] = {}
        for tie in sorted(self.ties, key=lambda tie: (tie.kind != "brand", tie.id)):
            if tie.kind in COLLAPSING and tie.current:
                found.setdefault(tie.child, tie)
        return found

    @cached_property
    def _owners(self) -> dict[str, list[Tie]]:
        found: dict[str, list[Tie]] = {}
        for tie in self.ties:
            if tie.kind in OWNING and tie.current:
                found.setdefault(self.firm(tie.child), []).append(tie)
        return found

    @cached_property
    def _customers(self) -> dict[str, list[Tie]]:
        found: dict[str, list[Tie]] = {}
        for tie in self.ties:
            if tie.kind == "customer" and tie.current:
                found.setdefault(self.firm(tie.child), []).append(tie)
        return found

    def chain(self, name: str) -> tuple[str, ...]:
        """Return the organisation and the parents that it is a brand of, up to the firm itself."""
        chain = [name]
        while (tie := self._into.get(chain[-1])) and tie.parent not in chain:
            chain.append(tie.parent)
        return tuple(chain)

    def retired(self, name: str) -> bool:
        """Say whether an organisation was merged into another."""
        return any(t.kind == "merged_into" and t.current and t.child == name for t in self.ties)

    def firm(self, name: str) -> str:
        """Return the firm that stands behind a brand; a firm stands for itself."""
        return self.chain(name)[-1]

    def brand_ties(self, name: str) -> tuple[Tie, ...]:
        """Return the ties along the chain from a brand to its firm."""
        return tuple(self._into[step] for step in self.chain(name)[:-1])

    def group(self, name: str) -> str:
        """Return the ultimate firm: the one behind the brand, or whoever controls it."""
        firm = self.firm(name)
        seen = {firm}
        while (owner := self._controller(firm)) and owner not in seen:
            seen.add(owner)
            firm = owner
        return firm

    def _controller(self, firm: str) -> str | None:
        for tie in self._owners.get(firm, ()):
            if tie.stake_pct is not None and tie.stake_pct >= self.control:
                return self.firm(tie.parent)
        return None

    def stake(self, owner: str, vendor: str) -> Stake:
        """Return the effective stake of one organisation in another; a firm owns its brands whole."""
        owner, firm = self.firm(owner), self.firm(vendor)
        if owner == firm:
            return Stake(
                WHOLE, at_least=False, path=self.chain(vendor), ties=self.brand_ties(vendor)
            )
        chains = list(self._chains(owner, firm, ()))
        if not chains:
            return NO_STAKE
        percent, at_least = Decimal(0), False
        for chain in chains:
            sizes = [tie.stake_pct for tie in chain]
            known = [size for size in sizes if size is not None]
            at_least |= len(known) < len(sizes)
            if len(known) == len(sizes):
                share = Decimal(1)
                for size in known:
                    share *= size / WHOLE
                percent += share * WHOLE
        first = min(chains, key=len)
        steps = (*self.chain(vendor), *(self.firm(tie.parent) for tie in first))
        return Stake(percent, at_least, steps, (*self.brand_ties(vendor), *first))

    def _chains(self, owner: str, firm: str, seen: tuple[str, ...]) -> Iterator[tuple[Tie, ...]]:
        for tie in self._owners.get(firm, ()):
            parent = self.firm(tie.parent)
            if parent == owner:
                yield (tie,)
            elif parent not in seen:
                for rest in self._chains(owner, parent, (*seen, firm)):
                    yield (tie, *rest)

    def served(self, vendor: str, customers: Iterable[str]) -> list[Tie]:
        """Return the ties by which a vendor, under any of its brands, serves one of the customers."""
        wanted = {self.firm(customer) for customer in customers}
        ties = self._customers.get(self.firm(vendor), ())
        return [tie for tie in ties if self.firm(tie.parent) in wanted]

    def siblings(self, name: str, among: Iterable[str]) -> list[str]:
        """Return the other organisations of a set that belong to the same ultimate firm."""
        group = self.group(name)
        return sorted(other for other in among if other != name and self.group(other) == group)
