"""The effect of an initiative against what would have been without it. Pure."""
