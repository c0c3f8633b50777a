"""Metrics that the people of an installation define: specified in a closed vocabulary, compiled to any other metric."""
