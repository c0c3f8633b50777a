"""Reports of obligations."""
