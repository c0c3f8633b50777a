"""What was agreed with those who are served, and whether it is kept: agreements, clocks, reconciliation."""
