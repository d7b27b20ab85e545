"""Why a lot came out as it did, what would change it, and whether it is settled: all exact.

States that differ in a few answers are looked at together, one bit for each, so that a search over
all of them costs about as much as a look at one.
"""
