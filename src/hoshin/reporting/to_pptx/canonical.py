"""The same slides as the same bytes: dates come from the snapshot, never from the clock."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

_EPOCH = (1980, 1, 1, 0, 0, 0)


def canonical(package: bytes) -> bytes:
    """A ZIP package with every member's date set to the format's first day; order and contents stay."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            target.writestr(entry, source.read(name))
    return out.getvalue()


def midnight(year: int, month: int, day: int) -> datetime:
    """The first instant of a day, as office documents hold it."""
    return datetime(year, month, day, tzinfo=UTC)
