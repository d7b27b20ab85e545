"""The buyer's decision tool for human work in AI.

Read the folders as the product: `brief` is what a buyer asks for, `rulebook` the judgement as
data, `decision` what follows from both, `report` how it is shown, `records` where it is kept,
`assurance` how a rulebook is proven, and `web` and `cli` the two doors.
"""

__version__ = "0.1.0"
