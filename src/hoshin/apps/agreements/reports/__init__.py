"""Reports of the agreements app: gather, then compose."""
