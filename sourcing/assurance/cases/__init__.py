"""Worked cases: held against what must come out, what they cover, and which are missing."""
