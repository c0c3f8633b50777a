"""Blocks, and whatever else is made of frozen dataclasses, as JSON and back.

A dataclass becomes an object of its fields and ``kind``, its class's name; a tuple an array, a day ``YYYY-MM-DD``.
"""

from __future__ import annotations

import json
import re
import types
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")

_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half a character, as broken exports have it: UTF-8 cannot hold it, an escape can."""


def plain(value: object) -> Any:  # noqa: ANN401 JSON has no narrower type
    """``value`` as dicts, lists, strings and numbers. Raises TypeError for what has no form here."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {"kind": type(value).__name__} | {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    raise TypeError(f"A report holds a {type(value).__name__}, which has no form in JSON: {value!r:.80}")


def canonical(value: object) -> bytes:
    """``value`` as JSON of one fixed form: keys sorted, two spaces of indent, UTF-8, floats by ``repr``, a newline."""
    text = json.dumps(plain(value), indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False)
    return f"{_SURROGATE.sub(_escaped, text)}\n".encode()


def compact(value: object) -> str:
    """``value`` as one line of JSON that may stand inside an HTML ``script`` element."""
    text = json.dumps(plain(value), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    text = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return _SURROGATE.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def read(kind: type[T], data: object) -> T:
    """The value of type ``kind`` that :func:`plain` made ``data`` of. Raises ValueError, naming the place."""
    return _read(kind, data, kind.__name__)  # type: ignore[no-any-return]


@cache
def _types(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _read(kind: Any, data: Any, place: str) -> Any:  # noqa: ANN401 follows annotations
    if get_origin(kind) in (Union, types.UnionType):
        return _read_one_of(get_args(kind), data, place)
    if get_origin(kind) is tuple:
        return _read_tuple(get_args(kind), data, place)
    if is_dataclass(kind) and isinstance(kind, type):
        return _read_dataclass(kind, data, place)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(data)
    if kind is date and isinstance(data, str):
        return date.fromisoformat(data)
    if kind is float and isinstance(data, int | float) and not isinstance(data, bool):
        return data
    if isinstance(kind, type) and type(data) is kind:
        return data
    raise ValueError(f"{place} should be a {getattr(kind, '__name__', kind)}, but is {data!r:.80}")


def _read_one_of(kinds: tuple[Any, ...], data: Any, place: str) -> Any:  # noqa: ANN401
    if data is None and type(None) in kinds:
        return None
    rest = [k for k in kinds if k is not type(None)]
    if len(rest) == 1:
        return _read(rest[0], data, place)
    named = data.get("kind") if isinstance(data, dict) else None
    for kind in rest:
        if kind.__name__ == named:
            return _read(kind, data, place)
    raise ValueError(f"{place} should be one of {', '.join(k.__name__ for k in rest)}, but is {named!r}")


def _read_tuple(kinds: tuple[Any, ...], data: Any, place: str) -> tuple[Any, ...]:  # noqa: ANN401
    if not isinstance(data, list):
        raise ValueError(f"{place} should be a list, but is {data!r:.80}")
    if kinds[-1] is Ellipsis:
        return tuple(_read(kinds[0], item, f"{place}[{i}]") for i, item in enumerate(data))
    if len(data) != len(kinds):
        raise ValueError(f"{place} should have {len(kinds)} entries, but has {len(data)}")
    return tuple(_read(k, item, f"{place}[{i}]") for i, (k, item) in enumerate(zip(kinds, data, strict=True)))


def _read_dataclass(kind: Any, data: Any, place: str) -> Any:  # noqa: ANN401
    if not isinstance(data, dict) or data.get("kind") != kind.__name__:
        raise ValueError(f"{place} should be a {kind.__name__}, but is {data!r:.80}")
    names = {f.name for f in fields(kind)}
    strange = sorted(set(data) - names - {"kind"})
    missing = sorted(names - set(data))
    if strange or missing:
        raise ValueError(f"{place} has unknown fields {strange} and lacks {missing}")
    hints = _types(kind)
    return kind(**{name: _read(hints[name], data[name], f"{place}.{name}") for name in names})
