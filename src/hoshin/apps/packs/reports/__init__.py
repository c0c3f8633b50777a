"""The board pack: gather, then compose."""
