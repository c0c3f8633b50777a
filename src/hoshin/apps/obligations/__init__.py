"""Signals with an obligation: what is watched, what fired, and who explains it by when."""
