"""Thousands of damaged exports: a damaged file is refused or read, never a crash; a damaged row costs no other row."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pytest

from hoshin.connectors.detection import examine, preview
from hoshin.connectors.errors import FileRefused
from hoshin.connectors.mapping import Mapping, Shape
from hoshin.connectors.parsing import intake
from hoshin.connectors.settling import settle
from tests.unit.connectors.exported import as_csv, as_xes, as_xlsx, read, write

HEADER = ("number", "opened", "state", "title", "group")
MAPPING = Mapping(
    "damaged",
    {"ticket": "number", "opened_at": "opened", "state": "state", "title": "title"},
    Shape.TICKETS,
    zone="UTC",
)
OF_THE_LOG = Mapping(
    "damaged", {"ticket": "case:concept:name", "at": "time:timestamp", "state": "concept:name"}, Shape.UPDATES
)
BYTES = (
    b'"',
    b'""',
    b",",
    b";",
    b"\t",
    b"\n",
    b"\r",
    b"\r\n",
    b"\0",
    b"\xff",
    b"\xc3",
    b"\xe2\x80",
    b"\xef\xbb\xbf",
    b"<",
    b"&",
)


def rows(chance: random.Random, quotes: bool, accents: bool) -> list[tuple[str, ...]]:
    titles = ["Printer on fire", "Mail is slow", "VPN drops", "5 disks gone"]
    if quotes:
        titles += [
            'Says "404", then dies',
            "First line\r\nsecond, line\r\n\r\nfourth",
            '"',
            "a,b;c",
            ",starts so",
            "ends so,",
        ]
    if accents:
        titles += ["Drucker für Müller", "Écran cassé – déjà vu", "価格"]
    return [
        (
            f"INC{n:04d}",
            f"2026-0{n % 9 + 1}-{n % 27 + 1:02d} 0{n % 10}:15",
            chance.choice(["New", "Closed"]),
            chance.choice(titles),
            f"Group {n % 7}",
        )
        for n in range(1, 41)
    ]


def quoted(table: list[tuple[str, ...]], delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([HEADER, *table])
    return text.getvalue()


def tables(chance: random.Random) -> dict[str, tuple[list[tuple[str, ...]], bytes]]:
    """By name: rows and the CSV file that holds them."""
    plain, full, western = rows(chance, False, False), rows(chance, True, True), rows(chance, True, False)
    return {
        "plain.csv": (plain, as_csv(plain, HEADER).encode()),
        "full.csv": (full, as_csv(full, HEADER).encode()),
        "bars.csv": (western, as_csv(western, HEADER, "|").encode()),
        "quoted.csv": (full, quoted(full, ";").encode()),
        "western.csv": (western, as_csv([(*r[:4], "Gruppe für é") for r in western], HEADER).encode("cp1252")),
    }


def wholes(chance: random.Random) -> dict[str, tuple[bytes, Mapping]]:
    """Files of every form."""
    full = rows(chance, True, True)
    moments = ["2026-01-05T08:00:00+01:00", "2026-01-05T09:30:00.5Z"]
    events = [
        (r[0], [{"concept:name": s, "time:timestamp": moments[i]} for i, s in enumerate(("New", r[2]))]) for r in full
    ]
    text, log, book = as_csv(full, HEADER), as_xes(events).encode(), as_xlsx(full, HEADER)
    return {
        "a.csv": (text.encode(), MAPPING),
        "b.csv": (text.encode("utf-16"), MAPPING),
        "c.csv.gz": (text.encode(), MAPPING),
        "d.xlsx": (book, MAPPING),
        "e.xlsx.gz": (book, MAPPING),
        "f.xes": (log, OF_THE_LOG),
        "g.xes.gz": (log, OF_THE_LOG),
    }


def damaged(data: bytes, chance: random.Random) -> bytes:
    """``data`` with one to four pieces of it flipped, cut out, doubled, moved or put in."""
    for _ in range(chance.choice([1, 1, 2, 4])):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice([1, 1, 2, 8, 200]))
        piece = data[at:end]
        data = data[:at] + chance.choice(MUTATIONS)(piece, chance) + data[end:]
    return data


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    lambda piece, chance: bytes(byte ^ (1 << chance.randrange(8)) for byte in piece),
    lambda piece, chance: b"",
    lambda piece, chance: piece * 2,
    lambda piece, chance: piece + chance.choice(BYTES),
    lambda piece, chance: chance.choice(BYTES) + piece[1:],
    lambda piece, chance: chance.randbytes(len(piece)),
    lambda piece, chance: piece[::-1],
)


def taken(path: Path, mapping: Mapping) -> tuple[Counter[tuple[object, ...]], int]:
    """The tickets that an import takes in, and the number of rejects."""
    mapping = settle(path, mapping).mapping
    found: Counter[tuple[object, ...]] = Counter()
    rejected = 0
    for chunk in read(path, mapping):
        table, rejects = intake(pa.Table.from_batches([chunk.raw]), mapping)
        found.update(zip(*[table[name].to_pylist() for name in ("ticket", "opened_at", "state", "title")], strict=True))
        rejected += len(chunk.rejects) + len(rejects)
        for reject in (*chunk.rejects, *rejects):
            assert reject.line > 0
            assert reject.reason.endswith(".")
            assert reject.expected.endswith(".")
            reject.text.encode()
    return found, rejected


def looked_at(path: Path) -> None:
    """What a page does with a file before it is imported."""
    preview(path, examine(path).proposal)


def refused(does: Callable[..., object], *arguments: object) -> bool:
    """Whether it ends in a refusal, which then is one sentence; anything else that is raised is a defect."""
    try:
        does(*arguments)
    except FileRefused as refusal:
        return ("\n" not in str(refusal) and len(str(refusal)) > 20) or pytest.fail(f"not a sentence: {refusal}")
    return False


def record_spans(table: list[tuple[str, ...]], data: bytes, encoding: str, delimiter: str) -> list[tuple[int, int]]:
    """Where each record begins and ends, by reading the undamaged file with Python's own reader."""
    lines = data.decode(encoding).split("\n")
    reader = csv.reader((line + "\n" for line in lines[:-1]), delimiter=delimiter)
    ends = [reader.line_num for _ in reader]
    places = [0]
    for line in data.split(b"\n"):
        places.append(places[-1] + len(line) + 1)
    spans = [(places[a], places[b]) for a, b in pairwise(ends)]
    assert len(spans) == len(table)
    return spans


