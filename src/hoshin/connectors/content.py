"""What a file really is, by its content; and its bytes, unpacked within bounds."""

from __future__ import annotations

import codecs
import gzip
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from hoshin.connectors.errors import FileRefused

SAMPLE = 65_536
"""Bytes by which a form is told."""


class Form(StrEnum):
    """The forms of files that can be read."""

    CSV = "CSV"
    XLSX = "XLSX"
    XES = "XES"


@dataclass(frozen=True)
class Content:
    """A file whose form is known. ``size`` is that of the file as it lies there, packed or not."""

    path: Path
    form: Form
    packed: bool
    size: int
    sample: bytes

    @property
    def name(self) -> str:
        """What messages call the file."""
        return f"'{self.path.name}'"


_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_SIGNS = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook (.xls) or one with a password"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "a database"),
    (b"BZh", "packed with bzip2"),
    (b"\xfd7zXZ", "packed with xz"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x28\xb5\x2f\xfd", "packed with Zstandard"),
    (b"PK", "a damaged or empty ZIP archive"),
)
_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_EXPECTED = "expected is a CSV, XLSX or XES file, or one of them as .gz: export the tickets again in one of these forms"


class Source:
    """The unpacked bytes of a file, and how much of the file itself was read for them."""

    def __init__(self, content: Content, file: BinaryIO) -> None:
        self._content = content
        self._file = file
        self._unpacked: BinaryIO = gzip.GzipFile(fileobj=file) if content.packed else file  # type: ignore[assignment]

    def read(self, size: int) -> bytes:
        """The next bytes, at most ``size``; none at the end. Raises FileRefused where the packing is broken."""
        name = self._content.name
        try:
            return self._unpacked.read(size)
        except EOFError:
            raise FileRefused(f"{name} is cut off: its .gz ends too early. Copy or export it again.") from None
        except (gzip.BadGzipFile, zlib.error) as error:
            raise FileRefused(f"{name} is damaged: its .gz can't be unpacked ({error}). Copy it again.") from error
        except OSError as error:
            raise FileRefused(
                f"{name} can't be read ({error.strerror or error}). Check the file and try again."
            ) from error

    @property
    def done(self) -> int:
        """Bytes of the file itself that were read so far."""
        return self._file.tell()


@contextmanager
def opened(content: Content) -> Iterator[Source]:
    """The file's unpacked bytes from the start. Raises FileRefused."""
    with _file(content.path) as file:
        yield Source(content, file)


@contextmanager
def _file(path: Path) -> Iterator[BinaryIO]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise FileRefused(f"'{path.name}' can't be opened ({error.strerror or error}). Check its path.") from error
    with file:
        yield file


def sniff(path: Path) -> Content:
    """What the file is. The content decides; raises FileRefused where it is nothing that can be read, or empty."""
    name = f"'{path.name}'"
    with _file(path) as file:
        try:
            size = path.stat().st_size
            packed = file.read(2) == _GZIP
            file.seek(0)
        except OSError as error:
            raise FileRefused(f"{name} can't be read ({error.strerror or error}). Check the file.") from error
        content = Content(path, Form.CSV, packed, size, b"")
        sample = Source(content, file).read(SAMPLE)
    if not sample.strip(b"\x00\t\r\n \xef\xbb\xbf\xff\xfe"):
        raise FileRefused(f"{name} is empty: there is nothing to read. Export the tickets again.")
    if path.suffix.casefold() in (".gz", ".gzip") and not packed:
        raise FileRefused(
            f"{name} is not what it says: it isn't packed as .gz. Copy it again, or drop '.gz' from its name."
        )
    form = form_of(sample, name, _EXPECTED)
    said = _said(path)
    if said and said is not form:
        raise FileRefused(
            f"{name} is not what it says: its name says {said}, its content is {form}. Name it for what it is, "
            "or export it again."
        )
    return Content(path, form, packed, size, sample)


def _said(path: Path) -> Form | None:
    suffixes = [s.casefold().lstrip(".") for s in path.suffixes if s.casefold() not in (".gz", ".gzip")]
    said = {"csv": Form.CSV, "tsv": Form.CSV, "xlsx": Form.XLSX, "xlsm": Form.XLSX, "xes": Form.XES}
    return said.get(suffixes[-1]) if suffixes else None


def form_of(sample: bytes, name: str, expected: str) -> Form:
    """What a file is by its first bytes. Raises FileRefused with what was ``expected`` where it is nothing known."""
    if sample.startswith(_ZIP):
        return Form.XLSX
    for sign, what in _SIGNS:
        if sample.startswith(sign):
            raise FileRefused(f"{name} is {what}; {expected}.")
    if sample.startswith(_GZIP):
        raise FileRefused(f"{name} is packed twice as .gz; unpack it once and try again.")
    text = _start(sample)
    if text.startswith("<"):
        if re.search(r"<(?:\w+:)?log[\s>]", text):
            return Form.XES
        what = "a web page" if re.match(r"<(!doctype html|html)", text, re.IGNORECASE) else "XML, but not XES"
        raise FileRefused(f"{name} is {what}; {expected}.")
    if re.match(r"[{\[]\s*[\"{\[\]}]", text):
        raise FileRefused(f"{name} is JSON; {expected}.")
    if _is_binary(sample):
        raise FileRefused(f"{name} is not text and nothing that is known; {expected}.")
    return Form.CSV


def _start(sample: bytes) -> str:
    for mark, encoding in _MARKS.items():
        if sample.startswith(mark):
            return sample[len(mark) :].decode(encoding, "replace").lstrip()
    return sample.decode("latin-1").lstrip()


def _is_binary(sample: bytes) -> bool:
    """Whether there are more NUL, or more control characters in what is not UTF-8, than broken rows would explain."""
    if sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    if sample.count(0) * 20 > len(sample):
        return True
    control = sum(sample.count(code) for code in range(32) if code not in b"\t\n\x0b\x0c\r\x1b")
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return control * 20 > len(sample)
    return False
