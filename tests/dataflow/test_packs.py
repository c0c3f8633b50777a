"""A number published once stays, whatever is imported later; whatever was changed is found."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hoshin.metrics.catalogue import Catalogue
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.registry import METRICS
from hoshin.metrics.result import Refusal, Value
from hoshin.metrics.statistic import Share
from hoshin.pipeline import packs
from hoshin.pipeline.editions import EditionDamaged
from hoshin.pipeline.home import Home
from hoshin.pipeline.imports import import_file
from hoshin.pipeline.packs import Form, NoPack, SnapshotRefused, UnknownEdition, Verification
from hoshin.pipeline.read import Reader
from hoshin.reporting import snapshot as snapshots
from hoshin.reporting.blocks import Figure, Figures, Report, Section
from hoshin.reporting.snapshot import PublishedReading, Snapshot
from hoshin.reporting.wording import result_words
from hoshin.warehouse import generations
from hoshin.warehouse.errors import Damaged, UnknownGeneration, Unwritable
from tests.dataflow.exports import invented, save, servicenow

WHOLE = Query(Grain.ALL, None, date(2026, 1, 1), date(2026, 3, 31))
MONTHLY = Query(Grain.MONTH, "group", date(2026, 1, 1), date(2026, 3, 31), (("priority", "2 - High"),))
TITLE = "What the quarter brought"
NOTHING = Report(TITLE, "", ())


def freeze(home: Home) -> Snapshot:
    """A snapshot of every metric over the quarter, and of three by group and month."""
    with Reader.open(home) as reader:
        found = [PublishedReading(WHOLE, r) for r in reader.read(list(METRICS), WHOLE)]
        some = ("ticket_volume", "time_to_resolve_median", "backlog")
        found += [PublishedReading(MONTHLY, r) for r in reader.read(some, MONTHLY)]
        figures = tuple(Figure(p.reading.metric, result_words(p.reading), reading=i) for i, p in enumerate(found[:4]))
        report = Report(TITLE, "First quarter 2026", (Section("All is told", (Figures(figures),)),))
        day = date(2026, 4, 2)
        return Snapshot(TITLE, "Meridian Freight", "First quarter 2026", day, reader.generation, tuple(found), report)


def bring(home: Home, folder: Path, tickets: int) -> str:
    """Import an export of ``tickets`` tickets; give the generation's name."""
    return import_file(home, save(folder / f"{tickets}.csv", invented(tickets)), servicenow()).generation


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with one edition of the first generation, and a second generation with more tickets published since."""
    folder = tmp_path_factory.mktemp("packs")
    home = Home(folder / "home")
    bring(home, folder, 400)
    packs.issue(home, freeze(home))
    bring(home, folder, 900)
    return home


@pytest.fixture
def home(issued: Home, tmp_path: Path) -> Home:
    """A copy that a test may damage."""
    shutil.copytree(issued.root, tmp_path / "home")
    return Home(tmp_path / "home")


@contextmanager
def edited(path: Path) -> Iterator[dict[str, object]]:
    """A JSON file as a dict that is written back."""
    found = json.loads(path.read_bytes())
    yield found
    path.write_text(json.dumps(found, indent=2, sort_keys=True, ensure_ascii=False) + "\n")


def failed(found: Verification) -> dict[str, str]:
    """What does not hold."""
    assert found.ok == all(check.ok for check in found.checks)
    return {check.what: check.detail for check in found.checks if not check.ok}


def test_an_edition_is_whole(issued: Home) -> None:
    edition = packs.edition(issued, 1)
    assert edition.folder == issued.packs / "000001"
    names = {"manifest.json", "snapshot.json", "pack.pptx", "pack.pdf", "pack.html"}
    assert {p.name for p in edition.folder.iterdir()} == names
    assert [p.name for p in edition.files] == ["pack.pptx", "pack.pdf", "pack.html"]
    stored = snapshots.loads((edition.folder / "snapshot.json").read_bytes())
    assert stored.identity == edition.identity
    assert stored.generation == edition.generation
    manifest = json.loads((edition.folder / "manifest.json").read_bytes())
    assert len(manifest["readings"]) == len(stored.readings)
    for said, published in zip(manifest["readings"], stored.readings, strict=True):
        assert said["definition"] == METRICS[published.reading.metric].digest


@pytest.mark.parametrize("name", ["pack.pptx", "pack.pdf", "pack.html", "snapshot.json", "manifest.json"])
def test_every_file_verifies_wherever_it_lies(issued: Home, tmp_path: Path, name: str) -> None:
    elsewhere = tmp_path / f"renamed{Path(name).suffix}"
    shutil.copy(issued.packs / "000001" / name, elsewhere)
    found = packs.verify(issued, elsewhere)
    assert failed(found) == {}
    assert found.edition.number == 1
    assert found.checks[0].detail == f"{name} of edition 1, as it was issued"


def test_published_numbers_stay_whatever_is_imported_later(issued: Home) -> None:
    stored = snapshots.loads((issued.packs / "000001" / "snapshot.json").read_bytes())
    with Reader.open(issued) as reader:
        assert reader.generation != stored.generation
        today = {r.metric: r.result for r in reader.read(list(METRICS), WHOLE)}
    then = {p.reading.metric: p.reading.result for p in stored.readings if p.query == WHOLE}
    assert then["ticket_volume"] == Value(400, 400)
    assert today["ticket_volume"] == Value(900, 900)
    assert sum(then[key] != today[key] for key in then) > 8
    found = packs.verify(issued, issued.packs / "000001" / "pack.pdf")
    assert failed(found) == {}
    readings = [c for c in found.checks if c.detail.endswith(", as published")]
    assert len(readings) == len(stored.readings) > len(METRICS)


def test_published_numbers_stay_when_a_definition_changes(issued: Home) -> None:
    then = METRICS["reopen_share"]
    now = replace(then, version=2, statistic=Share(lambda tickets: tickets.reopens > 1))
    today = {**METRICS, then.key: now}
    file = issued.packs / "000001" / "pack.html"
    assert failed(packs.verify(issued, file, Catalogue(today, {(then.key, 1): then}))) == {}
    # Without the past definition there is nothing to compute the number with.
    wrong = failed(packs.verify(issued, file, Catalogue(today)))
    assert {what.partition(",")[0] for what in wrong} == {then.key}
    assert all("the definition was" in detail for detail in wrong.values())


def test_the_next_edition_leaves_the_first_as_it_was(home: Home) -> None:
    before = {p.name: p.read_bytes() for p in (home.packs / "000001").iterdir()}
    second = packs.issue(home, freeze(home), (Form.HTML,))
    assert second.number == 2
    assert [p.name for p in second.files] == ["pack.html"]
    assert second.file(Form.HTML).is_file()
    with pytest.raises(UnknownEdition, match="without PDF"):
        second.file(Form.PDF)
    assert {p.name: p.read_bytes() for p in (home.packs / "000001").iterdir()} == before
    assert [e.number for e in packs.editions(home)] == [1, 2]
    assert failed(packs.verify(home, second.file(Form.HTML))) == {}


def test_the_same_snapshot_issued_elsewhere_gives_the_same_files(home: Home, issued: Home) -> None:
    stored = snapshots.loads((home.packs / "000001" / "snapshot.json").read_bytes())
    shutil.rmtree(home.packs / "000001")
    again = packs.issue(home, stored)
    for name in ("pack.pptx", "pack.pdf", "pack.html", "snapshot.json", "manifest.json"):
        assert (again.folder / name).read_bytes() == (issued.packs / "000001" / name).read_bytes()


@pytest.mark.parametrize("name", ["pack.pdf", "pack.html"])
def test_a_changed_file_is_recognised(issued: Home, tmp_path: Path, name: str) -> None:
    changed = tmp_path / name
    changed.write_bytes((issued.packs / "000001" / name).read_bytes() + b"\n")
    found = packs.verify(issued, changed)
    assert list(failed(found)) == ["file"]
    assert "changed after issue" in failed(found)["file"]


def test_a_changed_deck_is_recognised(issued: Home, tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(issued.packs / "000001" / "pack.pptx") as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(b"All is told", b"All is well"))
    (tmp_path / "pack.pptx").write_bytes(out.getvalue())
    assert list(failed(packs.verify(issued, tmp_path / "pack.pptx"))) == ["file"]


def test_a_changed_number_in_the_stored_snapshot_is_named(home: Home) -> None:
    file = home.packs / "000001" / "snapshot.json"
    stored = snapshots.loads(file.read_bytes())
    place, published = next(
        (i, p) for i, p in enumerate(stored.readings) if p.reading.metric == "time_to_resolve_median"
    )
    result = published.reading.result
    assert isinstance(result, Value)
    forged = replace(published, reading=replace(published.reading, result=replace(result, amount=result.amount / 2)))
    readings = (*stored.readings[:place], forged, *stored.readings[place + 1 :])
    file.write_bytes(replace(stored, readings=readings).canonical)
    wrong = failed(packs.verify(home, home.packs / "000001" / "pack.pdf"))
    (words,) = [detail for what, detail in wrong.items() if what.startswith("time_to_resolve_median")]
    assert f"published {result.amount / 2!r}" in words
    assert f"computed again {result.amount!r}" in words
    assert set(wrong) - {"snapshot", "manifest"} == {w for w in wrong if w.startswith("time_to_resolve_median")}
    # The file itself is one that the edition no longer knows.
    assert "changed after issue" in failed(packs.verify(home, file))["file"]


@pytest.mark.parametrize(
    ("changes", "told"),
    [({"n": 7}, "n 7"), ({"low": 1.25}, "1.25"), ({"left_out": 3}, "published")],
)
def test_cases_and_intervals_are_compared_as_well(home: Home, changes: dict[str, Any], told: str) -> None:
    file = home.packs / "000001" / "snapshot.json"
    stored = snapshots.loads(file.read_bytes())
    first = stored.readings[0]
    assert isinstance(first.reading.result, Value)
    forged = replace(first, reading=replace(first.reading, result=replace(first.reading.result, **changes)))
    file.write_bytes(replace(stored, readings=(forged, *stored.readings[1:])).canonical)
    wrong = failed(packs.verify(home, home.packs / "000001" / "pack.pdf"))
    (words,) = [detail for what, detail in wrong.items() if what.startswith(first.reading.metric)]
    assert told in words


def test_another_definition_and_another_refusal_are_named(home: Home) -> None:
    file = home.packs / "000001" / "snapshot.json"
    stored = snapshots.loads(file.read_bytes())
    refused = next(i for i, p in enumerate(stored.readings) if isinstance(p.reading.result, Refusal))
    readings = list(stored.readings)
    readings[0] = replace(readings[0], reading=replace(readings[0].reading, definition="0" * 64))
    readings[refused] = replace(readings[refused], reading=replace(readings[refused].reading, result=Value(0.0, 0)))
    gone = len(readings)
    readings.append(replace(readings[1], reading=replace(readings[1].reading, metric="happiness")))
    file.write_bytes(replace(stored, readings=tuple(readings)).canonical)
    found = packs.verify(home, home.packs / "000001" / "pack.html")
    assert not found.as_issued
    checks = found.checks[-gone - 1 :]
    assert [i for i, check in enumerate(checks) if not check.ok] == [0, refused, gone]
    assert "the definition was 000000000000" in checks[0].detail
    assert "published 0.0 (n 0), computed again “no data" in checks[refused].detail
    assert "no such metric" in checks[gone].detail


def test_a_changed_manifest_is_recognised(home: Home) -> None:
    file = home.packs / "000001" / "manifest.json"
    with edited(file) as manifest:
        manifest["title"] = "Another"
    wrong = failed(packs.verify(home, file))
    assert wrong == {"manifest": "the edition's manifest was changed after issue: title"}


def test_a_stored_file_that_was_lost_is_named(home: Home) -> None:
    (home.packs / "000001" / "pack.html").unlink()
    wrong = failed(packs.verify(home, home.packs / "000001" / "manifest.json"))
    assert list(wrong) == ["pack.html"]
    assert not packs.verify(home, home.packs / "000001" / "manifest.json").as_issued


def test_a_damaged_generation_is_named(home: Home) -> None:
    generation = packs.edition(home, 1).generation
    tables = generations.named(home.warehouse, str(generation)).files("assignments")[0]
    tables.write_bytes(tables.read_bytes() + b"x")
    wrong = failed(packs.verify(home, home.packs / "000001" / "pack.pdf"))
    assert "The assignments of desk" in wrong.pop("generation")
    assert wrong
    assert packs.verify(home, home.packs / "000001" / "pack.pdf").as_issued
    assert set(wrong.values()) == {"cannot be computed again: its generation is missing or damaged"}


def test_a_lost_generation_makes_every_number_unproven(home: Home) -> None:
    shutil.rmtree(home.warehouse / "generations" / str(packs.edition(home, 1).generation))
    found = packs.verify(home, home.packs / "000001" / "pack.pdf")
    assert "There is no generation" in failed(found)["generation"]
    stored = snapshots.loads((home.packs / "000001" / "snapshot.json").read_bytes())
    assert sum(not check.ok for check in found.checks) == len(stored.readings) + 1


def test_a_generation_that_is_gone_cannot_be_issued_from(home: Home) -> None:
    with pytest.raises(UnknownGeneration):
        packs.issue(home, replace(freeze(home), generation="000009-0123456789ab", readings=(), report=NOTHING))
    whole = freeze(home)
    tables = generations.named(home.warehouse, str(whole.generation)).files("tickets")[0]
    tables.write_bytes(tables.read_bytes()[:-1])
    with pytest.raises(Damaged, match="The tickets of desk"):
        packs.issue(home, whole)
    assert [e.number for e in packs.editions(home)] == [1]


def test_a_snapshot_must_say_where_its_numbers_come_from(home: Home) -> None:
    whole = freeze(home)
    with pytest.raises(SnapshotRefused, match="one generation"):
        packs.issue(home, replace(whole, generation=packs.edition(home, 1).generation))
    stray = Section("s", (Figures((Figure("Stray", "1", reading=99_999),)),))
    with pytest.raises(SnapshotRefused, match="Stray"):
        packs.issue(home, replace(whole, report=Report("t", "", (stray,))))
    words_alone = packs.issue(home, replace(whole, generation=None, readings=(), report=NOTHING))
    assert failed(packs.verify(home, words_alone.file(Form.HTML))) == {}


def test_what_a_crash_left_behind_is_cleared(home: Home) -> None:
    (home.packs / ".partial").mkdir()
    (home.packs / ".partial" / "pack.pdf").write_bytes(b"half")
    edition = packs.issue(home, freeze(home), (Form.PDF,))
    assert {p.name for p in edition.folder.iterdir()} == {"pack.pdf", "snapshot.json", "manifest.json"}
    assert not (home.packs / ".partial").exists()


def test_a_form_that_fails_leaves_no_edition(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(snapshot: Snapshot, edition: int) -> bytes:
        raise OSError("the disk is full")

    monkeypatch.setitem(packs._RENDERERS, Form.HTML, broken)
    with pytest.raises(Unwritable, match="disk is full"):
        packs.issue(home, freeze(home))
    assert [e.number for e in packs.editions(home)] == [1]


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"{}", b"[1]", b"{" * 5000, b"PK\x03\x04broken", b"%PDF-1.7 of someone else", b"<html></html>"],
)
def test_what_is_no_pack_is_refused_in_words(issued: Home, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(NoPack, match="is no board pack of this installation"):
        packs.verify(issued, tmp_path / "file")


def test_a_workbook_is_no_pack(issued: Home, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as package:
        package.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(NoPack, match="is no board pack"):
        packs.verify(issued, tmp_path / "a.xlsx")
    for nothing in (tmp_path, tmp_path / "absent.pdf"):
        with pytest.raises(NoPack):
            packs.verify(issued, nothing)


def test_a_pack_of_another_installation_is_refused(issued: Home, tmp_path: Path) -> None:
    with pytest.raises(NoPack, match="has not issued"):
        packs.verify(Home(tmp_path), issued.packs / "000001" / "pack.html")
    with pytest.raises(UnknownEdition, match="none has been issued"):
        packs.edition(Home(tmp_path), 1)
    with pytest.raises(UnknownEdition, match="last one is 1"):
        packs.edition(issued, 2)


def test_an_edition_without_a_manifest_stops_only_its_own_files(home: Home) -> None:
    second = packs.issue(home, freeze(home), (Form.HTML, Form.PDF))
    (home.packs / "000001" / "manifest.json").write_bytes(b"{}")
    assert failed(packs.verify(home, second.file(Form.HTML))) == {}
    with pytest.raises(EditionDamaged, match="000001"):
        packs.verify(home, home.packs / "000001" / "pack.html")
