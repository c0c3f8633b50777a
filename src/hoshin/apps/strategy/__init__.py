"""Where to go: vision, objectives, key results."""
