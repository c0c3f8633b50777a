"""Reports as frozen blocks, and one renderer per form."""
