"""Estimators of an initiative's effect: one file each, all of one shape."""
