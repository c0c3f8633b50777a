"""Pages of vision, objectives and key results."""
