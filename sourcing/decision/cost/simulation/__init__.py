"""Ten thousand worlds drawn from seeds that never change."""
