"""What is proven of a rulebook as it stands, and how each finding is worded."""
