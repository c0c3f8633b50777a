"""The versions of the vision, and what each changed, word by word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from hoshin.apps.strategy.differences import Change, Piece, changed, differences
from hoshin.apps.strategy.models import Theme, Vision


@dataclass(frozen=True)
class Line:
    """One part of the vision, with what changed in it."""

    title: str
    pieces: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        """Whether anything did."""
        return any(piece.change is not Change.SAME for piece in self.pieces)


@dataclass(frozen=True)
class VersionOf:
    """One version beside the one before it; ``until`` is None while it holds.

    ``origin`` names what its link leads to; empty where it has none.
    """

    vision: Vision
    until: datetime | None
    lines: tuple[Line, ...]
    origin: str = ""

    @property
    def changes(self) -> tuple[Line, ...]:
        """The parts that say something else than before; of a first version none."""
        return tuple(line for line in self.lines if line.changed)


def gather(visions: Iterable[Vision], known: Mapping[str, str] = MappingProxyType({})) -> tuple[VersionOf, ...]:
    """All versions, newest first as they come. ``known`` says what stands at an address that a version links to."""
    found = list(visions)
    return tuple(
        VersionOf(each, newer.at if newer else None, lines(older, each), _origin(each, known))
        for each, older, newer in zip(found, [*found[1:], None], [None, *found], strict=False)
    )


def _origin(vision: Vision, known: Mapping[str, str]) -> str:
    return known.get(vision.link, "Read of it") if vision.link else ""


def lines(before: Vision | None, after: Vision) -> tuple[Line, ...]:
    """The parts of a version beside those of the version before; of a first version nothing is a change."""
    old = before or after
    parts = [
        ("Statement", old.statement, after.statement),
        ("By when", old.horizon, after.horizon),
        ("Success means", old.success, after.success),
        *_themes(list(old.themes.all()), list(after.themes.all()), same=before is None),
    ]
    return tuple(Line(title, _pieces(was, now)) for title, was, now in parts)


def _pieces(was: str, now: str) -> tuple[Piece, ...]:
    return differences(was, now) if changed(was, now) else (Piece(Change.SAME, now),)


def _themes(old: Sequence[Theme], new: Sequence[Theme], *, same: bool) -> list[tuple[str, str, str]]:
    """The themes as pairs of wordings: each beside the one that it carries on."""
    if same:
        return [(f"Theme {place}", _words(each), _words(each)) for place, each in enumerate(new, 1)]
    before = {each.pk: each for each in old}
    found = [(before.pop(each.continues_id, None) if each.continues_id else None, each) for each in new]
    pairs = [(_words(was), _words(now)) for was, now in found] + [(_words(each), "") for each in before.values()]
    return [(f"Theme {place}", was, now) for place, (was, now) in enumerate(pairs, 1)]


def _words(theme: Theme | None) -> str:
    if theme is None:
        return ""
    return f"{theme.name}: {theme.meaning}" if theme.meaning else theme.name
