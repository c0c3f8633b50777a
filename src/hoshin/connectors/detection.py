"""What a file is and how it may be read: proposed, asked about where it would be a guess, settled for an import."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from collections.abc import Mapping as Answers
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from hoshin.connectors import asking, remarks, words
from hoshin.connectors.asking import LEAST_FIRST
from hoshin.connectors.content import Form
from hoshin.connectors.errors import FileRefused, MappingInvalid, NeedsAnswer
from hoshin.connectors.evidence import Evidence
from hoshin.connectors.fields import FIELDS, Sort
from hoshin.connectors.mapping import DayOrder, Mapping
from hoshin.connectors.opening import Opened, fitted, open_file
from hoshin.connectors.parsing import INTAKE, intake
from hoshin.connectors.proposal import Sample, propose, with_words
from hoshin.connectors.question import Question
from hoshin.connectors.rows import Chunk
from hoshin.connectors.settling import decided, settle, times_of

SHOWN = 100
"""Raw rows that are shown of a file."""
_SAMPLE = 20_000
_WORDS = 200


@dataclass(frozen=True)
class Examination:
    """What was found out about a file by reading it once from the first byte to the last.

    ``columns`` are those of the file and ``rows`` its first hundred rows as they are; ``total`` rows could be split
    into columns, ``rejected`` could not. ``proposal`` is how it may be read, ``questions`` what stays open with it,
    ``notes`` what is worth knowing. ``words`` counts, for the fields that are read by a table of the mapping (state,
    priority, kind), the words that the file holds.
    """

    form: Form
    compression: str | None
    delimiter: str | None
    encoding: str | None
    columns: tuple[str, ...]
    rows: tuple[tuple[str | None, ...], ...]
    proposal: Mapping
    questions: tuple[Question, ...]
    notes: tuple[str, ...]
    words: Answers[str, Answers[str, int]]
    total: int
    rejected: int


@dataclass(frozen=True)
class PreviewRow:
    """A row as it would be read: the values of the canonical fields, or the reason why it would be rejected."""

    line: int
    values: Answers[str, object]
    error: str = ""
    column: str = ""
    expected: str = ""


@dataclass
class _Survey:
    """One pass over a file."""

    file: Opened
    mapping: Mapping
    evidence: Evidence
    rows: list[tuple[str | None, ...]] = field(default_factory=list)
    counts: dict[str, Counter[str]] = field(default_factory=dict)
    total: int = 0
    rejected: int = 0

    def take(self, chunks: Iterable[Chunk]) -> None:
        for chunk in chunks:
            self.total += chunk.rows.num_rows
            self.rejected += len(chunk.rejects)
            self.evidence.add(chunk.rows)
            if len(self.rows) < SHOWN:
                some = chunk.raw.slice(0, SHOWN - len(self.rows)).to_pylist()
                self.rows += [tuple(row[name] for name in self.file.columns) for row in some]
            for name, column in self.mapping.columns.items():
                if FIELDS[name].sort is Sort.WORD and column in self.file.columns:
                    self._count(name, chunk.raw.column(column))

    def _count(self, name: str, texts: pa.Array) -> None:
        known = self.counts.setdefault(name, Counter())
        for pair in pc.value_counts(pc.utf8_trim_whitespace(texts.drop_null())).to_pylist():
            word = pair["values"]
            if word and word not in self.mapping.empty and (word in known or len(known) < _WORDS):
                known[word] += pair["counts"]


def examine(path: Path, mapping: Mapping | None = None) -> Examination:
    """Find out what the file is, and propose how to read it, with ``mapping`` where one is given.

    Reads the file once, and twice where its encoding is not known. Raises FileRefused where it cannot be read at all.
    """
    file = open_file(path, mapping)
    chunks = file.chunks()
    first: list[Chunk] = []
    for chunk in chunks:
        first.append(chunk)
        if sum(c.raw.num_rows for c in first) >= _SAMPLE:
            break
    sample = Sample.of(pa.Table.from_batches([c.raw for c in first]))
    given = mapping is not None
    if mapping is None:
        if not sample.times:
            raise FileRefused(
                f"'{path.name}' has no column of times, so that nothing says when its tickets were opened. "
                f"The file has: {', '.join(file.columns)}. Export the tickets with their times."
            )
        mapping = propose(sample, _name(path))
    survey = _Survey(file, mapping, Evidence(times_of(mapping), sample.times))
    survey.take(first)
    survey.take(chunks)
    said = {name: list(found) for name, found in survey.counts.items()}
    proposal = mapping if given else with_words(mapping, said)
    settled, notes = decided(proposal, survey.evidence)
    notes = (
        *remarks.encoded(proposal, file),
        *notes,
        *remarks.against(proposal, survey.evidence),
        *remarks.lacking(proposal, file.columns),
        *remarks.unknown(proposal, survey.counts),
    )
    questions = (
        *asking.columns(proposal, sample),
        *asking.times(settled, survey.evidence),
        *asking.priorities(proposal, survey.counts.get("priority", {})),
    )
    layout = file.layout
    return Examination(
        file.content.form,
        "gz" if file.content.packed else None,
        layout.delimiter if layout else None,
        layout.encoding if layout else None,
        file.columns,
        tuple(survey.rows),
        fitted(settled, file.columns),
        questions,
        notes,
        {name: dict(found.most_common()) for name, found in survey.counts.items()},
        survey.total,
        survey.rejected,
    )


def open_questions(path: Path, mapping: Mapping) -> tuple[Question, ...]:
    """What has to be answered before the file can be imported with this mapping. Raises FileRefused."""
    try:
        settle(path, mapping)
    except NeedsAnswer as needs:
        return needs.questions
    return ()


def preview(path: Path, mapping: Mapping, limit: int = SHOWN) -> tuple[PreviewRow, ...]:
    """How the first rows would be read, those that would be rejected among them. Raises FileRefused.

    What is open in the mapping is not guessed here either: such rows say what is missing.
    """
    file = open_file(path, mapping)
    found: list[PreviewRow] = []
    for chunk in file.chunks():
        table, rejects = intake(pa.Table.from_batches([chunk.raw.slice(0, limit)]), mapping)
        for row in table.to_pylist():
            line = row.pop("line")
            found.append(PreviewRow(line, row))
        for reject in (*chunk.rejects, *rejects):
            nothing = dict.fromkeys(INTAKE.names[1:])
            found.append(PreviewRow(reject.line, nothing, reject.reason, reject.column, reject.expected))
        if len(found) >= limit:
            break
    return tuple(sorted(found, key=lambda row: row.line)[:limit])


def answered(examination: Examination, answers: Answers[str, str]) -> Mapping:
    """The proposal with answers to its questions, by their keys. Raises MappingInvalid where an answer cannot be."""
    mapping = examination.proposal
    for key, answer in answers.items():
        table, _, name = key.partition(".")
        if table == "day_order":
            mapping = replace(mapping, day_order=_order(answer))
        elif table == "zone":
            mapping = replace(mapping, zone=answer)
        elif table == "priorities":
            found = words.scale(examination.words.get("priority", {}), least_first=answer == LEAST_FIRST)
            mapping = replace(mapping, priorities={**mapping.priorities, **found})
        elif table == "columns":
            mapping = replace(mapping, columns={**mapping.columns, name: answer})
        else:
            raise MappingInvalid(f"There is no question '{key}': expected is day_order, zone, priorities or columns.….")
    return mapping


def _order(answer: str) -> DayOrder:
    try:
        return DayOrder(answer)
    except ValueError:
        raise MappingInvalid(f"'{answer}' is no day order: expected is day-first or month-first.") from None


def _name(path: Path) -> str:
    """A name for the desk from that of the file, without what changes from export to export."""
    stem = re.sub(r"\.(csv|tsv|txt|xlsx|xlsm|xes|gz|gzip)\b", "", path.name, flags=re.IGNORECASE)
    kept = re.sub(r"[\W_]*\d[\d\W_]*", " ", stem)
    return "-".join(re.findall(r"[^\W\d_]+", kept.casefold())) or "desk"
