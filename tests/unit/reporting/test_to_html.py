from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from hoshin.reporting import palette, to_html, to_json
from hoshin.reporting.blocks import BarChart, Callout, Cell, Figure, Figures, LineChart, Section, Table, Tone
from hoshin.reporting.provenance import mark
from tests.unit.reporting import sample
from tests.unit.reporting.reading_back import Page, squeezed


@pytest.fixture(scope="module")
def pack() -> str:
    return to_html.render(sample.snapshot(), 3).decode()


def test_the_file_needs_nothing_from_elsewhere(pack: str) -> None:
    page = Page(pack)
    assert "default-src 'none'" in pack
    for tag, attributes in page.elements:
        assert tag not in {"script", "link", "img", "iframe", "object", "embed", "base", "form"}
        assert not [name for name in attributes if name.startswith("on")]
        for name in ("href", "src", "xlink:href"):
            assert attributes.get(name, "#").startswith("#")
    # What SVG calls its name spaces is no address to fetch.
    addresses = set(re.findall(r"https?://[^\s\"'<>)]+", pack))
    assert addresses <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert "@import" not in pack
    assert re.findall(r"url\((?!#)", pack) == []


def test_the_file_carries_identity_and_edition(pack: str) -> None:
    metas = {a.get("name"): a["content"] for tag, a in Page(pack).elements if tag == "meta" and "content" in a}
    assert metas["hoshin-identity"] == mark(sample.snapshot())
    assert squeezed("Edition 3 · 5 Oct 2026") in Page(pack).text


def test_one_heading_of_the_first_rank_and_one_a_section(pack: str) -> None:
    tags = [tag for tag, _ in Page(pack).elements]
    assert tags.count("h1") == 1
    assert tags.count("h2") == len(sample.report().sections) + 2
    assert tags.count("main") == 1


def test_every_reference_has_its_one_target(pack: str) -> None:
    elements = Page(pack).elements
    ids = [a["id"] for _, a in elements if "id" in a]
    assert len(ids) == len(set(ids))
    wanted = {a["href"][1:] for tag, a in elements if tag == "a"} | set(re.findall(r"url\(#([^)]+)\)", pack))
    wanted |= {a["xlink:href"][1:] for _, a in elements if "xlink:href" in a}
    assert wanted <= set(ids)


def test_colours_follow_the_readers_preference(pack: str) -> None:
    dark = pack[pack.index("prefers-color-scheme:dark") :].partition("}}")[0]
    for shade in palette.DARK.values():
        assert shade in dark
    body = pack[pack.index("<body>") :]
    used = set(re.findall(r"var\((--c[0-9a-f]{6}), #[0-9a-f]{6}\)", body))
    assert used
    assert all(f"{name}:" in dark for name in used)
    # No colour in a chart is fixed.
    assert re.findall(r": ?#[0-9a-f]{6}", body) == []


def test_charts_are_described_and_their_numbers_can_be_read(pack: str) -> None:
    page = Page(pack)
    charts = [a for tag, a in page.elements if tag == "svg" and a.get("role") == "img"]
    assert [a["aria-label"] for a in charts][:2] == [sample.control_chart().summary, sample.effect_chart().summary]
    assert page.text.count("Thenumbersasatable") == 3


def test_the_same_snapshot_gives_the_same_bytes(pack: str) -> None:
    assert to_html.render(sample.snapshot(), 3).decode() == pack


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2.2 defines it."""

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    bright, dim = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("tone", Tone)
def test_words_can_be_read_on_every_ground(tone: Tone) -> None:
    ink, soft = palette.TONES[tone], palette.SOFT[tone]
    for ground in (soft, palette.WHITE):
        assert contrast(ink, ground) >= 4.5
        assert contrast(palette.DARK[ink], palette.DARK[ground]) >= 4.5
    for words in (palette.INK, palette.MUTED, palette.ACCENT):
        for ground in (palette.WHITE, palette.SURFACE):
            assert contrast(words, ground) >= 4.5
            assert contrast(palette.DARK[words], palette.DARK[ground]) >= 4.5


# Fragments of pages.


def test_a_chart_of_a_page_is_data_beside_a_described_place() -> None:
    block = sample.effect_chart()
    html = to_html.block(block)
    page = Page(html)
    (place,) = [a for _, a in page.elements if a.get("class") == "hoshin-chart"]
    assert (place["role"], place["aria-label"]) == ("img", block.summary)
    found = re.search(r'<script type="application/json" id="([^"]+)">(.*?)</script>', html)
    assert found is not None
    assert found[1] == place["data-chart"]
    assert to_json.read(LineChart, json.loads(found[2])) == block
    assert "<details" in html


def test_the_table_below_a_chart_has_every_number() -> None:
    html = to_html.block(sample.control_chart())
    rows = re.findall(r"<tr>(.*?)</tr>", html)
    assert len(rows) == 25
    cells = [[re.sub("<[^>]+>", "", c) for c in re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row)] for row in rows]
    assert cells[0] == ["Period", "Median", "Centre 31.0 h", "Limits", "Lower limit", "Signal: better than expected"]
    assert cells[6][:2] == ["2025-04", "no data"]
    assert cells[17][0] == "2026-03 (Swarming starts)"
    assert cells[17][5].endswith(" good")


def test_colour_is_never_alone() -> None:
    for tone in set(Tone) - {Tone.NEUTRAL}:
        for block in (
            Callout(tone, "t"),
            Figures((Figure("l", "1", tone=tone),)),
            Table("c", ("A",), ((Cell("1", tone, numeric=True),),)),
        ):
            html = to_html.block(block)
            assert "<svg" in html
            assert palette.WORDS[tone] in Page(html).text


def test_a_table_is_named_and_its_heads_have_scope() -> None:
    html = to_html.block(sample.scorecard_table())
    page = Page(html)
    assert "caption" in [tag for tag, _ in page.elements]
    assert all(a.get("scope") in {"col", "row"} for tag, a in page.elements if tag == "th")
    (region,) = [a for _, a in page.elements if "table-responsive" in a.get("class", "")]
    assert region["tabindex"] == "0"
    assert region["aria-label"]


def test_an_empty_table_says_what_to_do() -> None:
    assert squeezed("Set one on the scorecard.") in Page(to_html.block(sample.scorecard_table(0))).text


def test_links_of_pages_stay_in_the_house_and_files_have_none() -> None:
    block = Callout(Tone.GOOD, "t", href="/objectives/3/")
    assert 'href="/objectives/3/"' in to_html.block(block)
    report = Section("s", (block, Callout(Tone.GOOD, "u", href="https://example.org/x")))
    whole = sample.snapshot(type(sample.report())("T", "", (report,)))
    html = to_html.render(whole, 1).decode()
    assert "/objectives/3/" not in html
    assert 'href="https://example.org/x"' in html


def test_the_level_of_a_sections_heading_can_be_chosen() -> None:
    section = Section("A <b> title", (BarChart("x", "tickets", ("A",), (1.0,)),), "A note")
    assert "<h3 " in to_html.section(section, level=3)
    assert "A &lt;b&gt; title" in to_html.section(section)


def test_fragments_and_files_need_no_settings() -> None:
    code = (
        "from hoshin.reporting import to_html; from tests.unit.reporting import sample\n"
        "assert to_html.section(sample.report().sections[0]) and to_html.render(sample.snapshot(), 12345)"
    )
    environment = {"PATH": "", "PYTHONPATH": "src:."}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
