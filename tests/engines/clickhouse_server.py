"""A small HTTP server in front of the real ClickHouse engine that the ``chdb`` wheel carries.

It speaks as much of ClickHouse's HTTP interface as its client library needs: queries, inserts with the data as the
body, external tables, settings in the address. Queries run one after the other. Run it in a process of its own:
``python -m tests.engines.clickhouse_server FOLDER`` prints its port and serves until it is ended.
"""

from __future__ import annotations

import gzip
import re
import sys
import zlib
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from chdb.session import Session

NO_SETTINGS = {"query", "database", "default_format", "user", "password", "session_id", "query_id", "compress"}
NO_SETTINGS |= {"client_protocol_version", "session_check", "session_timeout", "decompress", "role", "quota_key"}
NO_SETTINGS |= {"enable_http_compression", "http_zlib_compression_level", "send_progress_in_http_headers"}
NO_SETTINGS |= {
    "wait_end_of_query",
    "cancel_http_readonly_queries_on_client_close",
    "http_headers_progress_interval_ms",
}


class Engine:
    """The one session of this process, asked by one thread at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._session = Session(str(folder / "data"))
        self._lock = Lock()
        self._files = 0

    def answer(self, sql: str, said: dict[str, str], body: bytes, tables: dict[str, bytes]) -> bytes:
        """What the engine says, in the format that the query names, else in TabSeparated."""
        settings = {k: v for k, v in said.items() if k not in NO_SETTINGS and not k.endswith(("_format", "_structure"))}
        database = said.get("database") or "default"
        form = said.get("default_format", "TabSeparated")
        if named := re.search(r"\bFORMAT\s+(\w+)\s*;?\s*$", sql):
            form = named[1]
            sql = sql if body else sql[: named.start()]
        made: list[str] = []
        with self._lock:
            try:
                self._session.query(f"USE `{database}`")
                for name, value in settings.items():
                    self._session.query(f"SET {name} = '{value}'")
                for name, data in tables.items():
                    file = self._save(data)
                    kind, structure = said[f"{name}_format"], said[f"{name}_structure"]
                    rows = f"SELECT * FROM file('{file}', '{kind}', '{structure}')"
                    self._session.query(f"CREATE TABLE `{name}` ENGINE = Memory AS {rows}")
                    made.append(name)
                if body:
                    into = re.sub(r"\bFORMAT\s+\w+\s*;?\s*$", "", sql)
                    sql = f"{into} SELECT * FROM file('{self._save(body)}', '{form}')"
                return bytes(self._session.query(sql, form).bytes())
            finally:
                for name in made:
                    self._session.query(f"DROP TABLE `{database}`.`{name}`")
                for name in settings:
                    self._session.query(f"SET {name} = DEFAULT")

    def _save(self, data: bytes) -> Path:
        self._files += 1
        file = self._folder / f"body{self._files}"
        file.write_bytes(data)
        return file


class Handler(BaseHTTPRequestHandler):
    """One request: a query, an insert, or a ping."""

    protocol_version = "HTTP/1.1"
    engine: Engine

    def do_GET(self) -> None:
        if urlsplit(self.path).path == "/ping":
            self._send(200, b"Ok.\n")
        else:
            self.do_POST()

    def do_POST(self) -> None:
        said = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        body = self._body()
        tables: dict[str, bytes] = {}
        kind = self.headers.get("Content-Type", "")
        if kind.startswith("multipart/form-data"):
            message = BytesParser().parsebytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
            for part in message.walk():
                if part.is_multipart():
                    continue
                name = str(part.get_param("name", header="content-disposition"))
                data: Any = part.get_payload(decode=True)
                if part.get_filename() is None:
                    said[name] = data.decode().rstrip("\r\n")
                else:
                    tables[name] = data
            body = b""
        sql = said.pop("query", "")
        if body and not sql:
            sql, body = body.decode(), b""
        try:
            self._send(200, self.engine.answer(sql, said, body, tables))
        except Exception as error:
            code = re.search(r"Code: (\d+)", str(error))
            self._send(500, str(error).encode(), {"X-ClickHouse-Exception-Code": code[1] if code else "1002"})

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") == "chunked":
            found = b""
            while size := int(self.rfile.readline().split(b";")[0], 16):
                found += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        else:
            found = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        match self.headers.get("Content-Encoding"):
            case "gzip":
                return gzip.decompress(found)
            case "deflate":
                return zlib.decompress(found)
        return found

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("X-ClickHouse-Timezone", "UTC")
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def main() -> None:
    """Serve on a free port of this machine alone."""
    Handler.engine = Engine(Path(sys.argv[1]))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    sys.stdout.write(f"{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
