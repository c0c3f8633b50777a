"""Synthetic service desks with known effects, and the demo organisations. Pure."""
