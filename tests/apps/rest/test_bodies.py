"""The description of the API names each body once: of two with one name it would describe one for both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ninja import Schema

from hoshin.server.api import API


def _bodies(of: type[Schema]) -> Iterator[type[Schema]]:
    for each in of.__subclasses__():
        yield each
        yield from _bodies(each)


def test_each_body_has_a_name_of_its_own() -> None:
    own = {each for each in _bodies(Schema) if each.__module__.startswith("hoshin.")}
    described = set(API.get_openapi_schema()["components"]["schemas"])
    assert len(described & {each.__name__ for each in own}) > 50
    assert [name for name, many in Counter(each.__name__ for each in own).items() if many > 1] == []
