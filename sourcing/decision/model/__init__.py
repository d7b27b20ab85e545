"""A decision and its parts: immutable, and complete enough to be printed ten years later."""
