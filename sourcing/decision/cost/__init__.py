"""What a lot costs on a channel: figures and quotes in, a cost table out.

`fees` and `volumes` hold the arithmetic, `formula` the lines in their order, `figures` and `inputs`
find what goes in, and `price` puts them together. Decimals only; nothing here knows the market.
"""

from sourcing.decision.cost.figures import CostBook
from sourcing.decision.cost.price import cost_of

__all__ = ["CostBook", "cost_of"]
