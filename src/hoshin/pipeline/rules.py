"""By which code parts are made: where that has changed, nothing of an older generation may be shared with a new one."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import hoshin

_CODE = ("eventlog", "connectors", "warehouse", "pipeline/landed.py", "pipeline/normalise.py")
_ENGINES = ("duckdb", "ibis-framework", "numpy", "pyarrow", "tzdata")


@cache
def rules() -> str:
    """A SHA-256 in hexadecimal over all code, and the versions of all engines, by which landed rows become parts."""
    digest = sha256()
    root = Path(str(hoshin.__file__)).parent
    for place in _CODE:
        for file in sorted((root / place).rglob("*.py")) if (root / place).is_dir() else [root / place]:
            digest.update(f"{file.relative_to(root).as_posix()}\n".encode())
            digest.update(file.read_bytes())
    for engine in _ENGINES:
        digest.update(f"{engine} {version(engine)}\n".encode())
    return digest.hexdigest()
