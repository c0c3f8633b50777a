"""``hoshin serve``: the web server and the worker, side by side."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from types import FrameType
from urllib.error import URLError
from urllib.request import urlopen

import click

from hoshin.eventlog.refused import Refused
from hoshin.pipeline.home import Home
from hoshin.server import demonstration, sign_in
from hoshin.server.command import terminal

WEB = (
    *("-m", "gunicorn", "hoshin.server.wsgi:application", "--preload"),
    *("--workers", "2", "--threads", "8", "--timeout", "120"),
)
WORKER = ("-m", "hoshin.server.worker")
PATIENCE = 60
"""Seconds until a web server that does not answer is given up."""


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--demo-if-empty", is_flag=True, help="Load the demonstration organisation into an empty home first.")
def serve(host: str, port: int, demo_if_empty: bool) -> None:
    """Start the web server and the worker, and stay until Ctrl+C."""
    home = Home.from_environment()
    _must_be_free(host, port)
    if demo_if_empty and demonstration.is_empty(home):
        click.echo("Loading the demonstration organisation …")
        with terminal.progress() as show:
            demonstration.load(home, progress=show)
    _run(home, host, port)


def _must_be_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refused(
                f"Hoshin cannot listen on {host}:{port} ({error.strerror}): choose another --port."
            ) from error


class _Stop(Exception):
    """Somebody asked Hoshin to stop."""


def _stop(number: int, frame: FrameType | None) -> None:
    raise _Stop


def _run(home: Home, host: str, port: int) -> None:
    """Keep both processes running; a worker that dies is started again, a web server that dies ends Hoshin."""
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    # Each child leads its own group, so that Ctrl+C reaches Hoshin alone, which then ends both in order.
    web = subprocess.Popen(
        [sys.executable, *WEB, "--bind", f"{host}:{port}", "--log-level", "warning"], process_group=0
    )
    worker = subprocess.Popen([sys.executable, *WORKER], process_group=0)
    try:
        _wait_for(f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}/sign-in/", web)  # noqa: S104
        click.echo(f"\n  Hoshin is ready at  http://{'localhost' if host == '127.0.0.1' else host}:{port}/")
        click.echo(f"  {sign_in.how(home)}")
        click.echo(f"  Everything is kept in {home.root}. Stop with Ctrl+C.\n")
        while web.poll() is None:
            if worker.poll() is not None:
                click.echo("The worker ended; starting it again.", err=True)
                time.sleep(1)
                worker = subprocess.Popen([sys.executable, *WORKER], process_group=0)
            time.sleep(0.5)
        raise Refused(f"The web server ended with code {web.returncode}; its last words stand above.")
    except _Stop:
        click.echo("Stopping …")
    finally:
        for process in (worker, web):
            process.terminate()
        for process in (worker, web):
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_for(address: str, web: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and web.poll() is None:
        try:
            with urlopen(address, timeout=5):  # noqa: S310 our own server
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise Refused("The web server did not come up; its last words stand above.")
