"""Reports of planning."""
