"""Pages of the register, of what is watched, and of who is told."""