@pytest.mark.parametrize("name", ["plain.csv", "full.csv", "bars.csv", "quoted.csv", "western.csv"])
def test_damage_to_one_line_costs_no_other_row(tmp_path: Path, name: str) -> None:
    chance = random.Random(name)
    table, data = tables(chance)[name]
    delimiter = {"bars.csv": "|", "quoted.csv": ";"}.get(name, ",")
    whole, rejected = taken(write(tmp_path / name, data), MAPPING)
    assert (whole.total(), rejected) == (40, 0)
    spans = record_spans(table, data, "cp1252" if name == "western.csv" else "utf-8", delimiter)
    tickets = {key[0]: key for key in whole}
    survived = 0
    for _ in range(200):
        hurt = chance.randrange(len(table))
        start, end = spans[hurt]
        # One physical line of the record, without its end: the damage shall not join it to the next one.
        lines = data[start:end].removesuffix(b"\n").removesuffix(b"\r").split(b"\n")
        line = chance.randrange(len(lines))
        lines[line] = damaged(lines[line], chance)
        ending = b"\r\n" if data[start:end].endswith(b"\r\n") else b"\n"
        path = write(tmp_path / name, data[:start] + b"\n".join(lines) + ending + data[end:])
        found, _ = taken(path, MAPPING)
        lost = [key for ticket, key in tickets.items() if ticket != table[hurt][0] and not found[key]]
        assert lost == [], lines
        survived += found[tickets[table[hurt][0]]]
    assert survived < 200


@pytest.mark.parametrize("name", ["a.csv", "b.csv", "c.csv.gz", "d.xlsx", "e.xlsx.gz", "f.xes", "g.xes.gz"])
def test_a_damaged_file_is_read_or_refused(tmp_path: Path, name: str) -> None:
    chance = random.Random(name)
    content, mapping = wholes(chance)[name]
    whole = write(tmp_path / name, content).read_bytes()
    assert taken(tmp_path / name, mapping)[0].total() in (40, 80)
    outcomes: Counter[str] = Counter()
    for _ in range(150):
        path = tmp_path / name
        if name.endswith(".gz") and chance.random() < 0.5:
            write(path, damaged(content, chance))
        else:
            path.write_bytes(damaged(whole, chance))
        outcomes["refused" if refused(taken, path, mapping) else "read"] += 1
        refused(looked_at, path)
    assert outcomes["read"] + outcomes["refused"] == 150
    assert min(outcomes["read"], outcomes["refused"]) > 0
