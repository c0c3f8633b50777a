"""How wide the columns of a table become, and how many lines its rows take. Alike in slides and in PDF."""

from __future__ import annotations

from dataclasses import dataclass

from hoshin.reporting import lettering
from hoshin.reporting.blocks import Cell, Table, Tone
from hoshin.reporting.palette import SIGNS

_WIDEST = 340.0
_WORD = 110.0


@dataclass(frozen=True)
class Fit:
    """A table fitted into a width: sizes in points; ``lines`` counts text lines of the header, then of each row."""

    points: float
    widths: tuple[float, ...]
    numeric: tuple[bool, ...]
    lines: tuple[int, ...]


def shown(cell: Cell) -> str:
    """The cell's text with the sign of its tone before it."""
    return cell.text if cell.tone is Tone.NEUTRAL else f"{SIGNS[cell.tone]} {cell.text}"


def grid(table: Table) -> list[list[Cell]]:
    """The rows, each as long as there are columns: missing cells are empty, cells beyond join the last one."""
    count = len(table.columns)
    rows = []
    for row in table.rows:
        cells = [*row[:count], *([Cell("")] * (count - len(row)))]
        if len(row) > count > 0:
            cells[-1] = Cell(" · ".join(c.text for c in row[count - 1 :]), cells[-1].tone)
        rows.append(cells)
    return rows


def fit(table: Table, room: float, points: float, padding: float) -> Fit:
    """Give each column what it needs where all fit into ``room`` points; else let the wide ones break their lines.

    ``padding`` is the space that a cell's two sides take together. Type shrinks, at most by a third, where even words
    would not fit.
    """
    rows = grid(table)
    columns = [[(c, True), *((shown(r[i]), _bold(r[i])) for r in rows)] for i, c in enumerate(table.columns)]
    numeric = tuple(any(r[i].numeric for r in rows) for i in range(len(columns)))
    for size in (points, points * 0.9, points * 0.8, points * 0.67):
        natural = [min(_WIDEST, max(_natural(t, size, bold) for t, bold in texts)) + padding for texts in columns]
        least = [min(_WORD, max(_longest_word(t, size, bold) for t, bold in texts)) + padding for texts in columns]
        if sum(least) <= room or size < points * 0.7:
            break
    widths = _shared(natural, least, numeric, room)
    heads = max((_lines(c, size, w - padding, True) for c, w in zip(table.columns, widths, strict=True)), default=1)
    counts = [
        max((_lines(shown(c), size, w - padding, _bold(c)) for c, w in zip(r, widths, strict=True)), default=1)
        for r in rows
    ]
    return Fit(size, tuple(widths), numeric, (heads, *counts))


def _bold(cell: Cell) -> bool:
    return cell.tone is not Tone.NEUTRAL


def _natural(text: str, points: float, bold: bool) -> float:
    return max(lettering.width(line, points, bold=bold) for line in text.split("\n")) + 1


def _longest_word(text: str, points: float, bold: bool) -> float:
    return max((lettering.width(word, points, bold=bold) for word in text.split()), default=0.0) + 1


def _lines(text: str, points: float, room: float, bold: bool) -> int:
    return lettering.lines(text, points, max(room, 4.0), bold=bold)


def _shared(natural: list[float], least: list[float], numeric: tuple[bool, ...], room: float) -> list[float]:
    spare = room - sum(natural)
    if spare >= 0:
        # What is left over goes to the columns of words, so that numbers stay close to their heads.
        open_ = [0.0 if n else w for n, w in zip(numeric, natural, strict=True)]
        total = sum(open_) or sum(natural) or 1.0
        return [w + spare * (o if any(open_) else w) / total for w, o in zip(natural, open_, strict=True)]
    # Numbers keep to one line as long as the words beside them have room for theirs.
    firm = [n if is_number else w for n, w, is_number in zip(natural, least, numeric, strict=True)]
    least = firm if sum(firm) <= room else least
    spare = room - sum(least)
    if spare < 0:
        return [w * room / sum(least) for w in least]
    # Narrow columns first get all that they want, so that only the widest break their lines.
    widths = list(least)
    waiting = sorted(range(len(natural)), key=lambda i: natural[i] - least[i])
    for place, i in enumerate(waiting):
        more = min(natural[i] - least[i], spare / (len(waiting) - place))
        widths[i] += more
        spare -= more
    return widths
