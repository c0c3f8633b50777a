"""On which line of a TOML file each key of its tables stands, so that a refusal can name the place."""

from __future__ import annotations

import re

_HEADER = re.compile(r"\s*(\[\[?)\s*([\w-]+)((?:\s*\.\s*[\w\"'-]+)*)\s*\]")
_KEY = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*(?:\.[^=]*)?=""")
_AT = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")


class Lines:
    """The lines of a file's keys: of ``[[name]]`` the table at a place, from 0 on, and in it a key."""

    def __init__(self, text: str) -> None:
        self._found: dict[tuple[str, int, str], int] = {}
        tables: dict[str, int] = {}
        table, below = "", ""
        for number, line in enumerate(text.splitlines(), 1):
            if header := _HEADER.match(line):
                table, below = header[2], header[3].strip(" .\t\"'")
                if header[1] == "[[" and not below:
                    tables[table] = tables.get(table, -1) + 1
                self._note(table, tables.get(table, 0), below, number)
                self._note("", 0, table, number)
            elif (key := _KEY.match(line)) and not below:
                name = key[1] or key[2] or key[3] or ""
                self._note(table, tables.get(table, 0), name, number)

    def _note(self, table: str, place: int, key: str, number: int) -> None:
        self._found.setdefault((table, place, key), number)

    def of(self, table: str, place: int, key: str = "") -> int:
        """The line of a key; of its table, where the key is not there; 1 where that is not found either."""
        return self._found.get((table, place, key)) or self._found.get((table, place, "")) or 1


def broken_at(said: str, text: str) -> tuple[int, str]:
    """The line on which reading the file broke off, and why: what the reader ``said`` without its place."""
    found = _AT.search(said)
    last = len(text.rstrip().splitlines()) or 1
    return (int(found[1]) if found and found[1] else last), _AT.sub("", said)
