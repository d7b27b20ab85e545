"""What must always hold, proven over every combination of answers or refuted with the smallest one."""
