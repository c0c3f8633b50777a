"""CSV records among physical lines, as RFC 4180 has them, and what is none: no record is lost but the one at fault.

A record may span lines within quotation marks. Where one cannot be read, its first physical line alone is rejected and
reading goes on at the next line, so that a stray quotation mark does not swallow the rows after it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from hoshin.connectors.encoding import MARRED

_MARKED = re.compile(r'"[^"]*(?:""[^"]*)*"')

MARRED_REASON = "The row holds bytes that are not text."
UNCLOSED = "A quotation mark opens a field and none closes it."


@dataclass
class Records:
    """Records of the wanted width with the index of their first line; faults as (index, reason, text).

    ``rest`` is the index of the first line that belongs to a record of which more lines are needed.
    """

    rows: list[list[str]] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    faults: list[tuple[int, str, str]] = field(default_factory=list)
    rest: int = 0


def split(physical: Sequence[str], delimiter: str, width: int, *, last: bool, doubting: bool = True) -> Records:
    """The records in physical lines (without their ends); ``last`` means that no lines will follow.

    A stray quotation mark may end in a later record's first one, so that both together look like one record. That
    leaves the later record's second mark within a field without marks, which no exporter writes. Where that is so,
    and the lines after the first hold a record by themselves, they are believed (unless not ``doubting``).
    """
    found = Records()
    marred = any(MARRED.search(line) for line in physical)
    start = 0
    while start < len(physical):
        feed = _Feed(physical, start)
        try:
            for record in csv.reader(feed, delimiter=delimiter, strict=True):
                fault = ""
                if marred and MARRED.search("\n".join(physical[start : feed.next])):
                    fault = MARRED_REASON
                odd = len(record) != width
                if odd and feed.next == start + 1 and not physical[start].strip():
                    pass  # a blank line is no row
                elif odd:
                    found.faults.append((start, fault or miscounted(len(record)), physical[start]))
                    if feed.next > start + 1:
                        break
                elif doubting and feed.next > start + 1 and _swallows(physical[start : feed.next], delimiter, width):
                    found.faults.append((start, fault or UNCLOSED, physical[start]))
                    break
                elif fault:
                    found.faults.append((start, fault, "\n".join(physical[start : feed.next])))
                else:
                    found.rows.append(record)
                    found.starts.append(start)
                start = feed.next
            else:
                continue
        except csv.Error as error:
            if feed.exhausted and not last:
                break
            found.faults.append((start, _malformed(error), physical[start]))
        start += 1
    found.rest = start
    return found


def _swallows(physical: Sequence[str], delimiter: str, width: int) -> bool:
    """Whether a record of several lines is more likely a stray quotation mark and records of their own after it."""
    text = "\n".join(physical)
    at = 0
    while at < len(text):
        if marked := _MARKED.match(text, at):
            at = marked.end() + 1
            continue
        end = text.find(delimiter, at)
        end = len(text) if end < 0 else end
        if '"' in text[at:end]:
            return bool(split(physical[1:], delimiter, width, last=True, doubting=False).rows)
        at = end + 1
    return False


class _Feed:
    """Physical lines from ``start`` on; tells which comes next, and whether more were wanted than there are."""

    def __init__(self, physical: Sequence[str], start: int) -> None:
        self._physical = physical
        self.next = start
        self.exhausted = False

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if self.next == len(self._physical):
            self.exhausted = True
            raise StopIteration
        self.next += 1
        return self._physical[self.next - 1] + "\n"


def miscounted(count: int) -> str:
    """The reason for which a row of so many fields is rejected."""
    return f"The row has {count} {'field' if count == 1 else 'fields'}."


def _malformed(error: csv.Error) -> str:
    said = str(error)
    if "expected after" in said:
        return "A quotation mark closes a field in the middle."
    if "unexpected end" in said:
        return UNCLOSED
    if "field limit" in said:
        limit = csv.field_size_limit()
        return f"A field is longer than {limit:,} characters, or a quotation mark opens it and none closes it."
    return "A line end stands within a field without quotation marks."
