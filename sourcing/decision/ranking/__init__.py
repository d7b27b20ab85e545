"""From answers to the channel that wins: what is known, gates and points, and what can still win."""
