from __future__ import annotations

import io
from typing import Any

import pytest
from pypdf import PdfReader

from hoshin.reporting import lettering, to_pdf
from hoshin.reporting.blocks import BarChart, Callout, Cell, Paragraph, Report, Section, Table, Tone
from hoshin.reporting.provenance import mark
from tests.unit.reporting import sample
from tests.unit.reporting.reading_back import pdf_text, squeezed


@pytest.fixture(scope="module")
def pack() -> bytes:
    return to_pdf.render(sample.snapshot(), 3)


def document(*sections: Section) -> bytes:
    return to_pdf.render(sample.snapshot(Report("T", "S", sections)), 3)


def structure(data: bytes) -> list[str]:
    """The kinds of all elements of the PDF's structure, in reading order."""
    found: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif hasattr(node, "get"):
            if "/S" in node:
                found.append(node["/S"])
            if "/K" in node:
                walk(node["/K"])

    root: Any = PdfReader(io.BytesIO(data)).trailer["/Root"]
    walk(root["/StructTreeRoot"])
    return found


def test_the_file_is_tagged_and_names_itself(pack: bytes) -> None:
    reader = PdfReader(io.BytesIO(pack))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == "en"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pack
    information: Any = reader.metadata
    assert information.title == "Service management, third quarter 2026"
    assert information.author == "Meridian Freight"
    assert information["/Keywords"] == mark(sample.snapshot())
    assert information.creation_date.date() == sample.snapshot().as_of


def test_the_identity_can_be_found_without_reading_pdf(pack: bytes) -> None:
    assert mark(sample.snapshot()).encode() in pack


def test_headings_figures_and_tables_are_in_the_structure(pack: bytes) -> None:
    kinds = structure(pack)
    assert kinds.count("/H1") == len(sample.report().sections) + 1
    assert kinds.count("/Figure") >= 3
    assert kinds.count("/Table") == 3
    assert kinds.count("/TH") == 5 + 3 + 6


def test_every_chart_has_its_summary_as_alternative_text(pack: bytes) -> None:
    reader: Any = PdfReader(io.BytesIO(pack))
    alternatives = {
        str(found["/Alt"])
        for found in (reader.get_object(i) for i in range(1, len(reader.xref_objStm) + len(reader.xref[0]) + 1))
        if hasattr(found, "get") and "/Alt" in found
    }
    assert {sample.control_chart().summary, sample.effect_chart().summary} <= alternatives


def test_pages_are_a4_and_say_what_they_belong_to(pack: bytes) -> None:
    pages = PdfReader(io.BytesIO(pack)).pages
    for number, page in enumerate(pages, 1):
        assert (round(float(page.mediabox.width)), round(float(page.mediabox.height))) == (595, 842)
        text = squeezed(page.extract_text())
        assert f"Edition3·5Oct2026·page{number}of{len(pages)}" in text


def test_the_cover_lists_the_messages(pack: bytes) -> None:
    cover = squeezed(PdfReader(io.BytesIO(pack)).pages[0].extract_text())
    for section in sample.report().sections:
        assert squeezed(section.title) in cover


def test_letters_are_set_in_fonts_that_come_along(pack: bytes) -> None:
    names = set()
    for page in PdfReader(io.BytesIO(pack)).pages:
        resources: Any = page["/Resources"]
        for font in resources.get("/Font", {}).values():
            found: Any = font.get_object()
            names.add(found["/BaseFont"].partition("+")[2])
            (inner,) = found["/DescendantFonts"]
            descriptor = inner.get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)
    assert {name.partition("-")[0] for name in names} <= {"Inter", "DejaVuSans", "DroidSansFallback"}
    assert all(folder.is_dir() for folder in lettering.folders())


def test_the_same_snapshot_gives_the_same_bytes(pack: bytes) -> None:
    assert to_pdf.render(sample.snapshot(), 3) == pack
    assert to_pdf.render(sample.snapshot(), 4) != pack


def test_what_looks_like_markup_is_text() -> None:
    hostile = '#let x = 1 #panic() $x^2$ @ref *b* `c` <label> https://x.example ] } "'
    data = document(Section(hostile, (Paragraph(hostile), Callout(Tone.BAD, hostile))))
    assert pdf_text(data).count(squeezed(hostile)) == 4


def test_forty_rows_and_forty_bars_go_on_over_pages() -> None:
    names = tuple(f"Group {i:02d}" for i in range(40))
    table = Table("Wide", ("Row", "Words"), tuple((Cell(f"R{i:03d}"), Cell("word " * 40)) for i in range(40)))
    data = document(
        Section("Bars", (BarChart("Open", "tickets", names, tuple(float(i) for i in range(40)), ""),)),
        Section("Rows", (table,)),
    )
    text = pdf_text(data)
    assert all(squeezed(name) in text for name in names)
    assert all(f"R{i:03d}" in text for i in range(40))
    heads = [page for page in PdfReader(io.BytesIO(data)).pages if "RowWords" in squeezed(page.extract_text())]
    assert len(heads) > 1


def test_letters_that_no_font_has_do_not_stop_the_pack() -> None:
    assert document(Section("ᰲ 👩‍💻 \U000111b5", (BarChart("𑆵", "h", ("a𑆵", "창고"), (1.0, 2.0)),))).startswith(b"%PDF")
