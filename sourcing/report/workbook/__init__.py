"""A decision as a spreadsheet: inputs on one sheet, live formulas on the others.

The formulas are written by the very lines that price a lot (`sourcing.decision.cost.formula.lines`), given
cells instead of figures, so that there is no second copy of the calculation to keep in step.
"""
