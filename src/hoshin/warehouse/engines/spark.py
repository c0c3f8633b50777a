"""Apache Spark: reads a generation's parts where they lie, on this machine or on a cluster.

One Spark application serves a whole process; each reader has a session of its own in it. On a cluster the warehouse
must be reachable under the same path from every node.
"""

from __future__ import annotations

from functools import cache

import ibis
from pyspark.sql import SparkSession

from hoshin.eventlog.log import EventLog, completed
from hoshin.eventlog.schema import ASSIGNMENTS, TICKETS, TRANSITIONS, Table
from hoshin.warehouse.engines.spark_dialect import Backend
from hoshin.warehouse.errors import EngineUnavailable
from hoshin.warehouse.generations import Generation

_SETTINGS = {
    # Names are told apart by their letters' case, and quoted text means what it says, as on every other engine.
    "spark.sql.caseSensitive": "true",
    "spark.sql.session.timeZone": "UTC",
    # Days before 1582 are written by the proleptic Gregorian calendar, and read so.
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    # Instants without a zone stay without one.
    "spark.sql.parquet.inferTimestampNTZ.enabled": "true",
    # One wide row for each period: little enough for few partitions, which is much faster on little data.
    "spark.sql.shuffle.partitions": "8",
    # Parts are small and many: dozens of them go into one task, and are listed without a job of its own.
    "spark.sql.files.openCostInBytes": "65536",
    "spark.sql.sources.parallelPartitionDiscovery.threshold": "10000",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
}


def open_log(generation: Generation, master: str) -> EventLog:
    """The event log of a published generation, on the Spark that ``master`` names: ``local[*]``, ``spark://host:7077``.

    The caller closes it; the application goes on until the process ends. Raises EngineUnavailable.
    """
    session = _application(master).newSession()
    for name, value in _SETTINGS.items():
        session.conf.set(name, value)
    engine = Backend().connect(session)

    def table(of: Table) -> ibis.Table:
        files = [str(file) for file in generation.files(of.name)]
        rows = session.read.parquet(*files) if files else session.createDataFrame(of.arrow.empty_table())
        rows.createOrReplaceTempView(of.name)
        return engine.table(of.name)

    def release() -> None:
        for name in engine.list_tables():
            session.catalog.dropTempView(name)

    return EventLog(completed(table(TICKETS)), table(TRANSITIONS), table(ASSIGNMENTS), release)


@cache
def _application(master: str) -> SparkSession:
    try:
        return (
            SparkSession.builder.master(master)
            .appName("hoshin")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.log.level", "ERROR")
            .getOrCreate()
        )
    except Exception as error:
        raise EngineUnavailable(
            f"Spark cannot be started as '{master}' ({_first_line(error)}): check HOSHIN_SPARK_MASTER, "
            "and that Java 17 or newer is installed ('java -version')."
        ) from error


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0][:200]
