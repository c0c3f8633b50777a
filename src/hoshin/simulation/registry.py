"""All demonstrations, collected from the files of ``library/``: each holds one, named DEMONSTRATION."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from importlib import import_module
from pkgutil import iter_modules

from hoshin.eventlog.refused import Refused
from hoshin.simulation import library
from hoshin.simulation.organisation import Demonstration


class UnknownDemonstration(Refused):
    """A key was given that no demonstration has."""


class DuplicateDemonstration(ValueError):
    """Two files of the library declare the same key."""


def collect(declared: Iterable[Demonstration]) -> dict[str, Demonstration]:
    """The demonstrations by key. Raises DuplicateDemonstration."""
    found: dict[str, Demonstration] = {}
    for each in declared:
        if each.key in found:
            raise DuplicateDemonstration(f"Two demonstrations have the key '{each.key}': give one of them another key.")
        found[each.key] = each
    return found


DEMONSTRATIONS: dict[str, Demonstration] = collect(
    import_module(f"{library.__name__}.{module.name}").DEMONSTRATION for module in iter_modules(library.__path__)
)


def demonstration(key: str) -> Demonstration:
    """The demonstration of that key. Raises UnknownDemonstration, which names those that there are."""
    if key in DEMONSTRATIONS:
        return DEMONSTRATIONS[key]
    close = get_close_matches(key, DEMONSTRATIONS, n=1)
    hint = f" Did you mean {close[0]}?" if close else ""
    raise UnknownDemonstration(f"There is no demonstration '{key}': there is {', '.join(DEMONSTRATIONS)}.{hint}")
