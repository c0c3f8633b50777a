"""Management commands of the scorecards app."""
