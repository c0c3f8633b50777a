"""A mail server and a web server on loopback that keep what they are sent."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer


@dataclass
class Mailbox:
    """What a mail server was handed over. ``refuses`` is what it answers to a recipient instead of taking it."""

    port: int = 0
    refuses: str = ""
    mails: list[tuple[str, list[str], str]] = field(default_factory=list)


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """A server that speaks as much SMTP (RFC 5321) as handing over a mail needs."""
    box = Mailbox()

    class Session(socketserver.StreamRequestHandler):
        def say(self, line: str) -> None:
            self.wfile.write(f"{line}\r\n".encode())

        def handle(self) -> None:
            self.say("220 loopback ESMTP")
            sender, recipients = "", list[str]()
            while line := self.rfile.readline().decode().strip():
                verb = line.upper()
                if verb.startswith("MAIL FROM:"):
                    sender = line[10:].split()[0]
                    self.say("250 OK")
                elif verb.startswith("RCPT TO:"):
                    if not box.refuses:
                        recipients.append(line[8:].strip())
                    self.say(box.refuses or "250 OK")
                elif verb == "DATA":
                    self.say("354 go on")
                    text = b""
                    while (piece := self.rfile.readline()) != b".\r\n":
                        text += piece
                    box.mails.append((sender, recipients, text.decode()))
                    self.say("250 OK")
                elif verb == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 OK")

    with _serving(socketserver.ThreadingTCPServer(("127.0.0.1", 0), Session)) as port:
        box.port = port
        yield box


@dataclass
class Letterbox:
    """What a web server was posted. ``status`` is what it answers."""

    port: int = 0
    status: int = 200
    posts: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook?from=hoshin"


@contextmanager
def web_server() -> Iterator[Letterbox]:
    """A server that keeps each POST, and answers as it is told."""
    box = Letterbox()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            box.posts.append((self.path, dict(self.headers), body))
            self.send_response(box.status)
            if 300 <= box.status < 400:
                self.send_header("Location", f"http://127.0.0.1:{box.port}/elsewhere")
            self.end_headers()
            self.wfile.write(b"" if box.status == 200 else b"not\r\nnow")

        def log_message(self, format: str, *args: object) -> None:
            pass

    with _serving(HTTPServer(("127.0.0.1", 0), Handler)) as port:
        box.port = port
        yield box


@contextmanager
def _serving(server: socketserver.TCPServer) -> Iterator[int]:
    with server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()
