"""What a lot costs on a channel: figures and quotes in, a cost table out, and what it comes to.

`fees`, `volumes` and `numbers` hold the arithmetic, `steps` and `formula` the lines in their order,
`figures` and `inputs` find what goes in, and `sheet` and `price` put them together. `draws` and
`simulation` work the same lines out in ten thousand worlds. From these `own_people`, `negotiation`,
`flows`, `tornado`, `budgeting`, `layers`, `doubling` and `waste` each answer one question of a
buyer; `money` holds the answers for a lot, and `analysis` for a decision. Nothing here knows the
market.
"""

from sourcing.decision.cost.formula.figures import CostBook
from sourcing.decision.cost.formula.price import cost_of

__all__ = ["CostBook", "cost_of"]
