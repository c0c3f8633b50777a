"""Reads rendered packs with other programs' eyes: python-pptx, openpyxl, pypdf, Python's HTML parser."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import docx
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

VOID = {"meta", "br", "link", "img", "input", "hr"}


def squeezed(text: str) -> str:
    """Without white space and without the invisible marks where a line may break."""
    return re.sub(r"[\s\u200b]", "", text)


def slides(data: bytes) -> list[Any]:
    """The slides of a deck."""
    return list(Presentation(io.BytesIO(data)).slides)


def slide_texts(slide: Any) -> Iterator[str]:
    """Every text that a slide shows, alternative texts and charts' names included."""
    for shape in slide.shapes:
        yield shape._element.xpath(".//p:cNvPr")[0].get("descr") or ""
        if shape.has_text_frame:
            yield shape.text_frame.text
        if getattr(shape, "has_table", False) and shape.has_table:
            for row in shape.table.rows:
                for cell in row.cells:
                    yield cell.text_frame.text
        if getattr(shape, "has_chart", False) and shape.has_chart:
            yield from chart_texts(shape.chart)


def chart_texts(chart: Any) -> Iterator[str]:
    """The names of a chart's series and categories, as the chart and as its workbook have them."""
    for plot in chart.plots:
        yield from (str(category.label) for category in plot.categories)
        yield from (series.name for series in plot.series)
    sheet = workbook(chart)
    for row in sheet.iter_rows(values_only=True):
        yield from (value for value in row if isinstance(value, str))


def workbook(chart: Any) -> Any:
    """The sheet behind a chart."""
    blob = chart.part.chart_workbook.xlsx_part.blob
    return load_workbook(io.BytesIO(blob)).active


def charts(data: bytes) -> list[Any]:
    """All native charts of a deck, in order."""
    return [s.chart for slide in slides(data) for s in slide.shapes if getattr(s, "has_chart", False) and s.has_chart]


def deck_text(data: bytes) -> str:
    """All text of a deck."""
    return squeezed("\n".join(text for slide in slides(data) for text in slide_texts(slide)))


def document_text(data: bytes) -> str:
    """All words of a Word document, squeezed: headings, paragraphs and cells."""
    document = docx.Document(io.BytesIO(data))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return squeezed(" ".join([*(each.text for each in document.paragraphs), *cells]))


def pdf_text(data: bytes) -> str:
    """All text of a PDF."""
    return squeezed("\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages))


class Page(HTMLParser):
    """An HTML page as its text, elements and ids; unclosed elements are an error."""

    def __init__(self, data: str) -> None:
        """Read the whole page."""
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.feed(data)
        self.close()

    @property
    def text(self) -> str:
        """What is shown, and the labels that are read aloud."""
        return squeezed("\n".join(self.texts))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the element, and what it says in an attribute."""
        found = {name: value or "" for name, value in attrs}
        self.elements.append((tag, found))
        self.texts.append(found.get("aria-label", ""))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element of SVG that closes itself."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last."""
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep what is shown, not styles and data."""
        if not {"style", "script"} & set(self.open):
            self.texts.append(data)


def xml_parts(data: bytes) -> dict[str, bytes]:
    """The parts of an office file by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}
