"""From a brief, a rulebook and a date to a decision: values in, values out.

No clock, no disk, no YAML, no SQL and no web in here. `decide` is the one entry.
"""
