"""Terms of a spreadsheet formula that add, multiply and divide as figures do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

SUM, PRODUCT, WHOLE = 1, 2, 3
"""How tightly a term holds together; one that is looser than its place asks for gets brackets."""

Operand: TypeAlias = "Term | int"


@dataclass(frozen=True, slots=True)
class Term:
    """A piece of a formula; with it the cost formula's lines write themselves down.

    It answers all that `sourcing.decision.cost.formula.numbers` asks of a number. Zeros and ones that change
    nothing are left out.
    """

    text: str
    hold: int = WHOLE

    def __add__(self, other: Operand) -> Term:
        """Return the sum."""
        first, second = self, term(other)
        if NOUGHT in (first, second):
            return second if first == NOUGHT else first
        return Term(f"{first.text}+{second.text}", SUM)

    def __radd__(self, other: Operand) -> Term:
        """Return the sum, the other first."""
        return term(other) + self

    def __sub__(self, other: Operand) -> Term:
        """Return the difference."""
        second = term(other)
        return self if second == NOUGHT else Term(f"{self.text}-{second.within(PRODUCT)}", SUM)

    def __rsub__(self, other: Operand) -> Term:
        """Return the difference, the other first."""
        return term(other) - self

    def __mul__(self, other: Operand) -> Term:
        """Return the product."""
        first, second = self, term(other)
        if NOUGHT in (first, second):
            return NOUGHT
        if UNITY in (first, second):
            return second if first == UNITY else first
        return Term(f"{first.within(PRODUCT)}*{second.within(PRODUCT)}", PRODUCT)

    def __rmul__(self, other: Operand) -> Term:
        """Return the product, the other first."""
        return term(other) * self

    def __truediv__(self, other: Operand) -> Term:
        """Return the quotient."""
        second = term(other)
        if second == UNITY:
            return self
        return Term(f"{self.within(PRODUCT)}/{second.within(WHOLE)}", PRODUCT)

    def __rtruediv__(self, other: Operand) -> Term:
        """Return the quotient, the other first."""
        return term(other) / self

    def __floordiv__(self, other: Operand) -> Term:
        """Return the whole part of the quotient, rounded down."""
        return Term(f"INT({(self / other).text})")

    def __neg__(self) -> Term:
        """Return the term with the other sign."""
        return Term(f"-{self.within(WHOLE)}", SUM)

    def clip(self, other: Operand) -> Term:
        """Return the larger of both; nothing in a price is less than zero."""
        return self if term(other) == NOUGHT else Term(f"MAX({self.text},{term(other).text})")

    def round(self, places: int) -> Term:
        """Return the term rounded to so many places."""
        return Term(f"ROUND({self.text},{places})")

    def within(self, hold: int) -> str:
        """Return the term for a place that asks for such a hold."""
        return self.text if self.hold >= hold else f"({self.text})"


def term(operand: Operand) -> Term:
    """Return a whole number as a term, and a term as it is."""
    return operand if isinstance(operand, Term) else Term(str(operand))


NOUGHT, UNITY = Term("0"), Term("1")


def half_even(term: Term, places: int) -> Term:
    """Return a term rounded as the report rounds: halves to the even digit, all else to the nearest.

    A spreadsheet's ROUND takes halves away from zero, so that an exact half below which the digit is
    even is first moved down by a tenth of the last place. Figures of a spreadsheet are binary:
    what differs from a half by less than a millionth of the last place is taken for one.
    """
    unit = 10**places
    scaled, halved = (term * factor for factor in (unit, unit // 2))
    pairs = f"INT({halved.text if places else (term / 2).text})"
    is_half = f"ROUND({scaled.within(SUM)}-2*{pairs},6)=0.5"
    below = f"IF({is_half},{10 ** -(places + 1):.{places + 1}f},0)"
    return Term(f"ROUND(ROUND({term.text},{places + 6})-{below},{places})")
