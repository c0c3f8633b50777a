"""Strings the stages together: import, normalise, publish, read, rebuild. Knows no Django."""
