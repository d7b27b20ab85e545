"""Over all answers at once: where another channel wins, and how near that is."""
