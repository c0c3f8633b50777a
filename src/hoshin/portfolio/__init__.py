"""Which initiatives to begin in which quarter: value under uncertainty, constraints, and the best plan under them."""
