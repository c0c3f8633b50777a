"""The fonts that Hoshin brings along, and how wide a text becomes in them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import matplotlib
from PIL import ImageFont

FOLDER = Path(__file__).parent / "fonts"
FAMILIES = ("Inter", "DejaVu Sans", "Droid Sans Fallback", "LastResortHE")
"""First what is wanted, then what fills in for letters that it lacks."""

_PLAIN, _BOLD = FOLDER / "Inter_400Regular.ttf", FOLDER / "Inter_600SemiBold.ttf"
_WIDE = 0x1100
"""From Hangul on, letters without a glyph in Inter are mostly as wide as they are high."""
_SAMPLE = 100


def folders() -> tuple[Path, ...]:
    """Where the families lie: our own folder, and matplotlib's, which has DejaVu."""
    return FOLDER, Path(matplotlib.get_data_path()) / "fonts" / "ttf"


@cache
def _font(bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_BOLD if bold else _PLAIN, _SAMPLE, layout_engine=ImageFont.Layout.BASIC)


@cache
def _letter(letter: str, bold: bool) -> float:
    """Width in ems."""
    if ord(letter) >= _WIDE and not 0x2000 <= ord(letter) < 0x2E80:
        return 1.0
    return _font(bold).getlength(letter) / _SAMPLE


def width(text: str, points: float, *, bold: bool = False) -> float:
    """The width of one line of ``text`` in points, kerning left out."""
    return points * sum(_letter(letter, bold) for letter in text)


def shortened(text: str, points: float, room: float, *, bold: bool = False) -> str:
    """``text`` on one line and at most ``room`` points wide, ending in an ellipsis where it was cut."""
    line = " ".join(text.split())
    if width(line, points, bold=bold) <= room:
        return line
    room -= width("…", points, bold=bold)
    taken = 0.0
    for i, letter in enumerate(line):
        taken += points * _letter(letter, bold)
        if taken > room:
            return line[:i].rstrip() + "…"
    return line


def lines(text: str, points: float, room: float, *, bold: bool = False) -> int:
    """How many lines ``text`` takes in a column ``room`` points wide, broken between words, and inside long ones."""
    count, blank = 0, width(" ", points, bold=bold)
    for paragraph in text.split("\n"):
        taken, count = 0.0, count + 1
        for word in paragraph.split(" "):
            size = width(word, points, bold=bold)
            if taken and taken + size > room:
                count, taken = count + 1, 0.0
            # A word that is wider than the column breaks where it must.
            count += int(size // room) if size > room else 0
            taken += (size % room if size > room else size) + blank
    return count
