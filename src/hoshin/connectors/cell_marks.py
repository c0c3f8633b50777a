"""What the values of a sheet do not tell: how far it reaches, and which cells are percentages or errors.

The reader of workbooks gives values alone: of a cell that shows 61 % it gives 0.61, of one that shows #REF! nothing.
And it makes room for all cells between the first and the last, so one cell in the last corner would fill the memory:
the extent is looked at before. (ECMA-376, part 1, 18.3 and 18.8.)
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO
from xml.etree.ElementTree import Element, ParseError
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from defusedxml.expatreader import DefusedExpatParser

from hoshin.connectors.errors import FileRefused

PERCENT_FORMATS = frozenset({9, 10})
"""The built-in number formats that show a percentage."""
_PLACE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


@dataclass(frozen=True)
class Marks:
    """Of one sheet: its last row and column, counted from 1, and the (row, column) of percentages and of errors."""

    rows: int
    columns: int
    percents: frozenset[tuple[int, int]]
    errors: frozenset[tuple[int, int]]


def marks(file: IO[bytes], name: str) -> dict[str, Marks]:
    """The marks of each sheet by its name. Raises FileRefused where the workbook's parts do not fit together."""
    try:
        with zipfile.ZipFile(file) as archive:
            percent = _percent_styles(archive)
            return {sheet: _marks(archive, part, percent) for sheet, part in _parts(archive)}
    except (ParseError, SAXException, DefusedXmlException, KeyError, ValueError) as error:
        raise FileRefused(
            f"{name} is damaged or not an Excel workbook ({error}). Save it anew as .xlsx, or as CSV."
        ) from error


def _elements(archive: zipfile.ZipFile, part: str) -> Iterator[tuple[str, Element]]:
    """Each element of a small part at its end, by its name without namespace."""
    with archive.open(part) as stream:
        for _, element in iterparse(stream, events=("end",)):
            yield element.tag.rpartition("}")[2], element


def _parts(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """The name of each worksheet with the part that holds it."""
    targets = {
        element.get("Id", ""): posixpath.normpath(posixpath.join("xl", element.get("Target", "")))
        for tag, element in _elements(archive, "xl/_rels/workbook.xml.rels")
        if tag == "Relationship" and element.get("Type", "").endswith("/worksheet")
    }
    sheets = [element for tag, element in _elements(archive, "xl/workbook.xml") if tag == "sheet"]
    named = [
        (each.get("name", ""), next((value for key, value in each.items() if key.endswith("}id")), ""))
        for each in sheets
    ]
    # An address that begins with / counts from the root of the archive.
    return [(name, targets[key].lstrip("/")) for name, key in named if key in targets]


def _percent_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    """The numbers of the styles that show a percentage."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    own: set[int] = set()
    found: set[int] = set()
    for tag, element in _elements(archive, "xl/styles.xml"):
        if tag == "numFmt" and "%" in element.get("formatCode", ""):
            own.add(int(element.get("numFmtId", "-1")))
        elif tag == "cellXfs":
            formats = [int(each.get("numFmtId", "0")) for each in element]
            found = {index for index, each in enumerate(formats) if each in PERCENT_FORMATS or each in own}
    return frozenset(found)


class _Cells(ContentHandler):
    """Notes where the cells of a sheet stand as they pass; nothing of them is held."""

    def __init__(self, percent: frozenset[int]) -> None:
        super().__init__()
        self._percent = percent
        self._row = self._column = self._last_row = self._last_column = 0
        self._percents: set[tuple[int, int]] = set()
        self._errors: set[tuple[int, int]] = set()

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        if name.endswith("row"):
            self._row, self._column = int(attrs.get("r", str(self._row + 1))), 0
        elif name == "c" or name.endswith(":c"):
            self._cell(attrs)

    def _cell(self, attrs: AttributesImpl) -> None:
        # A cell may leave out where it stands: then it follows the one before.
        place = _PLACE.fullmatch(attrs.get("r", ""))
        self._row, self._column = (int(place[2]), _number(place[1])) if place else (self._row, self._column + 1)
        self._last_row, self._last_column = max(self._last_row, self._row), max(self._last_column, self._column)
        if attrs.get("t") == "e":
            self._errors.add((self._row, self._column))
        elif self._percent and int(attrs.get("s", "0")) in self._percent:
            self._percents.add((self._row, self._column))

    @property
    def marks(self) -> Marks:
        """What was noted."""
        return Marks(self._last_row, self._last_column, frozenset(self._percents), frozenset(self._errors))


def _marks(archive: zipfile.ZipFile, part: str, percent: frozenset[int]) -> Marks:
    cells = _Cells(percent)
    parser = DefusedExpatParser()
    parser.setContentHandler(cells)
    with archive.open(part) as stream:
        parser.parse(stream)
    return cells.marks


def _number(letters: str) -> int:
    """A column's letters as its number.

    >>> _number("A"), _number("Z"), _number("AA")
    (1, 26, 27)
    """
    found = 0
    for letter in letters.upper():
        found = found * 26 + ord(letter) - ord("A") + 1
    return found
