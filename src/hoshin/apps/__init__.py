"""The Django apps, each a vertical slice."""
