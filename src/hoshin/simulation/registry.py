"""The demonstrations that there are, by key."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from hoshin.simulation import library
from hoshin.simulation.organisation import Demonstration


def _collected() -> dict[str, Demonstration]:
    found = {}
    for each in iter_modules(library.__path__):
        demonstration: Demonstration = import_module(f"{library.__name__}.{each.name}").DEMONSTRATION
        if demonstration.key in found:
            raise ValueError(f"two demonstrations have the key '{demonstration.key}'")
        found[demonstration.key] = demonstration
    return found


DEMONSTRATIONS = _collected()
"""Every file of ``library/`` holds one, named DEMONSTRATION."""
