"""Reports of the strategy app: gather, then compose."""
