"""The graph of ties between organisations as it stands on one day, each kind of tie kept apart.

Brands and merged firms collapse into their parent before stakes multiply; stakes multiply along
a chain and add up over chains; a stake of unknown size stays unknown, so sums read "at least".
Votes, where they are known, decide on control; customers and people own nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from sourcing.decision.conflicts.holdings import WHOLE, Hold, Holdings, owners_first
from sourcing.rulebook.model.vendors import Tie

COLLAPSING = ("brand", "merged_into")
CAPITAL = ("stake", "investor", "backer")
OWNING = (*CAPITAL, "voting")


@dataclass(frozen=True, slots=True)
class Stake:
    """An effective stake in percent; `at_least` where part of it is of unknown size.

    `voting` is None where nobody says whether it votes; `controls` says whether the owner stands
    at the top of the firm's chain of control. The path leads from the vendor to the owner.
    """

    owner: str
    percent: Decimal
    at_least: bool
    path: tuple[str, ...]
    ties: tuple[Tie, ...]
    voting: bool | None = None
    controls: bool = False

    def __bool__(self) -> bool:
        return bool(self.path)


NO_STAKE = Stake("", Decimal(0), at_least=False, path=(), ties=())


@dataclass(frozen=True)
class Graph:
    """All ties that hold on a day; `control` is the percentage from which an owner controls."""

    ties: tuple[Tie, ...]
    control: Decimal

    @cached_property
    def _into(self) -> dict[str, Tie]:
        """The tie by which a brand or merged firm belongs to its parent, the brand's before the merger's."""
        found: dict[str, Tie] = {}
        for tie in sorted(self.ties, key=lambda tie: (tie.kind != "brand", tie.id)):
            if tie.kind in COLLAPSING:
                found.setdefault(tie.child, tie)
        return found

    @cached_property
    def _retired(self) -> frozenset[str]:
        return frozenset(tie.child for tie in self.ties if tie.kind == "merged_into")

    @cached_property
    def holdings(self) -> Holdings:
        """Every effective stake between firms, worked out at the first question."""
        return Holdings(self._holds())

    def _holds(self) -> Iterator[Hold]:
        """Yield the ties of ownership; votes alone count as a stake of unknown size."""
        capital = {(t.parent, t.child) for t in self.ties if t.kind in CAPITAL}
        for tie in self.ties:
            if tie.kind in CAPITAL or (
                tie.kind == "voting" and (tie.parent, tie.child) not in capital
            ):
                share = tie.stake_pct if tie.kind in CAPITAL else None
                votes = tie.voting if tie.kind in CAPITAL else True
                yield Hold(self.firm(tie.parent), self.firm(tie.child), share, votes, tie)

    def _of_kind(self, kind: str) -> dict[str, list[Tie]]:
        found: dict[str, list[Tie]] = {}
        for tie in self.ties:
            if tie.kind == kind:
                found.setdefault(self.firm(tie.child), []).append(tie)
        return found

    @cached_property
    def _customers(self) -> dict[str, list[Tie]]:
        return self._of_kind("customer")

    @cached_property
    def _people(self) -> dict[str, list[Tie]]:
        return self._of_kind("people")

    @cached_property
    def _chains(self) -> dict[str, tuple[str, ...]]:
        return {}

    @cached_property
    def _groups(self) -> dict[str, str]:
        return {}

    def chain(self, name: str) -> tuple[str, ...]:
        """Return the organisation and the parents that it is a brand of, up to the firm itself."""
        if name not in self._chains:
            chain = [name]
            while (tie := self._into.get(chain[-1])) and tie.parent not in chain:
                chain.append(tie.parent)
            self._chains[name] = tuple(chain)
        return self._chains[name]

    def retired(self, name: str) -> bool:
        """Say whether an organisation was merged into another."""
        return name in self._retired

    def firm(self, name: str) -> str:
        """Return the firm that stands behind a brand; a firm stands for itself."""
        return self.chain(name)[-1]

    def brand_ties(self, name: str) -> tuple[Tie, ...]:
        """Return the ties along the chain from a brand to its firm."""
        return tuple(self._into[step] for step in self.chain(name)[:-1])

    @cached_property
    def _controllers(self) -> dict[str, str]:
        """Whoever controls each firm, directly or with firms that it controls."""
        votes = self._votes()
        groups: dict[str, str] = {}
        found: dict[str, str] = {}
        into = self.holdings.into
        for firm in owners_first(self.holdings.names, into):
            blocks: dict[str, Decimal] = {}
            for owner in dict.fromkeys(hold.owner for hold in into.get(firm, ())):
                top = groups.get(owner, owner)
                blocks[top] = blocks.get(top, Decimal(0)) + votes.get((owner, firm), Decimal(0))
            strong = [(-block, top) for top, block in blocks.items() if block >= self.control]
            if strong:
                found[firm] = min(strong)[1]
            groups[firm] = found.get(firm, firm)
        return found

    def _votes(self) -> dict[tuple[str, str], Decimal]:
        """Return what each owner brings to a vote in percent: its votes where known, else its capital."""
        votes: dict[tuple[str, str], Decimal] = {}
        capital: dict[tuple[str, str], Decimal] = {}
        for tie in self.ties:
            pair = self.firm(tie.parent), self.firm(tie.child)
            size = tie.stake_pct or Decimal(0)
            if tie.kind == "voting":
                votes[pair] = votes.get(pair, Decimal(0)) + size
            elif tie.kind in CAPITAL and tie.voting is not False:
                capital[pair] = capital.get(pair, Decimal(0)) + size
        return capital | votes

    def group(self, name: str) -> str:
        """Return the ultimate firm: the one behind the brand, or whoever controls it.

        Of two owners with half of the votes each, the first by name.
        """
        if name not in self._groups:
            firm = self.firm(name)
            self._groups[name] = self._controllers.get(firm, firm)
        return self._groups[name]

    def stake(self, owner: str, vendor: str) -> Stake:
        """Return the effective stake of one organisation in another; a firm owns its brands whole."""
        owner, firm = self.firm(owner), self.firm(vendor)
        brands = self.brand_ties(vendor)
        if owner == firm:
            path = self.chain(vendor)
            return Stake(owner, WHOLE, at_least=False, path=path, ties=brands, controls=True)
        holdings = self.holdings
        if not holdings.reaches(owner, firm):
            return NO_STAKE
        way = self._way(owner, firm)
        return Stake(
            owner=owner,
            percent=holdings.percent(owner, firm),
            at_least=holdings.at_least(owner, firm),
            path=(*self.chain(vendor), *(hold.owner for hold in way)),
            ties=(*brands, *(hold.tie for hold in way)),
            voting=holdings.voting(owner, firm),
            controls=self.group(firm) == owner,
        )

    def _way(self, owner: str, firm: str) -> Sequence[Hold]:
        """Return the shortest chain of ties from a firm up to an owner of it."""
        holdings = self.holdings
        came: dict[str, Hold | None] = {firm: None}
        for step in (queue := [firm]):
            for hold in holdings.into.get(step, ()):
                up = hold.owner
                if up not in came and (up == owner or holdings.reaches(owner, up)):
                    came[up] = hold
                    queue.append(up)
            if owner in came:
                break
        way: list[Hold] = []
        step = owner
        while hold_into := came[step]:
            way.append(hold_into)
            step = hold_into.firm
        return way[::-1]

    def served(self, vendor: str, customers: Iterable[str]) -> list[Tie]:
        """Return the ties by which a vendor, under any of its brands, serves one of the customers."""
        wanted = {self.firm(customer) for customer in customers}
        ties = self._customers.get(self.firm(vendor), ())
        return [tie for tie in ties if self.firm(tie.parent) in wanted]

    def people(self, vendor: str, whose: Iterable[str]) -> list[Tie]:
        """Return the ties by which people of others sit in a vendor, or in an owner or backer of it."""
        wanted = {self.firm(other) for other in whose}
        firm = self.firm(vendor)
        places = dict.fromkeys((firm, *(hold.owner for hold in self.holdings.into.get(firm, ()))))
        ties = (tie for place in places for tie in self._people.get(place, ()))
        return [tie for tie in ties if self.firm(tie.parent) in wanted]

    def siblings(self, name: str, among: Iterable[str]) -> list[str]:
        """Return the other organisations of a set that belong to the same ultimate firm."""
        group = self.group(name)
        return sorted(other for other in among if other != name and self.group(other) == group)
