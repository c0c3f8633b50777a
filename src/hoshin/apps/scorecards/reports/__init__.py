"""Reports of the scorecards app: gather, then compose."""
