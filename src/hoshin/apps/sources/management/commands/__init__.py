"""Management commands of the sources app."""
