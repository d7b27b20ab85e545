"""A brief held against the rulebook that is to decide it, with every problem told at once."""
