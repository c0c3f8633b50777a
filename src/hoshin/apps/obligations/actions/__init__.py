"""Writes: what fired, answers, what is watched, who is told."""
