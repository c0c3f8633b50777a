"""Metrics: definition, engine, registry, library. Pure: Ibis expressions and frozen values."""
