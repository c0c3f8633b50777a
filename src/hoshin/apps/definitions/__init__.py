"""Metrics that people define in the browser, and the catalogue of the installation."""
