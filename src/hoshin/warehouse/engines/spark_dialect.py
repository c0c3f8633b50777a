"""Where Ibis' Spark says something else than its DuckDB: mended, so that both give equal readings."""

from __future__ import annotations

import warnings
from typing import Any

import ibis.expr.operations as ops
import pyarrow as pa
from ibis import Expr
from ibis.backends.sql.compilers.pyspark import PySparkCompiler
from ibis.expr import datatypes as dt

# Spark says so of every pandas it does not know, wherever it is asked; nothing here goes through pandas.
warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas", category=FutureWarning)

import ibis.backends.pyspark  # noqa: E402


class Compiler(PySparkCompiler):  # type: ignore[misc]
    """Expressions in Spark's SQL. Its ``percentile`` is linear between order statistics: type 7, as everywhere."""

    def visit_Cast(self, op: Any, *, arg: Any, to: Any) -> Any:
        """Whole numbers that become reals once they are summed are summed as decimals: 64 bits would overflow."""
        if to.is_floating() and isinstance(op.arg, ops.Sum) and op.arg.arg.dtype.is_integer() and op.arg.where is None:
            arg = self.f.sum(self.cast(arg.this, dt.Decimal(28, 0)))
        return super().visit_Cast(op, arg=arg, to=to)


class Backend(ibis.backends.pyspark.Backend):  # type: ignore[misc]
    """Ibis' Spark with that dialect, which hands tables over as Arrow: pandas knows no days after 2262."""

    compiler = Compiler()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """As Ibis' own, whose options have to be known."""
        self.register_options()
        super().__init__(*args, **kwargs)

    def to_pyarrow(self, expr: Expr, /, *, params: Any = None, limit: Any = None, **kwargs: Any) -> Any:
        """The expression's answer. Raises what Spark raises."""
        table = expr.as_table()
        self._run_pre_execute_hooks(table)
        answer = self._session.sql(self.compile(table, params=params, limit=limit)).toArrow()
        return expr.__pyarrow_result__(answer.cast(table.schema().to_pyarrow()))

    def _register_in_memory_table(self, op: Any) -> None:
        table: pa.Table = op.data.to_pyarrow(op.schema)
        self._session.createDataFrame(table).createOrReplaceTempView(op.name)
