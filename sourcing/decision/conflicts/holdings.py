"""Effective stakes of everybody in everybody, worked out in one walk from owners to owned.

What is known of a firm's owners is packed into one whole number: a field of `WIDTH` bits for each
owner, with the owner's share of the firm in units of 2**-`SCALE`. Taking a share of a firm's owners
is then one multiplication, and adding up over paths one addition, however many owners there are;
walking each path by itself would take time without bound. A stake counts to a millionth of a
percent, and an effective one comes out the same on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from struct import unpack

from sourcing.rulebook.model.vendors import Tie

WIDTH = 128
SCALE = 54
WHOLE = Decimal(100)
_UNIT = 1 << SCALE
_FIELD = (1 << WIDTH) - 1
_MILLIONTH = 10**6
_FINE = 100 * _MILLIONTH
# Multiplying by this and dropping _DROPPED bits divides by _FINE, in all fields at once. A field
# then holds at most SCALE + 27 + 40 bits of a firm that is owned once, and some of one owned more.
_DROPPED = 66
_TO_UNIT = -(-(1 << _DROPPED) // _FINE)
_SHOWN = Decimal("1e-6")


@dataclass(frozen=True, slots=True)
class Hold:
    """A tie as seen between firms: brands and merged firms stand for the firm behind them.

    `share` is the stake in percent, None where it is unknown; `votes` says whether it votes, None
    where that is unknown.
    """

    owner: str
    firm: str
    share: Decimal | None
    votes: bool | None
    tie: Tie


class Holdings:
    """Who owns how much of whom, directly and through others, without a path counted twice.

    Stakes of unknown size count nothing and mark what they lead to as a lower bound. Where firms
    own each other in a circle, which a rulebook may not hold, the circle is walked once.
    """

    def __init__(self, holds: Iterable[Hold]) -> None:
        into: dict[str, list[Hold]] = {}
        firms: set[str] = set()
        for hold in holds:
            if hold.owner != hold.firm:
                into.setdefault(hold.firm, []).append(hold)
                firms |= {hold.owner, hold.firm}
        self.into: Mapping[str, Sequence[Hold]] = into
        # Owners before what they own: the numbers then grow no longer than they must.
        self.names = tuple(owners_first(sorted(firms), into))
        self._place = {name: place for place, name in enumerate(self.names)}
        self._shares: dict[str, int] = {}
        self._unsure: dict[str, int] = {}
        self._reach: dict[str, int] = {}
        self._may_vote: dict[str, int] = {}
        self._votes: dict[str, int] = {}
        field = ((1 << (WIDTH - _DROPPED)) - 1).to_bytes(WIDTH // 8, "little")
        self._cut = int.from_bytes(field * len(firms), "little")
        for firm in self.names:
            self._work_out(firm)

    def _work_out(self, firm: str) -> None:
        shares = unsure = reach = may_vote = votes = 0
        for hold in self.into.get(firm, ()):
            place = self._place[hold.owner]
            behind = self._reach.get(hold.owner, 0) | 1 << place
            reach |= behind
            if hold.share is None:
                unsure |= behind
            else:
                owners = self._shares.get(hold.owner, 0) + (_UNIT << WIDTH * place)
                # Whole numbers below 2**30 multiply fastest.
                shares += owners * int(hold.share * _MILLIONTH)
                unsure |= self._unsure.get(hold.owner, 0)
            if hold.votes is not False:
                may_vote |= self._may_vote.get(hold.owner, 0) | 1 << place
            if hold.votes:
                votes |= self._votes.get(hold.owner, 0) | 1 << place
        self._shares[firm] = shares * _TO_UNIT >> _DROPPED & self._cut
        self._unsure[firm], self._reach[firm] = unsure, reach
        self._may_vote[firm], self._votes[firm] = may_vote, votes

    def percent(self, owner: str, firm: str) -> Decimal:
        """Return the effective stake in percent, as far as it is known."""
        place = self._place.get(owner)
        if place is None:
            return Decimal(0)
        share = self._shares.get(firm, 0) >> WIDTH * place & _FIELD
        return _percent(share)

    def reaches(self, owner: str, firm: str) -> bool:
        """Say whether any chain of stakes, of whatever size, leads from the owner to the firm."""
        return self._has(self._reach, owner, firm)

    def at_least(self, owner: str, firm: str) -> bool:
        """Say whether a stake of unknown size stands on a chain between them."""
        return self._has(self._unsure, owner, firm)

    def voting(self, owner: str, firm: str) -> bool | None:
        """Say whether the stake votes: None where some chain may and none is known to."""
        if self._has(self._votes, owner, firm):
            return True
        return None if self._has(self._may_vote, owner, firm) else False

    def _has(self, marks: Mapping[str, int], owner: str, firm: str) -> bool:
        place = self._place.get(owner)
        return place is not None and bool(marks.get(firm, 0) >> place & 1)

    def owners(self, firm: str) -> dict[str, float]:
        """Return every owner of a firm whose stake is known, with the stake in percent."""
        share = self._shares.get(firm, 0)
        count = -(-share.bit_length() // WIDTH)
        words = unpack(f"<{count * WIDTH // 64}Q", share.to_bytes(count * WIDTH // 8, "little"))
        fields = zip(self.names, words[:: WIDTH // 64], strict=False)
        return {name: 100 * word / _UNIT for name, word in fields if word}


def _percent(share: int) -> Decimal:
    """Return a share in units as percent, without the last digits, which cutting has touched."""
    return (Decimal(share) * WHOLE / _UNIT).quantize(_SHOWN).normalize()


def owners_first(names: Iterable[str], into: Mapping[str, Sequence[Hold]]) -> Iterator[str]:
    """Yield firms so that every owner stands before what it owns; circles come last, by name."""
    waiting = {name: {hold.owner for hold in into.get(name, ())} for name in names}
    owned: dict[str, list[str]] = {}
    for name, owners in waiting.items():
        for owner in owners:
            owned.setdefault(owner, []).append(name)
    ready = [name for name, owners in waiting.items() if not owners]
    for name in ready:
        yield name
        del waiting[name]
        for other in owned.get(name, ()):
            waiting[other].discard(name)
            if not waiting[other]:
                ready.append(other)
    yield from sorted(waiting)
