"""Whatever a person or a desk writes stands in every form, as text and as nothing else."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from hoshin.reporting import to_docx, to_html, to_pdf, to_pptx
from hoshin.reporting.blocks import (
    BarChart,
    Callout,
    Cell,
    Figure,
    Figures,
    LineChart,
    Paragraph,
    Report,
    Section,
    Series,
    Table,
    Tone,
)
from hoshin.reporting.snapshot import Snapshot
from hoshin.reporting.text import printable, safe_address
from tests.unit.reporting import sample, strategies
from tests.unit.reporting.reading_back import Page, deck_text, document_text, pdf_text, squeezed

# Shrinking would render thousands of packs: a failure is shown as it was found.
QUICK = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
LATIN = st.text(st.characters(codec="latin-1", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=70)


def everywhere(text: str) -> Report:
    """A report that says ``text`` in every kind of place."""
    figures = Figures((Figure(text, text, text),))
    return Report(
        text,
        text,
        (
            Section(text, (Paragraph(text), Callout(Tone.WATCH, text, text), figures), text),
            Section("Table", (Table(text, (text, "B"), ((Cell(text, Tone.BAD), Cell(text, numeric=True)),)),)),
            Section("Empty", (Table("None", ("A",), (), text),)),
            Section("Line", (LineChart(text, "h", (text, "next"), (Series(text, (1.0, None)),), summary=text),)),
            Section("Bars", (BarChart(text, "tickets", (text,), (3.0,), text),)),
        ),
        "",
    )


@QUICK
@given(strategies.texts)
def test_slides_say_any_text(text: str) -> None:
    said = deck_text(to_pptx.render(sample.snapshot(everywhere(text)), 1))
    wanted = squeezed(printable(text))
    # Title of cover and slide, brief, 6 blocks and note, 3 of the table, empty table, charts: title, alt text, names.
    assert said.count(wanted) >= 18


@QUICK
@given(strategies.texts)
def test_the_html_file_says_any_text(text: str) -> None:
    page = Page(to_html.render(sample.snapshot(everywhere(text)), 1).decode())
    assert page.open == []
    assert page.text.count(squeezed(printable(text))) >= 18
    assert [tag for tag, _ in page.elements if tag == "script"] == []


@QUICK
@given(strategies.texts)
def test_the_document_says_any_text(text: str) -> None:
    said = document_text(to_docx.render(sample.snapshot(everywhere(text))))
    # Title, heading, paragraph, callout twice, figure three times, note, table four times, empty table, charts.
    assert said.count(squeezed(printable(text))) >= 14


@QUICK
@given(st.one_of(LATIN, st.sampled_from([t for t in strategies.HOSTILE if t.isascii() and t.isprintable()])))
def test_the_pdf_says_any_latin_text(text: str) -> None:
    said = pdf_text(to_pdf.render(sample.snapshot(everywhere(text)), 1))
    wanted = squeezed(unicodedata.normalize("NFC", printable(text)))
    # A line's end may take a soft hyphen with it; extraction may set accents apart.
    assert unicodedata.normalize("NFC", said).replace("\u00ad", "").count(wanted.replace("\u00ad", "")) >= 8


@QUICK
@given(strategies.snapshots)
def test_every_form_takes_every_snapshot(snapshot: Snapshot) -> None:
    assert to_pptx.render(snapshot, 7).startswith(b"PK")
    assert to_pdf.render(snapshot, 7).startswith(b"%PDF")
    assert to_docx.render(snapshot) == to_docx.render(snapshot)
    assert Page(to_html.render(snapshot, 7).decode()).open == []


@settings(max_examples=100)
@given(strategies.sections)
def test_page_fragments_take_every_section(section: Section) -> None:
    page = Page(to_html.section(section))
    assert page.open == []
    assert not [a for _, a in page.elements if "style" in a or any(name.startswith("on") for name in a)]
    scripts = [a for tag, a in page.elements if tag == "script"]
    assert all(a["type"] == "application/json" for a in scripts)


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", "//evil.example", "/\\evil", "vbscript:x", " /x"],
)
def test_an_address_that_is_none_is_no_link(href: str) -> None:
    assert safe_address(href) == ""
    assert "href" not in to_html.block(Callout(Tone.BAD, "t", href=href))


@given(st.text())
def test_printable_text_is_stable_and_loses_no_letter(text: str) -> None:
    once = printable(text)
    assert printable(once) == once
    assert len(once) == len(text.replace("\r\n", "\n"))
    once.encode()
