"""Every address that has a name, filled in with what ``tests.filled`` has made."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from hoshin.apps.portfolios.models import Initiative

USUAL: dict[str, Any] = {
    "candidate": 1,
    "desk": "Norrland",
    "form": "pdf",
    "key": "time_to_resolve_median",
    "kind": "objective",
    "mapping_id": 1,
    "member": 1,
    "month": 7,
    "number": 1,
    "person_id": 1,
    "pk": 1,
    "place": 1,
    "right": 1,
    "run_id": 1,
    "secret": "nobody",
    "ticket": "INC0000001",
    "upload_id": 1,
    "year": 2026,
}
"""What stands for a part of an address, wherever it stands. A part that is not known here is given the number 1."""
OWN: dict[str, dict[str, Any]] = {"reviews:assign": {"key": "1"}, "definitions:own-metric": {"key": "own_metric"}}


def addresses() -> Iterator[tuple[str, str]]:
    """The name and the address of each page, by name; not those of the API, which answer programs."""
    slug = Initiative.objects.values_list("slug", flat=True).order_by("pk").first() or "none"
    for name, parts in sorted(_named(get_resolver(), "")):
        if not name.startswith("api"):
            given = USUAL | {"slug": slug} | OWN.get(name, {})
            yield name, reverse(name, kwargs={part: given.get(part, 1) for part in parts})


def _named(resolver: URLResolver, space: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _named(each, f"{each.namespace}:" if each.namespace else space)
        elif isinstance(each, URLPattern) and each.name:
            yield f"{space}{each.name}", tuple(each.pattern.converters)
