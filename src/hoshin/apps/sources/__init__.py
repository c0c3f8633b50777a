"""Where tickets come from: mappings, imports and their progress."""
