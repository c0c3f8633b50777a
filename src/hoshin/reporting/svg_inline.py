"""A drawn chart as an element of an HTML page."""

from __future__ import annotations

import re
from html import escape


def inline(svg: bytes, key: str, label: str) -> str:
    """The SVG as an element of an HTML page: its ids begin with ``key``, its colours are variables."""
    text = svg.decode()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    used = set(re.findall(r'(?:url\(#|href="#)([^)"]+)', text))
    text = re.sub(r' id="([^"]+)"', lambda m: f' id="{key}-{m[1]}"' if m[1] in used else "", text)
    text = re.sub(r'(url\(#|href="#)', lambda m: f"{m[1]}{key}-", text)
    text = re.sub(r"(?<=: )#[0-9a-f]{6}", lambda m: f"var({variable(m[0])}, {m[0]})", text)
    opening = f'<svg role="img" aria-label="{escape(label)}" class="chart"'
    text = re.sub(r"\n\s*", "\n", text)
    return opening + re.sub(r'^<svg( width="[^"]*"| height="[^"]*")*', "", text, count=1)


def variable(colour: str) -> str:
    """The CSS variable that stands for a colour of the palette."""
    return f"--c{colour[1:]}"
