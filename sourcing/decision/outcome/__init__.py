"""What follows for a lot: what it calls for and by when, and whether it is better split."""
