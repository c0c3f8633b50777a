"""Workbooks as archives: whole, of bounded size, and read without that a damaged one brings anything down."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from python_calamine import CalamineError

from hoshin.connectors.errors import FileRefused

PIECE = 2**20


def check_archive(file: IO[bytes], name: str, *, largest: int, too_large: FileRefused) -> None:
    """Unpack every part once.

    Raises FileRefused where one is damaged, where it is no workbook, and ``too_large`` where all parts together have
    more than ``largest`` bytes.
    """
    size = 0
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
            for member in archive.infolist():
                with archive.open(member) as stream:
                    while piece := stream.read(PIECE):
                        size += len(piece)
                        if size > largest:
                            raise too_large
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise FileRefused(f"{name} is cut off or damaged ({error}). Copy or export it again.") from error
    if not any(each.startswith("xl/") for each in names):
        raise FileRefused(f"{name} is a ZIP archive, not an Excel workbook. Unpack it and import what is in it.")


@contextmanager
def refusing(name: str) -> Iterator[None]:
    """Turn what the reader of workbooks raises into a refusal."""
    damaged = f"{name} is damaged or not an Excel workbook"
    remedy = "Save it anew as .xlsx, or as CSV."
    try:
        yield
    except (CalamineError, OSError, ValueError, OverflowError) as error:
        raise FileRefused(f"{damaged} ({error}). {remedy}") from error
    except BaseException as error:
        # The reader is written in Rust: where it meets what it did not expect it panics, which is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise FileRefused(f"{damaged}. {remedy}") from error
