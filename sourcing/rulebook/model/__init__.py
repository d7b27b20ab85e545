"""The records that rule files may hold, one module per subject; each is strict and frozen."""
