"""The X-matrix as a picture: where each label, line and mark stands. Lengths are in units of the picture. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from hoshin.apps.portfolios.reports.x_matrix import Item, Mark, Matrix, Strength

CELL = 30
"""How wide a line or column is."""
CENTRE = 300
"""A side of the square in the middle, in which the labels have room."""
LETTERS = 44
"""So many letters of a label fit into it."""
GAP = 10
MANY = 1150
"""From this width on the picture keeps its size and is scrolled: shrunk, nobody could read it."""


@dataclass(frozen=True)
class Label:
    """A label that begins at ``x``, ``y``; an upright one is read from below."""

    item: Item
    text: str
    x: float
    y: float
    upright: bool


@dataclass(frozen=True)
class Side:
    """The name of a side, around its middle at ``x``, ``y``."""

    text: str
    x: float
    y: float
    upright: bool


@dataclass(frozen=True)
class Line:
    """A line of the grid."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Stripe:
    """The ground of every second line of marks, by which the eye keeps to it."""

    y: float
    height: float = CELL


@dataclass(frozen=True)
class Dot:
    """A mark: filled where it is strong, a ring where it is weak."""

    x: float
    y: float
    strong: bool
    words: str


@dataclass(frozen=True)
class Picture:
    """All that is drawn. The square in the middle begins at ``left``, ``top``."""

    width: float
    height: float
    left: float
    top: float
    labels: tuple[Label, ...]
    lines: tuple[Line, ...]
    dots: tuple[Dot, ...]
    sides: tuple[Side, ...]
    stripes: tuple[Stripe, ...] = ()
    centre: float = CENTRE

    @property
    def wide(self) -> bool:
        """Whether it is scrolled instead of shrunk."""
        return self.width > MANY

    @property
    def cross(self) -> tuple[Line, Line]:
        """The X itself, in the middle of the square."""
        low, high = CENTRE * 0.3, CENTRE * 0.7
        left, top = self.left, self.top
        return (
            Line(left + low, top + low, left + high, top + high),
            Line(left + low, top + high, left + high, top + low),
        )


def picture(found: Matrix) -> Picture:
    """Objectives stand left of the middle, initiatives above, metrics and owners right, themes below."""
    left, top = CELL * len(found.objectives), CELL * len(found.initiatives)
    right = left + CENTRE
    columns = {item: CELL * (place + 0.5) for place, item in enumerate(found.objectives)}
    columns |= {item: right + CELL * (place + 0.5) for place, item in enumerate(found.metrics)}
    owners = right + CELL * len(found.metrics) + GAP
    columns |= {item: owners + CELL * (place + 0.5) for place, item in enumerate(found.owners)}
    rows = {item: top - CELL * (place + 0.5) for place, item in enumerate(found.initiatives)}
    rows |= {item: top + CENTRE + CELL * (place + 0.5) for place, item in enumerate(found.themes)}
    width = owners + CELL * len(found.owners)
    height = top + CENTRE + CELL * len(found.themes)
    labels = [Label(item, _short(item), x + 4, top + CENTRE - 8, upright=True) for item, x in columns.items()]
    labels += [Label(item, _short(item), left + 8, y + 4, upright=False) for item, y in rows.items()]
    lines = [Line(x - CELL / 2, 0, x - CELL / 2, height) for x in columns.values()]
    lines += [Line(0, y - CELL / 2, width, y - CELL / 2) for y in rows.values()]
    lines += [Line(x, 0, x, height) for x in (left, right, width)]
    lines += [Line(0, y, width, y) for y in (top, top + CENTRE, height)]
    dots = [dot for mark in found.marks for dot in _dots(mark, rows, columns)]
    stripes = tuple(Stripe(y - CELL / 2) for place, y in enumerate(rows.values()) if place % 2)
    return Picture(width, height, left, top, tuple(labels), tuple(lines), tuple(dots), _sides(left, top), stripes)


def _sides(left: float, top: float) -> tuple[Side, ...]:
    """The names of the four sides around the X."""
    x, y = left + CENTRE / 2, top + CENTRE / 2
    far = CENTRE * 0.24
    places = {
        "Objectives": (x - far, y, True),
        "Initiatives": (x, y - far + 4, False),
        "Metrics, owners": (x + far + 4, y, True),
        "Themes": (x, y + far + 6, False),
    }
    return tuple(Side(text, *place) for text, place in places.items())


def _dots(mark: Mark, rows: dict[Item, float], columns: dict[Item, float]) -> list[Dot]:
    """Where the two meet; two columns, such as an objective and its owner, never do."""
    pairs = ((mark.of, mark.other), (mark.other, mark.of))
    words = f"{mark.of.title} and {mark.other.title}: {mark.strength}, {mark.because}"
    return [
        Dot(columns[column], rows[row], mark.strength is Strength.STRONG, words)
        for row, column in pairs
        if row in rows and column in columns
    ]


def _short(item: Item) -> str:
    return item.title if len(item.title) <= LETTERS else f"{item.title[: LETTERS - 1].rstrip()}…"
