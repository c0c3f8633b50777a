"""Reports of the portfolios app: gather, then compose."""
