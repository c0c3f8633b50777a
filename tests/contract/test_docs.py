"""The docs say what the code says: these fail when a page is stale, a link dead, or a decision not written down."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps

from hoshin.server import documentation

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*sorted(ROOT.glob("docs/**/*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
PLACES = ("src/hoshin", "", "docs", "src", "src/hoshin/apps")
"""Where a path in the docs may start."""


def test_reference_pages_are_what_the_code_says() -> None:
    assert documentation.stale() == []


def test_every_dependency_has_a_decision() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        declared = tomllib.load(file)["project"]["dependencies"]
    names = {re.split(r"[\[<>=~ ]", each)[0] for each in declared}
    written = {page.stem for page in (ROOT / "docs/adr").glob("*.md")}
    assert names - written == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", sorted(ROOT.glob("docs/how-to/*.md")), ids=lambda p: p.stem)
def test_how_to_pages_name_files_that_exist(page: Path) -> None:
    named = [
        each
        for each in re.findall(r"`([\w./-]+/[\w./-]*\.(?:py|toml|json|md|html))`", page.read_text())
        if "your" not in each and not each.startswith("/")
    ]
    assert [each for each in named if not any((ROOT / place / each).exists() for place in PLACES)] == []


def test_there_is_a_how_to_for_each_extension() -> None:
    written = {page.stem for page in (ROOT / "docs/how-to").glob("*.md")}
    assert {"add-a-metric", "add-a-connector", "add-a-report", "add-a-demo-organisation"} <= written


def test_the_map_names_every_room() -> None:
    rooms = {p.name for p in (ROOT / "src/hoshin").iterdir() if (p / "__init__.py").is_file()}
    drawn = set(re.findall(r"^\| `(\w+)/` \|", (ROOT / "docs/architecture.md").read_text(), re.MULTILINE))
    assert rooms == drawn


def test_the_map_names_every_app() -> None:
    there = {config.label for config in apps.get_app_configs() if config.name.startswith("hoshin.apps.")}
    drawn = set(re.findall(r"^\| `(\w+)` \|", (ROOT / "docs/architecture.md").read_text(), re.MULTILINE))
    assert there == drawn


def test_every_stored_noun_stands_in_the_glossary() -> None:
    glossary = (ROOT / "docs/glossary.md").read_text().lower()
    nouns = {
        word
        for model in apps.get_models()
        if model.__module__.startswith("hoshin.")
        for word in [re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model.__name__).lower()]
    }
    assert {noun for noun in nouns if f"**{noun}**" not in glossary} == set()
