"""The metrics, a file for each practice. Files here do not import each other."""
