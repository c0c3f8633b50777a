"""The engines, started once for all tests, and the generations that all of them read."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from hoshin.pipeline import engine
from hoshin.pipeline.home import Home
from hoshin.pipeline.imports import import_file
from hoshin.pipeline.read import Reader
from hoshin.warehouse import generations
from hoshin.warehouse.generations import Generation
from tests.dataflow.exports import real, servicenow
from tests.engines import edges

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def clickhouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running ClickHouse."""
    if missing := [name for name in ("chdb", "clickhouse_connect") if find_spec(name) is None]:
        pytest.skip(f"CLICKHOUSE IS NOT TESTED HERE: {' and '.join(missing)} not installed ('make test' installs them)")
    folder = tmp_path_factory.mktemp("clickhouse")
    command = [sys.executable, "-m", "tests.engines.clickhouse_server", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        server.kill()


@pytest.fixture(scope="session")
def spark() -> str:
    """A Spark that can be started on this machine."""
    if find_spec("pyspark") is None:
        pytest.skip("SPARK IS NOT TESTED HERE: pyspark is not installed ('make test' installs it)")
    if shutil.which("java") is None:
        pytest.skip("SPARK IS NOT TESTED HERE: no Java found (install Java 17 or newer)")
    return "local[2]"


@pytest.fixture(scope="session")
def edge_log(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    """The generation of ``edges``."""
    return edges.generation(tmp_path_factory.mktemp("edges"))


@pytest.fixture(scope="session")
def real_log(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    """The generation of the real export."""
    home = Home(tmp_path_factory.mktemp("real") / "home")
    import_file(home, real(), servicenow())
    return generations.current(home.warehouse)


@pytest.fixture(scope="session", params=["clickhouse", "spark"])
def start(request: pytest.FixtureRequest) -> Callable[[Generation], Reader]:
    """Opens a reader of a generation on the engine that is compared with DuckDB."""
    address = request.getfixturevalue(request.param)
    setting = {"clickhouse": "HOSHIN_CLICKHOUSE_URL", "spark": "HOSHIN_SPARK_MASTER"}[request.param]

    def opened(generation: Generation) -> Reader:
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("HOSHIN_ENGINE", request.param)
            environment.setenv(setting, address)
            log = engine.open_log(generation)
        assert log.tickets.get_backend().name in (request.param, f"py{request.param}")
        return Reader(generation, log)

    return opened
