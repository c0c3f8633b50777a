"""Pages: the scorecard, one metric, its breakdown by two dimensions, the flow of work, tickets."""
