"""Quotes as they are given: how figures may be written, what one may say, what stands against what.

Values in, values out. A brief and the comparison of quotes read with the same words; what a quote
comes to is worked out in `sourcing.decision.cost`.
"""
