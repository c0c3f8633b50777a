"""Demonstration organisations, one file each."""
