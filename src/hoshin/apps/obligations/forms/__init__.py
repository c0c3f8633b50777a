"""Forms of answers, of what is watched, and of who is told."""
