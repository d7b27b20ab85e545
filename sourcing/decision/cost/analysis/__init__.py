"""The money of a decision as finance looks at it: budget, break-even, negotiation, sensitivity."""
