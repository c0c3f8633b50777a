"""Text that every form can hold: what XML and fonts cannot carry is replaced where it can be seen, never dropped."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

T = TypeVar("T")

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
# Control characters, lone surrogates and noncharacters (XML 1.0 section 2.2; Unicode 23.7); private-use characters
# (Unicode 23.5), which PDF/UA refuses; and the marks U+FFF9 to U+FFFB and byte-order marks, which no font draws.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "\U000f0000-\U0010ffff]"
)
_OPEN_ADDRESS = re.compile(r"(?:https?://|mailto:|[/#])\S*", re.IGNORECASE)


def printable(text: str) -> str:
    """``text`` with every line end as ``\\n`` and each character that no form can carry as U+FFFD."""
    return _UNPRINTABLE.sub(REPLACEMENT, _LINE_ENDS.sub("\n", text))


def printable_all(value: T) -> T:
    """A frozen dataclass, tuple or string with :func:`printable` applied to every string inside."""
    return _printable_all(value)  # type: ignore[no-any-return]


def _printable_all(value: Any) -> Any:  # noqa: ANN401 walks any frozen value
    if type(value) is str:
        return printable(value)
    if isinstance(value, tuple):
        return tuple(_printable_all(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _printable_all(getattr(value, f.name)) for f in fields(value) if f.init})
    return value


def safe_address(href: str) -> str:
    """``href`` where it is a path, a fragment or a web or mail address; empty for anything else, such as scripts."""
    return href if _OPEN_ADDRESS.fullmatch(href) and not href.startswith(("//", "/\\")) else ""


def outside_address(href: str) -> str:
    """``href`` where it still leads somewhere from a file: web and mail addresses alone."""
    return href if safe_address(href) and not href.startswith(("/", "#")) else ""
