"""Management commands of the strategy app."""
