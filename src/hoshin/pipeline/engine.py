"""Which engine answers questions: ``HOSHIN_ENGINE`` names it. All give equal readings: docs/admin/engines.md."""

from __future__ import annotations

import os

from hoshin.eventlog.log import EventLog
from hoshin.warehouse.engines import duckdb
from hoshin.warehouse.errors import EngineUnavailable
from hoshin.warehouse.generations import Generation

ENGINES = ("duckdb", "clickhouse", "spark")


def open_log(generation: Generation) -> EventLog:
    """The generation's event log on the engine that the environment names; the caller closes it.

    Raises EngineUnavailable where there is no such engine, its extra is not installed, or it cannot be reached.
    """
    name = os.environ.get("HOSHIN_ENGINE") or ENGINES[0]
    match name:
        case "duckdb":
            return duckdb.open_log(generation)
        case "clickhouse":
            try:
                from hoshin.warehouse.engines import clickhouse  # noqa: PLC0415 an optional engine
            except ImportError as error:
                raise _not_installed(name, error) from error
            return clickhouse.open_log(generation, os.environ.get("HOSHIN_CLICKHOUSE_URL") or "http://localhost:8123")
        case "spark":
            try:
                from hoshin.warehouse.engines import spark  # noqa: PLC0415 an optional engine
            except ImportError as error:
                raise _not_installed(name, error) from error
            return spark.open_log(generation, os.environ.get("HOSHIN_SPARK_MASTER") or "local[*]")
        case _:
            raise EngineUnavailable(
                f"HOSHIN_ENGINE names '{name}', which is no engine: choose one of {', '.join(ENGINES)}."
            )


def _not_installed(name: str, error: ImportError) -> EngineUnavailable:
    return EngineUnavailable(
        f"HOSHIN_ENGINE names '{name}', whose client is not installed ({error}): run 'pip install hoshin[{name}]', "
        "or unset HOSHIN_ENGINE to read with DuckDB."
    )
