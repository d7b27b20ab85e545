"""What changes between two rulebooks: over all answers, in worked cases and in saved decisions."""
