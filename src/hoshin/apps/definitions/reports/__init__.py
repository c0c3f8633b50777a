"""Reports of the definitions app: gather, then compose."""
