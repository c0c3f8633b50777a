"""What is done about it: initiatives, sealed claims, verdicts."""
