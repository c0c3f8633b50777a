"""The ready mappings: one TOML file each in ``library/``."""

from __future__ import annotations

from functools import cache
from importlib import resources

from hoshin.connectors.errors import MappingInvalid, near
from hoshin.connectors.mapping import Mapping, loads


@cache
def ready_mappings() -> tuple[Mapping, ...]:
    """All ready mappings, in the order of their names."""
    files = sorted(resources.files("hoshin.connectors").joinpath("library").iterdir(), key=lambda f: f.name)
    return tuple(loads(f.read_text(encoding="utf-8")) for f in files if f.name.endswith(".toml"))


def ready_mapping(name: str) -> Mapping:
    """The ready mapping of that name, whatever its case. Raises MappingInvalid, which names those that there are."""
    known = {mapping.name.casefold(): mapping for mapping in ready_mappings()}
    if name.casefold() in known:
        return known[name.casefold()]
    names = [mapping.name for mapping in ready_mappings()]
    raise MappingInvalid(f"There is no ready mapping '{name}': there are {', '.join(names)}.{near(name, names)}")
