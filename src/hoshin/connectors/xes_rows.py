"""The events of an XES log (IEEE 1849) as rows: what an event says, and what its trace says as ``case:`` columns.

The log is streamed: what is held is one trace, whose name may stand after its events, and a block of the file.
Entities, which can make a small file grow without bounds or reach for other files, are refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl, Locator

import pyarrow as pa
from defusedxml import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from hoshin.connectors.content import Content, opened
from hoshin.connectors.errors import FileRefused
from hoshin.connectors.header import OWN
from hoshin.connectors.rows import Chunk, Reject, schema

_BLOCK = 2**20
_ROWS = 50_000
_LONGEST = 16 * 2**20
"""Bytes without an element above which a file is no log: a bound on memory."""
LONGEST_TRACE = 500_000
"""Events of one trace above which a file is no log of tickets: a bound on memory."""
MOST_COLUMNS = 2_000
_VALUES = ("string", "date", "int", "float", "boolean", "id")
CASE = "case:"
"""Before the name of a trace's attribute, so that it does not meet an event's of the same name."""


class _Log(ContentHandler):
    """Collects the events as they pass."""

    def __init__(self, where: Locator) -> None:
        super().__init__()
        self._where = where
        self.events: list[tuple[int, dict[str, str]]] = []
        self.rejects: list[Reject] = []
        self.elements = 0
        self._path: list[str] = []
        self._trace: dict[str, str] = {}
        self._trace_line = 0
        self._pending: list[tuple[int, dict[str, str]]] = []
        self._event: dict[str, str] = {}
        self._line = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802
        self.elements += 1
        name = name.rpartition(":")[2]
        path = self._path
        if not path and name != "log":
            raise SAXException(f"its root is <{name}>, not <log>")
        path.append(name)
        if path == ["log", "trace"]:
            self._trace, self._pending, self._trace_line = {}, [], self._at()
        elif path == ["log", "trace", "event"]:
            self._event, self._line = {}, self._at()
        elif name in _VALUES and path[:-1] == ["log", "trace", "event"]:
            self._event.setdefault(attrs.get("key", ""), attrs.get("value", ""))
        elif name in _VALUES and path[:-1] == ["log", "trace"]:
            self._trace.setdefault(CASE + attrs.get("key", ""), attrs.get("value", ""))

    def endElement(self, name: str) -> None:  # noqa: N802
        self.elements += 1
        if self._path == ["log", "trace", "event"]:
            self._pending.append((self._line, self._event))
            if len(self._pending) > LONGEST_TRACE:
                raise SAXException(f"a trace has more than {LONGEST_TRACE:,} events")
        elif self._path == ["log", "trace"]:
            if not self._pending:
                ticket = self._trace.get("case:concept:name", "")
                self.rejects.append(
                    Reject(self._trace_line, "The trace has no event.", "at least one event.", "", ticket)
                )
            # A trace may name its attributes after its events.
            self.events += [(line, {**event, **self._trace}) for line, event in self._pending]
        self._path.pop()

    def _at(self) -> int:
        return self._where.getLineNumber() or 0


def _parse(content: Content) -> Iterator[tuple[_Log, int]]:
    """The log after each block read, with the bytes of the file read so far; the taker empties it."""
    parser = DefusedExpatParser(forbid_dtd=True, forbid_entities=True, forbid_external=True)
    log = _Log(parser)
    parser.setContentHandler(log)
    silent, elements = 0, 0
    try:
        with opened(content) as source:
            while block := source.read(_BLOCK):
                parser.feed(block)
                silent = 0 if log.elements != elements else silent + len(block)
                elements = log.elements
                if silent > _LONGEST:
                    raise FileRefused(
                        f"{content.name} holds a text of more than {_LONGEST // 2**20} MB. Export it again."
                    )
                yield log, source.done
            parser.close()
            yield log, content.size
    except DefusedXmlException as error:
        raise FileRefused(
            f"{content.name} defines entities or a document type, which an XES log does not need and Hoshin does not "
            "read, as they can do harm. Remove them, or export the log again."
        ) from error
    except (SAXException, ValueError, LookupError) as error:
        raise FileRefused(
            f"{content.name} is cut off, damaged or not XES ({_said(error)}). Copy or export it again."
        ) from error
    finally:
        with suppress(Exception):
            parser.reset()


def _said(error: Exception) -> str:
    line = getattr(error, "getLineNumber", lambda: None)()
    message = error.getMessage() if isinstance(error, SAXException) else str(error)
    return f"line {line}: {message}" if line else message


def xes_columns(content: Content) -> tuple[str, ...]:
    """The names of all attributes of traces (as ``case:…``) and events, in the order in which they come up."""
    names: dict[str, None] = {}
    for log, _ in _parse(content):
        for _, event in log.events:
            names.update(dict.fromkeys(event))
        if len(names) > MOST_COLUMNS:
            raise FileRefused(f"{content.name} has more than {MOST_COLUMNS:,} attributes: that is no log of tickets.")
        log.events, log.rejects = [], []
    columns = sorted((name for name in names if name), key=lambda name: not name.startswith(CASE))
    if not columns:
        raise FileRefused(f"{content.name} is an XES log without events: there is nothing to read. Export it again.")
    return tuple("line (of the file)" if name == OWN else name for name in columns)


def read_xes(content: Content, columns: tuple[str, ...]) -> Iterator[Chunk]:
    """One row for each event, in chunks; an attribute that it lacks is null. ``line`` is where the event begins."""
    form = schema(columns)
    keys = [OWN if name == "line (of the file)" else name for name in columns]
    for log, done in _parse(content):
        while log.events or log.rejects:
            some, log.events = log.events[:_ROWS], log.events[_ROWS:]
            arrays = [pa.array([line for line, _ in some], pa.int64())]
            arrays += [pa.array([event.get(key) for _, event in some], pa.string()) for key in keys]
            yield Chunk(pa.RecordBatch.from_arrays(arrays, schema=form), tuple(log.rejects), done, content.size)
            log.rejects = []
