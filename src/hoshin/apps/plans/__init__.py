"""Planning: candidates with estimates, capacity, scenarios, and the one that is approved."""
